import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { InvalidInputError } from "../../src/index.js";
import { answer, planOf, type Vector, type VectorFile } from "./build.js";
import { differences } from "./differences.js";
import { CASES_FILE } from "./files.js";

const file = JSON.parse(readFileSync(CASES_FILE, "utf8")) as VectorFile;
const planned = file.cases.filter(({ error }) => error === undefined);

const FUNCTIONS = ["sqrt", "exp", "expm1", "log", "log1p", "sin", "cos", "tanh", "asin", "acos", "atan"] as const;
type Elementary = Record<(typeof FUNCTIONS)[number], (x: number) => number>;

const exact: Readonly<Elementary> = Object.fromEntries(FUNCTIONS.map((name) => [name, (Math as Elementary)[name]])) as Elementary;
const bits = new DataView(new ArrayBuffer(8));

/** A relative error of up to three units in the last place that depends on x alone, as that of another library does. */
function error(x: number): number {
  bits.setFloat64(0, x);
  const mixed = Math.imul(bits.getUint32(0) ^ bits.getUint32(4), 0x9e3779b1) >>> 16;
  return 1 + ((mixed % 7) - 3) * Number.EPSILON;
}

function problemsOf(vector: Vector): readonly string[] {
  const found = answer(vector);
  const plan = found instanceof InvalidInputError ? found.issues : planOf(found);
  return differences(vector.plan, plan, file).map((difference) => `${vector.id}${difference}`);
}

beforeEach(() => {
  for (const name of FUNCTIONS) (Math as Elementary)[name] = (x) => exact[name](x) * error(x);
});

afterEach(() => {
  Object.assign(Math, exact);
});

describe("the tolerance", () => {
  it("leaves room for another language's elementary functions", () => {
    expect(Math.exp(3)).not.toBe(exact.exp(3));
    expect(planned.flatMap(problemsOf)).toEqual([]);
  }, 60_000);
});
