import type { Issue } from "../errors.js";
import { elementCount } from "../math/element-count.js";
import { shown } from "../request/issues.js";
import { problem } from "./invalid-model.js";
import { MAX_RANK } from "./limits.js";

const isDimension = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** Whether `value` is a list of dimensions; the empty list is a scalar's. */
export function isShape(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length <= MAX_RANK && value.every(isDimension) && Number.isSafeInteger(elementCount(value));
}

function dimensionIssue(value: unknown, path: readonly PropertyKey[]): readonly Issue[] {
  return isDimension(value) ? [] : [problem(path, "bad-dimension", `Give whole numbers from 0 to 2^53 - 1 as dimensions instead of ${shown(value)}.`)];
}

/** What is wrong with a shape; nothing for a sound one. */
export function shapeIssues(value: unknown, path: readonly PropertyKey[]): readonly Issue[] {
  if (isShape(value)) return [];
  if (!Array.isArray(value)) return [problem(path, "not-a-shape", `Give a list of dimensions, such as [64, 3, 7, 7], instead of ${shown(value)}.`)];
  if (value.length > MAX_RANK) return [problem(path, "too-many-dimensions", `Give at most ${MAX_RANK} dimensions instead of ${value.length}.`)];
  const issues = value.flatMap((dimension, axis) => dimensionIssue(dimension, [...path, axis]));
  return issues.length > 0 ? issues : [problem(path, "too-large", `The shape ${value.join(" x ")} has more than 2^53 - 1 elements.`)];
}
