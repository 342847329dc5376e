import { InvalidInputError } from "../errors.js";
import { shown } from "../request/issues.js";
import type { Fields } from "./fields.js";
import { invalid } from "./invalid-model.js";
import { MAX_DATA_DEPTH, MAX_VALUES } from "./limits.js";

// What callers give is read here once and copied: getters and proxies run only here, and nothing that is given is in a result.

/** What `read` makes of a caller's value; whatever it throws is a problem of the value. */
export function untrusted<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof InvalidInputError) throw error;
    return invalid([], "unreadable", "Expected bytes, text or plain data; got a value with a property that cannot be read.");
  }
}

/** A view of the caller's bytes; undefined for any other value. */
export function bytesIn(given: unknown): Uint8Array | undefined {
  return untrusted(() => (given instanceof Uint8Array ? new Uint8Array(given.buffer, given.byteOffset, given.byteLength) : undefined));
}

/** A view of the caller's bytes; `what` they should be is for the message. */
export function bytesOf(given: unknown, what: string): Uint8Array {
  return untrusted(() => bytesIn(given) ?? invalid([], "wrong-type", `Expected ${what} as a Uint8Array; got ${shown(given)}.`));
}

function copied(value: unknown, depth: number, seen: { count: number }): unknown {
  if (typeof value !== "object" || value === null) return value;
  const isList = Array.isArray(value);
  const keys = isList ? [] : Object.keys(value);
  const count = isList ? value.length : keys.length;
  seen.count += 1 + count;
  if (seen.count > MAX_VALUES) invalid([], "too-large", `Give data of at most ${MAX_VALUES} values, counted as often as they are referred to.`);
  if (depth > MAX_DATA_DEPTH) invalid([], "too-deep", `Give data of at most ${MAX_DATA_DEPTH} levels.`);
  if (isList) return Array.from({ length: count }, (_, index) => copied((value as readonly unknown[])[index], depth + 1, seen));
  return Object.fromEntries(keys.map((key) => [key, copied((value as Fields)[key], depth + 1, seen)]));
}

/** A copy of parsed data, in which nothing is referred to twice and no code of the caller's is left. */
export function plainData(given: unknown): unknown {
  return untrusted(() => copied(given, 0, { count: 0 }));
}

/** Whether `given` is a size of a file in bytes, or none at all. */
export const isSize = (given: unknown): given is number | undefined => given === undefined || (Number.isSafeInteger(given) && (given as number) >= 0);
