import type { Tolerance, VectorFile } from "./build.js";

type Rules = Pick<VectorFile, "tolerance" | "exact">;

const limitsOf = (field: string, { tolerance }: Rules): Tolerance => ({ ...tolerance, ...(tolerance.fields as Readonly<Record<string, Partial<Tolerance>>>)[field] });

/** Whether a number is as near to what is expected as its field asks; `strictness` divides the tolerance. */
function isNear(expected: number, found: number, field: string, rules: Rules, strictness: number): boolean {
  if ((rules.exact as readonly string[]).includes(field)) return expected === found;
  const { relative, absolute } = limitsOf(field, rules);
  return Math.abs(expected - found) <= Math.max(absolute, relative * Math.abs(expected)) / strictness;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null;

/** Where two JSON values differ, by the rules of a vector file. `field` is the last key on the way, lists aside. */
export function differences(expected: unknown, found: unknown, rules: Rules, strictness = 1, path = "", field = ""): readonly string[] {
  const wrong = [`${path}: ${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`];
  if (typeof expected === "number" && typeof found === "number") return isNear(expected, found, field, rules, strictness) ? [] : wrong;
  if (!isObject(expected) || !isObject(found)) return expected === found ? [] : wrong;
  if (Array.isArray(expected) !== Array.isArray(found)) return wrong;
  const keys = new Set([...Object.keys(expected), ...Object.keys(found)]);
  return [...keys].flatMap((key) => differences(expected[key], found[key], rules, strictness, `${path}/${key}`, Array.isArray(expected) ? field : key));
}
