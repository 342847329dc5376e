import { refuse, type Issue } from "../../errors.js";
import { shown } from "../../request/issues.js";
import type { Fields } from "../fields.js";
import { invalid, problem } from "../invalid-model.js";
import type { ModelShapes, TensorMeta } from "../model-shapes.js";
import { shapeIssues } from "../shape.js";
import { elementCount } from "../../math/element-count.js";

/** Keys of the two lists: as hypnettorch calls them, and as a request does, which is also what `shapes` prints. */
const KEYS: readonly (readonly [shapes: string, meta: string])[] = [
  ["param_shapes", "param_shapes_meta"],
  ["targetShapes", "paramMeta"],
];

/** Keys of hypnettorch's metadata that a plan has no use for. */
const UNREAD: ReadonlySet<string> = new Set(["index", "group", "info"]);
const REASON = "is called so by its metadata";

/** The two lists' keys in this object; undefined without both of them. */
export const describedKeys = (value: Fields): readonly [string, string] | undefined => KEYS.find((pair) => pair.every((key) => Array.isArray(value[key])));

/** The key of a list of shapes without metadata. */
export const shapesKey = (value: Fields): string | undefined => KEYS.map(([key]) => key).find((key) => Array.isArray(value[key]));

function metaIssues(meta: unknown, path: readonly PropertyKey[]): readonly Issue[] {
  if (typeof meta !== "object" || meta === null || Array.isArray(meta)) return [problem(path, "wrong-type", `Give an object with a name and a layer instead of ${shown(meta)}.`)];
  const { name, layer = -1, label = "" } = meta as Fields;
  return [
    ...(typeof name === "string" ? [] : [problem([...path, "name"], "wrong-type", `Give the tensor's role, such as "weight", instead of ${shown(name)}.`)]),
    ...(Number.isSafeInteger(layer) && (layer as number) >= -1 ? [] : [problem([...path, "layer"], "wrong-type", `Give a whole number of at least -1 instead of ${shown(layer)}.`)]),
    ...(typeof label === "string" ? [] : [problem([...path, "label"], "wrong-type", `Give a string instead of ${shown(label)}.`)]),
  ];
}

function listIssues(value: Fields, [shapesAt, metaAt]: readonly [string, string]): readonly Issue[] {
  const shapes = value[shapesAt] as readonly unknown[];
  const metas = value[metaAt] as readonly unknown[];
  if (shapes.length !== metas.length) return [problem([metaAt], "wrong-length", `Give one entry per shape: ${shapes.length} instead of ${metas.length}.`)];
  return [...shapes.flatMap((shape, index) => shapeIssues(shape, [shapesAt, index])), ...metas.flatMap((meta, index) => metaIssues(meta, [metaAt, index]))];
}

function read({ name, layer = -1, ...meta }: Fields): TensorMeta {
  const kept = Object.entries(meta).filter(([key]) => !UNREAD.has(key));
  return { name, layer, ...Object.fromEntries(kept) } as TensorMeta;
}

/** Shapes that come with the roles: nothing is inferred. Tensors without elements are left out all the same. */
export function readDescribed(value: Fields, keys: readonly [string, string]): ModelShapes {
  refuse("invalid-model", listIssues(value, keys));
  const all = (value[keys[0]] as readonly (readonly number[])[]).map((shape, index) => ({ shape, meta: read((value[keys[1]] as readonly Fields[])[index] ?? {}) }));
  const kept = all.filter(({ shape }) => elementCount(shape) > 0);
  if (kept.length === 0) return invalid([keys[0]], "no-tensors", "Give at least one shape that has elements.");
  return {
    format: "list",
    targetShapes: kept.map(({ shape }) => shape),
    paramMeta: kept.map(({ meta }) => meta),
    skipped: all.filter(({ shape }) => elementCount(shape) === 0).map(({ shape, meta }) => ({ name: meta.label ?? meta.name, shape, reason: "has no elements" })),
    ambiguous: [],
    reasons: kept.map((_tensor, tensor) => ({ tensor, rule: "metadata", reason: REASON })),
  };
}
