import type { Issue } from "../errors.js";
import { elementCount } from "../math/element-count.js";
import { shown } from "../request/issues.js";
import { problem, type Path } from "./invalid-model.js";
import { MAX_RANK } from "./limits.js";

const isDimension = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** Whether `value` is a list of dimensions; the empty list is a scalar's. */
export const isShape = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.length <= MAX_RANK && value.every(isDimension) && Number.isSafeInteger(elementCount(value));

/** What is wrong with a shape at a path, which is asked for only where something is; nothing for a sound one. */
export function* shapeIssues(value: unknown, at: Path | (() => Path)): Generator<Issue, void, undefined> {
  if (isShape(value)) return;
  const path = typeof at === "function" ? at() : at;
  if (!Array.isArray(value)) yield problem(path, "not-a-shape", `Expected a list of dimensions, such as [64, 3, 7, 7]; got ${shown(value)}.`);
  else if (value.length > MAX_RANK) yield problem(path, "too-many-dimensions", `Expected at most ${MAX_RANK} dimensions; got ${value.length}.`);
  else if (!value.every(isDimension)) yield* dimensionIssues(value, path);
  else yield problem(path, "too-large", `The shape ${value.join(" x ")} has more than 2^53 - 1 elements.`);
}

function* dimensionIssues(shape: readonly unknown[], path: Path): Generator<Issue, void, undefined> {
  for (const [axis, dimension] of shape.entries()) {
    if (!isDimension(dimension)) yield problem([...path, axis], "bad-dimension", `Expected whole numbers from 0 to 2^53 - 1 as dimensions; got ${shown(dimension)}.`);
  }
}
