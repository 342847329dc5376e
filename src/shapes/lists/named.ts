import type { Issue } from "../../errors.js";
import { shown } from "../../request/issues.js";
import type { Fields } from "../fields.js";
import { problem } from "../invalid-model.js";
import type { Known, ModelTensor } from "../model-tensor.js";
import { shapeIssues } from "../shape.js";

const NOT_TRAINED: Known = { rule: "not-trainable", role: null, reason: "is not trainable, as the list says" };

/** Whether a list is one of weights with names, such as Keras's `model.weights`. */
export const isNamedList = (value: readonly unknown[]): value is readonly Fields[] =>
  value.length > 0 && value.every((entry) => typeof entry === "object" && entry !== null && !Array.isArray(entry));

function entryIssues({ name, path, shape }: Fields, index: number): readonly Issue[] {
  const title = path ?? name;
  return [
    ...(typeof title === "string" && title !== "" ? [] : [problem([index, "name"], "missing", `Give the tensor's name instead of ${shown(title)}.`)]),
    ...shapeIssues(shape, [index, "shape"]),
  ];
}

/** Names that a list has more than once: Keras 3 calls every kernel "kernel", and only its path tells them apart. */
function repeatedNames(tensors: readonly ModelTensor[]): readonly Issue[] {
  const seen = new Set<string>();
  return tensors.flatMap(({ name }, index) => {
    const repeated = seen.has(name);
    seen.add(name);
    return repeated ? [problem([index, "name"], "repeated-name", `The name ${shown(name)} is there twice; give names that tell tensors apart (in Keras 3, a weight's path).`)] : [];
  });
}

/** Tensors of a list of {name, shape}; `path` goes before `name`, and what is not `trainable` is left out. */
export function readNamed(entries: readonly Fields[]): { readonly tensors: readonly ModelTensor[]; readonly issues: readonly Issue[] } {
  const issues = entries.flatMap(entryIssues);
  if (issues.length > 0) return { tensors: [], issues };
  const tensors = entries.map(({ name, path, shape, trainable }) => ({
    name: (path ?? name) as string,
    shape: shape as readonly number[],
    ...(trainable === false ? { known: NOT_TRAINED } : {}),
  }));
  return { tensors, issues: repeatedNames(tensors) };
}
