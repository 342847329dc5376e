import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import * as library from "../../src/index.js";
import * as math from "../../src/math/index.js";
import { unwritableNumbers } from "./deep.js";
import { junk } from "./junk.js";

type Callable = (...given: readonly unknown[]) => unknown;

const { InvalidInputError } = library;

/** What the functions take that makes them look at their other arguments. */
const request = { kind: "hyperfan", targetShapes: [[3, 4], [3]], inputs: [{ dim: 2 }] } as const;
const made = library.plan(request);
const valid: readonly unknown[] = [request, { ...request, kind: "chunked-hyperfan", chunking: { size: 5 } }, made, { format: "hyperfan-measurements", version: 1, tensors: [{ tensor: 0, mean: 0, variance: 1, count: 9 }] }];

const isFunction = (value: unknown): value is Callable => typeof value === "function" && value !== InvalidInputError;
const functions = Object.entries(library).filter((entry): entry is [string, Callable & typeof entry[1]] => isFunction(entry[1]));

/** The typed error, or a value of numbers that JSON can hold. */
function expectAnswer(make: () => unknown): void {
  let value: unknown;
  try {
    value = make();
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidInputError);
    const { message, issues } = error as InstanceType<typeof InvalidInputError>;
    expect(issues.length).toBeGreaterThan(0);
    expect(message).not.toMatch(/\bundefined is not|is not a function\b/u);
    return;
  }
  expect(unwritableNumbers(value)).toEqual([]);
}

describe("every function of the library", () => {
  it("is held to this", () => {
    expect(functions.map(([name]) => name)).toEqual(expect.arrayContaining(["checkPlan", "compareMeasurements", "expandChunks", "parsePlan", "parseRequest", "plan", "planJsonSchema"]));
  });

  it.each(functions)("%s answers junk with a value or the typed error", (_, run) => {
    const given = fc.oneof(junk().map(({ make }) => make), fc.constantFrom(...valid).map((value) => () => value));
    fc.assert(fc.property(fc.array(given, { maxLength: 3 }), (makers) => { expectAnswer(() => run(...makers.map((make) => make()))); }), { numRuns: 300 });
  });
});

const anyNumber = fc.oneof(fc.double(), fc.constantFrom(0, -0, NaN, Infinity, -Infinity, -1, 1, Number.MIN_VALUE, Number.MAX_VALUE, 1e160));
const anyActivation = fc.oneof(
  fc.constantFrom(...math.activationNames.filter((name) => name !== "elu" && name !== "leaky_relu")).map((name) => ({ name })),
  anyNumber.map((alpha) => ({ name: "elu" as const, alpha })),
  anyNumber.map((negativeSlope) => ({ name: "leaky_relu" as const, negativeSlope })),
);
const pair = fc.record({ in: anyNumber, out: anyNumber });
const fans = fc.record({ fanIn: anyNumber, fanOut: anyNumber });

/** Arguments of the types that are declared, with any numbers. */
const ARGUMENTS: Readonly<Record<Exclude<keyof typeof math, "activationNames">, fc.Arbitrary<readonly unknown[]>>> = {
  axesOf: fc.tuple(fc.array(anyNumber, { maxLength: 5 }), fc.record({ groups: anyNumber, transposed: fc.boolean(), layout: fc.constantFrom("OIHW", "HWIO", "HWCM") }, { requiredKeys: [] })),
  fansOf: fc.tuple(fc.array(anyNumber, { maxLength: 5 }), fc.record({ groups: anyNumber, parts: anyNumber }, { requiredKeys: [] })),
  harmonicMean: fc.tuple(anyNumber, anyNumber),
  reciprocalSum: fc.tuple(anyNumber, anyNumber),
  secondMoment: fc.tuple(anyActivation, anyNumber),
  firstMoment: fc.tuple(anyActivation, anyNumber),
  derivativeSecondMoment: fc.tuple(anyActivation, anyNumber),
  isHomogeneous: fc.tuple(anyActivation),
  biasVariances: fc.tuple(pair, fans),
  defaultBiasVariance: fc.tuple(anyNumber),
  pickVariance: fc.tuple(fc.constantFrom("in", "out", "harmonic"), pair),
  weightVariances: fc.tuple(pair, fans, anyNumber),
};

describe("hyperfan/math", () => {
  it("has no function but those below", () => {
    expect(Object.keys(math).toSorted()).toEqual([...Object.keys(ARGUMENTS), "activationNames"].toSorted());
  });

  it.each(Object.entries(ARGUMENTS))("%s throws for no numbers, in their domain or not", (name, given) => {
    const run = math[name as keyof typeof ARGUMENTS] as Callable;
    fc.assert(fc.property(given, (those) => { expect(() => run(...those)).not.toThrow(); }), { numRuns: 300 });
  });
});
