import { refuse, type Issue } from "../../errors.js";
import { shown } from "../../request/issues.js";
import { invalid, problem } from "../invalid-model.js";
import type { ElementKind, ModelTensor } from "../model-tensor.js";
import { shapeIssues } from "../shape.js";

type Path = readonly PropertyKey[];

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

function entryIssues(entry: unknown, path: Path): readonly Issue[] {
  if (typeof entry !== "object" || entry === null) return [problem(path, "wrong-type", `Give an object with name, shape and dtype instead of ${shown(entry)}.`)];
  const { name, shape, dtype } = entry as Readonly<Record<string, unknown>>;
  return [
    ...(typeof name === "string" ? [] : [problem([...path, "name"], "wrong-type", `Give a string instead of ${shown(name)}.`)]),
    ...shapeIssues(shape, [...path, "shape"]),
    ...(ELEMENTS.has(dtype) ? [] : [problem([...path, "dtype"], "unknown-type", `Give one of ${[...ELEMENTS.keys()].join(", ")} as dtype instead of ${shown(dtype)}.`)]),
  ];
}

function groupEntries(group: unknown, path: Path): readonly (readonly [entry: unknown, path: Path])[] {
  const weights = typeof group === "object" && group !== null ? (group as Readonly<Record<string, unknown>>)["weights"] : undefined;
  if (!Array.isArray(weights)) return invalid([...path, "weights"], "wrong-type", `Give a list of weights instead of ${shown(weights)}.`);
  return weights.map((entry, index) => [entry, [...path, "weights", index]]);
}

function repeatedNames(tensors: readonly ModelTensor[]): readonly Issue[] {
  const seen = new Set<string>();
  return tensors.flatMap(({ name }, index) => {
    const repeated = seen.has(name);
    seen.add(name);
    return repeated ? [problem([index], "repeated-name", `Rename the second weight called ${shown(name)}.`)] : [];
  });
}

/** The tensors of a weights manifest: the `weightsManifest` of a model.json, or a file that holds nothing else. */
export function readManifest(manifest: readonly unknown[], path: Path): readonly ModelTensor[] {
  const entries = manifest.flatMap((group, index) => groupEntries(group, [...path, index]));
  refuse("invalid-model", entries.flatMap(([entry, at]) => entryIssues(entry, at)));
  const tensors = entries.map(([entry]) => {
    const { name, shape, dtype } = entry as { readonly name: string; readonly shape: readonly number[]; readonly dtype: string };
    return { name, shape, elements: ELEMENTS.get(dtype) ?? "real" };
  });
  refuse("invalid-model", repeatedNames(tensors));
  return tensors;
}
