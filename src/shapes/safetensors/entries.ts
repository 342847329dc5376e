import type { Issue } from "../../errors.js";
import { elementCount } from "../../math/element-count.js";
import { shown } from "../../request/issues.js";
import { isFields, type Fields } from "../fields.js";
import { problem, type Path } from "../invalid-model.js";
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

type Issues = Generator<Issue, void, undefined>;

const isOffset = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

function* offsetIssues(offsets: unknown, path: Path): Issues {
  const isPair = Array.isArray(offsets) && offsets.length === 2;
  if (!isPair || !offsets.every(isOffset)) {
    const found = isPair ? `[${offsets.map(shown).join(", ")}]` : shown(offsets);
    yield problem(path, "bad-offsets", `Expected two whole numbers from 0 to 2^53 - 1 as data_offsets; got ${found}.`);
    return;
  }
  const [begin, end] = offsets as [number, number];
  if (begin > end) yield problem(path, "bad-offsets", `The tensor ends at byte ${end}, before it begins at ${begin}.`);
}

function* sizeIssues(name: string, { dtype, shape, data_offsets: offsets }: Fields): Issues {
  const [begin, end] = offsets as readonly [number, number];
  const bits = elementCount(shape as readonly number[]) * (ELEMENT_TYPES.get(String(dtype))?.bits ?? NO_BITS);
  if (bits === 8 * (end - begin)) return;
  const needed = bits % 8 === 0 ? `${bits / 8} bytes` : `${bits} bits, which is no whole number of bytes`;
  yield problem([name], "wrong-size", `The tensor ${shown(name)} of type ${String(dtype)} and shape [${(shape as readonly number[]).join(", ")}] takes ${needed}, but its data_offsets give it ${end - begin} bytes.`);
}

function* fieldIssues(name: string, fields: Fields): Issues {
  const { dtype, shape, data_offsets: offsets } = fields;
  for (const key of Object.keys(fields)) if (!KEYS.includes(key)) yield problem([name, key], "unknown-key", `Remove the unknown key ${shown(key)}. Known here: ${KEYS.join(", ")}.`);
  if (!ELEMENT_TYPES.has(dtype as string)) yield problem([name, "dtype"], "unknown-type", `Expected one of ${[...ELEMENT_TYPES.keys()].join(", ")} as dtype; got ${shown(dtype)}.`);
  yield* shapeIssues(shape, [name, "shape"]);
  yield* offsetIssues(offsets, [name, "data_offsets"]);
}

/** Whether an entry is sound, as nearly all are: cheaper than to look for what is wrong with it. */
function isSound(value: unknown): boolean {
  if (!isFields(value)) return false;
  const { dtype, shape, data_offsets: offsets } = value;
  const type = ELEMENT_TYPES.get(dtype as string);
  if (type === undefined || !isShape(shape) || !Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isOffset)) return false;
  const [begin, end] = offsets as [number, number];
  return type.bits * elementCount(shape) === 8 * (end - begin) && Object.keys(value).length === KEYS.length;
}

/** What is wrong with the entry of one tensor. */
export function* entryIssues(name: string, value: unknown): Issues {
  if (isSound(value)) return;
  if (!isFields(value)) {
    yield problem([name], "wrong-type", `Expected an object with dtype, shape and data_offsets; got ${shown(value)}.`);
    return;
  }
  let hasFields = true;
  for (const issue of fieldIssues(name, value)) {
    hasFields = false;
    yield issue;
  }
  if (hasFields) yield* sizeIssues(name, value);
}

/** The entry of one tensor, which is sound. */
export function readEntry(name: string, { dtype, shape, data_offsets: offsets }: Fields): Entry {
  const [begin, end] = offsets as readonly [number, number];
  return { name, shape: shape as readonly number[], elements: ELEMENT_TYPES.get(dtype as string)?.elements ?? "real", begin, end };
}
