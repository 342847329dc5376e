import type { Subject } from "./subject.js";

/** The tensors of one module, each of which knows the next: a list for every module would take longer to make than to use. */
interface Module {
  readonly first: Subject;
  last: Subject;
  count: number;
  /** By leaf; made only for modules of many tensors. */
  byLeaf: ReadonlyMap<string, Subject> | undefined;
}

/** The module of each tensor, and the tensor behind it there. */
interface Modules {
  readonly of: readonly Module[];
  readonly next: readonly (Subject | undefined)[];
}

/** Tensors of a module up to which looking at each is faster than a map of them. */
const FEW = 16;

/** Tensors of one module mostly stand together, so that few names have to be looked up. */
function modulesOf(subjects: readonly Subject[]): Modules {
  const byPrefix = new Map<string, Module>();
  const next = new Array<Subject | undefined>(subjects.length);
  let before: Module | undefined;
  const of = subjects.map((subject) => {
    const { prefix } = subject;
    let module = before?.first.prefix === prefix ? before : byPrefix.get(prefix);
    if (module === undefined) {
      module = { first: subject, last: subject, count: 1, byLeaf: undefined };
      byPrefix.set(prefix, module);
    } else {
      next[module.last.index] = subject;
      module.last = subject;
      module.count += 1;
    }
    before = module;
    return module;
  });
  return { of, next };
}

function leafMap({ first }: Module, next: Modules["next"]): ReadonlyMap<string, Subject> {
  const byLeaf = new Map<string, Subject>();
  for (let subject: Subject | undefined = first; subject !== undefined; subject = next[subject.index]) byLeaf.set(subject.leaf, subject);
  return byLeaf;
}

function find(module: Module, leaf: string, next: Modules["next"]): Subject | undefined {
  if (module.count > FEW) return (module.byLeaf ??= leafMap(module, next)).get(leaf);
  let subject: Subject | undefined = module.first;
  while (subject !== undefined && subject.leaf !== leaf) subject = next[subject.index];
  return subject;
}

/** Finds the tensor of a leaf's name in a tensor's own module. */
export function siblingFinder(subjects: readonly Subject[]): (subject: Subject, leaf: string) => Subject | undefined {
  // A model has few leaf names: most questions are answered by these alone, and all of them where no weight has a bias.
  const leaves = new Set<string>();
  for (const { leaf } of subjects) leaves.add(leaf);
  let modules: Modules | undefined;
  return ({ index }, leaf) => {
    if (!leaves.has(leaf)) return undefined;
    modules ??= modulesOf(subjects);
    const module = modules.of[index];
    return module === undefined ? undefined : find(module, leaf, modules.next);
  };
}
