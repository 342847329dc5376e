import type { Issue } from "../../errors.js";
import { shown } from "../../request/issues.js";
import { isFields } from "../fields.js";
import { invalid, problem, refuseAll, type Path } from "../invalid-model.js";
import type { ElementKind, ModelTensor } from "../model-tensor.js";
import { nameIssues } from "../names.js";
import { shapeIssues } from "../shape.js";

/** Element types of TensorFlow.js. Quantised weights keep their own type and shape here; only the data is smaller. */
const ELEMENTS: ReadonlyMap<unknown, ElementKind> = new Map<string, ElementKind>([
  ["float32", "real"],
  ["float16", "real"],
  ["complex64", "real"],
  ["int32", "integer"],
  ["int64", "integer"],
  ["uint8", "integer"],
  ["int8", "integer"],
  ["bool", "boolean"],
  ["string", "text"],
]);

/** An entry of the manifest, and where it is. */
type Placed = readonly [entry: unknown, path: Path];

function* entryIssues(entries: readonly Placed[]): Generator<Issue, void, undefined> {
  for (const [entry, path] of entries) {
    if (!isFields(entry)) {
      yield problem(path, "wrong-type", `Expected an object with name, shape and dtype; got ${shown(entry)}.`);
      continue;
    }
    const { name, shape, dtype } = entry;
    if (typeof name !== "string") yield problem([...path, "name"], "wrong-type", `Expected a string; got ${shown(name)}.`);
    yield* shapeIssues(shape, [...path, "shape"]);
    if (!ELEMENTS.has(dtype)) yield problem([...path, "dtype"], "unknown-type", `Expected one of ${[...ELEMENTS.keys()].join(", ")} as dtype; got ${shown(dtype)}.`);
  }
}

function groupEntries(group: unknown, path: Path): readonly Placed[] {
  const weights = isFields(group) ? group["weights"] : undefined;
  if (!Array.isArray(weights)) return invalid([...path, "weights"], "wrong-type", `Expected a list of weights; got ${shown(weights)}.`);
  return weights.map((entry, index) => [entry, [...path, "weights", index]]);
}

/** The tensors of a weights manifest: the `weightsManifest` of a model.json, or a file that holds nothing else. */
export function readManifest(manifest: readonly unknown[], path: Path): readonly ModelTensor[] {
  const entries = manifest.flatMap((group, index) => groupEntries(group, [...path, index]));
  refuseAll(entryIssues(entries));
  const tensors = entries.map(([entry]) => {
    const { name, shape, dtype } = entry as { readonly name: string; readonly shape: readonly number[]; readonly dtype: string };
    return { name, shape, elements: ELEMENTS.get(dtype) ?? "real" };
  });
  refuseAll(nameIssues(tensors.map(({ name }, index) => ({ name, path: () => entries[index]?.[1] ?? [] })), (name) => `Rename the second weight called ${name}.`));
  return tensors;
}
