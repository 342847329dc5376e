import type { Issue } from "../../errors.js";
import { elementCount } from "../../math/element-count.js";
import { shown } from "../../request/issues.js";
import type { Fields } from "../fields.js";
import { problem } from "../invalid-model.js";
import type { ElementKind } from "../model-tensor.js";
import { isShape, shapeIssues } from "../shape.js";
import { ELEMENT_TYPES } from "./element-types.js";

/** A tensor as the header describes it. */
export interface Entry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly elements: ElementKind;
  /** Half-open range in the bytes behind the header. */
  readonly begin: number;
  readonly end: number;
}

const KEYS: readonly string[] = ["dtype", "shape", "data_offsets"];
const NO_BITS = 0;

function offsetIssues(offsets: unknown, path: readonly PropertyKey[]): readonly Issue[] {
  const sound = Array.isArray(offsets) && offsets.length === 2 && offsets.every((offset) => Number.isSafeInteger(offset) && (offset as number) >= 0);
  if (!sound) return [problem(path, "bad-offsets", `Give two whole numbers from 0 to 2^53 - 1 as data_offsets instead of ${Array.isArray(offsets) ? `[${offsets.map(shown).join(", ")}]` : shown(offsets)}.`)];
  const [begin, end] = offsets as [number, number];
  return begin <= end ? [] : [problem(path, "bad-offsets", `The tensor ends at byte ${end}, before it begins at ${begin}.`)];
}

function sizeIssues(name: string, { dtype, shape, data_offsets: offsets }: Fields): readonly Issue[] {
  const [begin, end] = offsets as readonly [number, number];
  const bits = elementCount(shape as readonly number[]) * (ELEMENT_TYPES.get(String(dtype))?.bits ?? NO_BITS);
  if (bits === 8 * (end - begin)) return [];
  const needed = bits % 8 === 0 ? `${bits / 8} bytes` : `${bits} bits, which is no whole number of bytes`;
  return [problem([name], "wrong-size", `The tensor ${shown(name)} of type ${String(dtype)} and shape [${(shape as readonly number[]).join(", ")}] takes ${needed}, but its data_offsets give it ${end - begin} bytes.`)];
}

function typeIssues(dtype: unknown, path: readonly PropertyKey[]): readonly Issue[] {
  if (ELEMENT_TYPES.has(dtype as string)) return [];
  return [problem(path, "unknown-type", `Give one of ${[...ELEMENT_TYPES.keys()].join(", ")} as dtype instead of ${shown(dtype)}.`)];
}

function entryIssues(name: string, fields: Fields): readonly Issue[] {
  const unknown = Object.keys(fields).filter((key) => !KEYS.includes(key));
  const issues = [
    ...unknown.map((key) => problem([name, key], "unknown-key", `Remove the unknown key ${shown(key)}. Known here: ${KEYS.join(", ")}.`)),
    ...typeIssues(fields["dtype"], [name, "dtype"]),
    ...shapeIssues(fields["shape"], [name, "shape"]),
    ...offsetIssues(fields["data_offsets"], [name, "data_offsets"]),
  ];
  return issues.length > 0 ? issues : sizeIssues(name, fields);
}

/** Whether an entry is sound: cheaper than a list of what is wrong with it. */
function isSound(fields: Fields): boolean {
  const { dtype, shape, data_offsets: offsets } = fields;
  const type = ELEMENT_TYPES.get(dtype as string);
  if (type === undefined || !isShape(shape) || !Array.isArray(offsets) || offsets.length !== 2) return false;
  const [begin, end] = offsets as readonly unknown[];
  if (!Number.isSafeInteger(begin) || !Number.isSafeInteger(end) || (begin as number) < 0) return false;
  return type.bits * elementCount(shape) === 8 * ((end as number) - (begin as number)) && Object.keys(fields).length === KEYS.length;
}

/** The entry of one tensor, or what is wrong with it. */
export function readEntry(name: string, value: unknown): Entry | readonly Issue[] {
  if (name === "__proto__") return [problem([name], "reserved-name", "Rename the tensor __proto__: this name cannot be used as a key.")];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [problem([name], "wrong-type", `Give an object with dtype, shape and data_offsets instead of ${shown(value)}.`)];
  const fields = value as Fields;
  if (!isSound(fields)) return entryIssues(name, fields);
  const [begin, end] = fields["data_offsets"] as readonly [number, number];
  return { name, shape: fields["shape"] as readonly number[], elements: ELEMENT_TYPES.get(fields["dtype"] as string)?.elements ?? "real", begin, end };
}
