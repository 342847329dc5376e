import type { Subject } from "./subject.js";

/** The tensors of one module. */
interface Module {
  readonly subjects: Subject[];
  /** By leaf; made only for modules of many tensors. */
  byLeaf: ReadonlyMap<string, Subject> | undefined;
}

/** Tensors of a module up to which looking at each is faster than a map of them. */
const FEW = 16;

/** The module of each tensor. Tensors of one module mostly stand together, so that few names have to be looked up. */
function modulesOf(subjects: readonly Subject[]): readonly Module[] {
  const byPrefix = new Map<string, Module>();
  let last: { readonly prefix: string; readonly module: Module } | undefined;
  return subjects.map((subject) => {
    const { prefix } = subject;
    const module = last?.prefix === prefix ? last.module : (byPrefix.get(prefix) ?? { subjects: [], byLeaf: undefined });
    if (last?.prefix !== prefix) byPrefix.set(prefix, module);
    module.subjects.push(subject);
    last = { prefix, module };
    return module;
  });
}

function find(module: Module, leaf: string): Subject | undefined {
  if (module.subjects.length <= FEW) return module.subjects.find((subject) => subject.leaf === leaf);
  module.byLeaf ??= new Map(module.subjects.map((subject) => [subject.leaf, subject]));
  return module.byLeaf.get(leaf);
}

/** Finds the tensor of a leaf's name in a tensor's own module. */
export function siblingFinder(subjects: readonly Subject[]): (subject: Subject, leaf: string) => Subject | undefined {
  const modules = modulesOf(subjects);
  // A model has few leaf names: most questions are answered by these alone.
  const leaves = new Set(subjects.map(({ leaf }) => leaf));
  return ({ index }, leaf) => {
    const module = leaves.has(leaf) ? modules[index] : undefined;
    return module === undefined ? undefined : find(module, leaf);
  };
}
