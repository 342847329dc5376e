import type { Issue } from "../../errors.js";
import { elementCount } from "../../math/element-count.js";
import { shown } from "../../request/issues.js";
import { isFields, type Fields } from "../fields.js";
import { invalid, problem, refuseAll, type Path } from "../invalid-model.js";
import { MAX_NAME } from "../limits.js";
import type { ModelShapes, TensorMeta } from "../model-shapes.js";
import { longName } from "../names.js";
import { shapeIssues } from "../shape.js";

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

function* metaIssues(meta: unknown, path: Path): Generator<Issue, void, undefined> {
  if (!isFields(meta)) {
    yield problem(path, "wrong-type", `Expected an object with a name and a layer; got ${shown(meta)}.`);
    return;
  }
  const { name, layer = -1, label = "" } = meta;
  if (typeof name !== "string") yield problem([...path, "name"], "wrong-type", `Expected the tensor's role, such as "weight"; got ${shown(name)}.`);
  else if (name.length > MAX_NAME) yield longName(name, [...path, "name"]);
  if (!Number.isSafeInteger(layer) || (layer as number) < -1) yield problem([...path, "layer"], "wrong-type", `Expected a whole number of at least -1; got ${shown(layer)}.`);
  if (typeof label !== "string") yield problem([...path, "label"], "wrong-type", `Expected a string; got ${shown(label)}.`);
  else if (label.length > MAX_NAME) yield longName(label, [...path, "label"]);
}

function* listIssues(value: Fields, [shapesAt, metaAt]: readonly [string, string]): Generator<Issue, void, undefined> {
  const shapes = value[shapesAt] as readonly unknown[];
  const metas = value[metaAt] as readonly unknown[];
  if (shapes.length !== metas.length) {
    yield problem([metaAt], "wrong-length", `Expected one entry per shape: ${shapes.length}; got ${metas.length}.`);
    return;
  }
  for (const [index, shape] of shapes.entries()) yield* shapeIssues(shape, [shapesAt, index]);
  for (const [index, meta] of metas.entries()) yield* metaIssues(meta, [metaAt, index]);
}

function read({ name, layer = -1, ...meta }: Fields): TensorMeta {
  const kept = Object.entries(meta).filter(([key]) => !UNREAD.has(key));
  return { name, layer, ...Object.fromEntries(kept) } as TensorMeta;
}

/** Shapes that come with the roles: nothing is inferred. Tensors without elements are left out all the same. */
export function readDescribed(value: Fields, keys: readonly [string, string]): ModelShapes {
  refuseAll(listIssues(value, keys));
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
