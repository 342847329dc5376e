import type { Issue } from "../../errors.js";
import { shown } from "../../request/issues.js";
import type { Fields } from "../fields.js";
import { problem, refuseAll } from "../invalid-model.js";
import type { Known, ModelTensor } from "../model-tensor.js";
import { nameIssues } from "../names.js";
import { shapeIssues } from "../shape.js";

const NOT_TRAINED: Known = { rule: "not-trainable", role: null, reason: "is not trainable, as the list says" };

/** Whether a list is one of weights with names, such as Keras's `model.weights`. */
export const isNamedList = (value: readonly unknown[]): value is readonly Fields[] =>
  value.length > 0 && value.every((entry) => typeof entry === "object" && entry !== null && !Array.isArray(entry));

function* entryIssues(entries: readonly Fields[]): Generator<Issue, void, undefined> {
  for (const [index, { name, path, shape }] of entries.entries()) {
    const title = path ?? name;
    if (typeof title !== "string" || title === "") yield problem([index, "name"], "missing", `Expected the tensor's name; got ${shown(title)}.`);
    yield* shapeIssues(shape, [index, "shape"]);
  }
}

// Keras 3 calls every kernel "kernel", and only its path tells them apart.
const RENAME = (name: string): string => `The name ${name} is there twice; give names that tell tensors apart (in Keras 3, a weight's path).`;

/** Tensors of a list of {name, shape}; `path` goes before `name`, and what is not `trainable` is left out. */
export function readNamed(entries: readonly Fields[]): readonly ModelTensor[] {
  refuseAll(entryIssues(entries));
  const tensors = entries.map(({ name, path, shape, trainable }) => ({
    name: (path ?? name) as string,
    shape: shape as readonly number[],
    ...(trainable === false ? { known: NOT_TRAINED } : {}),
  }));
  refuseAll(nameIssues(tensors.map(({ name }, index) => ({ name, path: () => [index, "name"] })), RENAME));
  return tensors;
}
