type Visitor = (value: unknown, path: readonly string[]) => void;

/** Calls `visit` with every value in plain data, itself included, and the keys that lead to it. */
export function visitDeep(value: unknown, visit: Visitor, path: readonly string[] = []): void {
  visit(value, path);
  if (typeof value !== "object" || value === null) return;
  for (const [key, item] of Object.entries(value)) visitDeep(item, visit, [...path, key]);
}

/** Freezes plain data, all the way down. */
export function deepFreeze<Data>(data: Data): Data {
  visitDeep(data, (value) => Object.freeze(value));
  return data;
}

/** Paths of all numbers in plain data that JSON cannot hold: NaN, the infinities, and -0. */
export function unwritableNumbers(data: unknown): string[] {
  const found: string[] = [];
  visitDeep(data, (value, path) => {
    if (typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0))) found.push(`/${path.join("/")} is ${Object.is(value, -0) ? "-0" : String(value)}`);
  });
  return found;
}
