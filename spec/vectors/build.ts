import { InvalidInputError, parsePlan, plan, planChunkedHyperfan, planHyperfan, type Issue, type Plan, type RequestInput } from "../../src/index.js";
import type { Case, PlannedCase, RefusedCase } from "./case.js";

/** Numbers of a plan by the name of the field that holds them, itself or in lists. */
export const EXACT = [
  "version", "dim", "shape", "tensor", "tensors", "layer", "rows", "count", "size", "embeddingDim", "conditions", "first", "clippedChunks", "clipped", "chunks",
] as const;

export interface Tolerance {
  readonly relative: number;
  readonly absolute: number;
}

/** How far a port may be off: |difference| ≤ max(absolute, relative · |expected|), with other limits for some fields. */
export const TOLERANCE = {
  relative: 1e-9,
  absolute: 0,
  fields: {
    // Integrals over two dimensions.
    correlation: { relative: 1e-7 },
    largestCorrelation: { relative: 1e-7 },
    // A numerical derivative.
    drawSpread: { relative: 1e-5 },
    // Means of odd functions, 0 up to rounding.
    mean: { absolute: 1e-12 },
  },
} as const satisfies Tolerance & { readonly fields: Readonly<Record<string, Partial<Tolerance>>> };

/** A case as the file has it. */
export interface Vector {
  readonly id: string;
  readonly title: string;
  readonly planner?: RequestInput["kind"];
  readonly request?: unknown;
  readonly plan?: unknown;
  readonly error?: { readonly code: string; readonly issues: readonly Pick<Issue, "pointer" | "code">[] };
}

export interface VectorFile {
  readonly format: "hyperfan-vectors";
  readonly version: 1;
  readonly tolerance: typeof TOLERANCE;
  readonly exact: typeof EXACT;
  readonly cases: readonly Vector[];
}

const PLANNERS = { hyperfan: planHyperfan, "chunked-hyperfan": planChunkedHyperfan } as const;

/** What the library makes of a vector's input. */
export function answer({ planner, request, plan: given }: Pick<Vector, "planner" | "request" | "plan">): Plan | InvalidInputError {
  try {
    if (request === undefined) return parsePlan(given);
    return (planner === undefined ? plan : PLANNERS[planner])(request as RequestInput);
  } catch (error) {
    if (error instanceof InvalidInputError) return error;
    throw error;
  }
}

const DIGITS = 13;

/** Enough digits for the tolerance, and few enough to be the same wherever the file is made. */
function rounded(value: unknown): unknown {
  if (typeof value === "number") return Number.isInteger(value) ? value : Number(value.toPrecision(DIGITS));
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(rounded);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rounded(inner)]));
}

/** A plan as a vector has it: numbers rounded, and warnings without their sentences, which may change. */
export function planOf(made: Plan): unknown {
  const withoutMessage = (warning: Plan["warnings"][number]): object => Object.fromEntries(Object.entries(warning).filter(([key]) => key !== "message"));
  return rounded({ ...made, warnings: made.warnings.map(withoutMessage) });
}

function mismatch({ id }: Case, expected: readonly string[], found: readonly string[]): Error {
  return new Error(`${id} should have ${JSON.stringify(expected)} but has ${JSON.stringify(found)}`);
}

const isSame = (a: readonly string[], b: readonly string[]): boolean => JSON.stringify(a) === JSON.stringify(b);
const lines = (error: InvalidInputError): readonly string[] => error.issues.map(({ pointer, code }) => `${pointer} ${code}`);

function plannedVector(declared: PlannedCase): Vector {
  const { id, title, request, warns = [] } = declared;
  const found = answer({ request });
  if (found instanceof InvalidInputError) throw mismatch(declared, ["a plan"], lines(found));
  const codes = found.warnings.map(({ code }) => code);
  if (!isSame(codes, warns)) throw mismatch(declared, warns, codes);
  return { id, title, request, plan: planOf(found) };
}

function refusedVector(declared: RefusedCase): Vector {
  const { issues, ...rest } = declared;
  const found = answer(rest);
  if (!(found instanceof InvalidInputError)) throw mismatch(declared, issues, ["a plan"]);
  if (!isSame(lines(found), issues)) throw mismatch(declared, issues, lines(found));
  return { ...rest, error: { code: found.code, issues: found.issues.map(({ pointer, code }) => ({ pointer, code })) } };
}

/** The case with what the library makes of it; an error where that is not what the case declares. */
export function vectorOf(declared: Case): Vector {
  return "issues" in declared ? refusedVector(declared) : plannedVector(declared);
}

/** The file of some cases. */
export function vectorFile(cases: readonly Case[]): VectorFile {
  return { format: "hyperfan-vectors", version: 1, tolerance: TOLERANCE, exact: EXACT, cases: cases.map(vectorOf) };
}

/** A vector file as text: a line for every case. */
export function textOf({ cases, ...head }: VectorFile): string {
  const opening = Object.entries(head).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  return `{\n${opening.join(",\n")},\n"cases": [\n${cases.map((vector) => JSON.stringify(vector)).join(",\n")}\n]\n}\n`;
}
