/** Throws unless a condition holds; the message is made only then. */
export function must(condition: boolean, message: () => string): asserts condition {
  if (!condition) throw new Error(message());
}

/** Whether two numbers agree within a relative `tolerance` of the larger; NaN agrees with nothing, an infinity with itself. */
export function isClose(actual: number, expected: number, tolerance: number): boolean {
  const difference = Math.abs(actual - expected);
  return actual === expected || (difference < Infinity && difference <= tolerance * Math.max(Math.abs(actual), Math.abs(expected)));
}

/** Comparisons that throw where two things differ by more than a relative tolerance. */
export interface Comparison {
  readonly tolerance: number;
  /** One number; `what` is its name in the message. */
  readonly close: (actual: number | undefined, expected: number | undefined, what: () => string) => void;
  /** Plain data of the same shape, whose numbers are close. */
  readonly alike: (actual: unknown, expected: unknown, what: () => string) => void;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null;

/** The first place where plain data differs, as a JSON pointer; undefined where it does not. */
function difference(actual: unknown, expected: unknown, tolerance: number): string | undefined {
  if (typeof actual === "number" && typeof expected === "number") return isClose(actual, expected, tolerance) ? undefined : "";
  if (!isRecord(actual) || !isRecord(expected)) return actual === expected ? undefined : "";
  const keys = [...new Set([...Object.keys(actual), ...Object.keys(expected)])];
  for (const key of keys) {
    const inside = difference(actual[key], expected[key], tolerance);
    if (inside !== undefined) return `/${key}${inside}`;
  }
  return undefined;
}

const valueAt = (data: unknown, path: string): unknown =>
  path.split("/").slice(1).reduce((value, key) => (isRecord(value) ? value[key] : undefined), data);

/** How a message shows a value. */
export function shown(value: unknown): string {
  if (typeof value === "number") return String(value);
  return value === undefined ? "nothing" : JSON.stringify(value);
}

/** The comparisons of one tolerance. */
export function comparison(tolerance: number): Comparison {
  return {
    tolerance,
    close: (actual, expected, what) => {
      must(isClose(actual ?? NaN, expected ?? NaN, tolerance), () => `${what()} is ${String(actual)} instead of ${String(expected)}`);
    },
    alike: (actual, expected, what) => {
      const path = difference(actual, expected, tolerance);
      must(path === undefined, () => `${what()}: ${path === "" ? "it" : String(path)} is ${shown(valueAt(actual, path ?? ""))} instead of ${shown(valueAt(expected, path ?? ""))}`);
    },
  };
}
