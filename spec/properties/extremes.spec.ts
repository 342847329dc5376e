import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { adviseChunkSize, checkPlan, compareMeasurements, parsePlan, plan, type RequestInput } from "../../src/index.js";
import { unwritableNumbers } from "./deep.js";

/** From one end of the doubles to the other, evenly by their exponents. */
const anyScale = fc.double({ min: -300, max: 300, noNaN: true }).map((exponent) => 10 ** exponent);
const scale = fc.oneof(fc.constantFrom(1, 1e-300, 5e-324, 1e300, 1.7e308), anyScale);

const activation = fc.oneof(
  fc.constantFrom("relu", "tanh", "gelu", "silu", "selu", "sigmoid", "softplus", "linear", "sin", "erf" as const),
  scale.map((alpha) => ({ name: "elu", alpha }) as const),
  scale.map((negativeSlope) => ({ name: "leaky_relu", negativeSlope }) as const),
);

const inputs = fc.array(
  fc.record(
    { dim: fc.constantFrom(1, 8, 64, 1e10), variance: scale, mean: fc.oneof(fc.constant(0), scale, scale.map((x) => -x)), noiseStd: fc.oneof(fc.constant(0), scale) },
    { requiredKeys: ["dim"] },
  ),
  { minLength: 1, maxLength: 2 },
);

const hypernet = fc.record(
  {
    hiddenDims: fc.constantFrom([], [4], [10, 10], [1e9]),
    activation,
    hiddenInit: fc.constantFrom("matched", "kaiming", "xavier" as const),
    dropout: fc.constantFrom(0, 0.5, 1 - 2 ** -53),
  },
  { requiredKeys: [] },
);

const names = ["weight", "bias", "bn_scale", "embedding"] as const;
const targetVariances = fc.record(Object.fromEntries(names.map((name) => [name, scale])), { requiredKeys: [] });
const head = fc.record({ weightMean: scale, weightVariance: scale, biasMean: scale, biasVariance: scale });

const common = {
  targetShapes: fc.constant([[3, 4], [3], [3], [5, 2]]),
  paramMeta: fc.constant([{ name: "weight", layer: 1 }, { name: "bias", layer: 1 }, { name: "bn_scale" }, { name: "embedding" }]),
  inputs,
  hypernet,
  mainActivation: activation,
  method: fc.constantFrom("in", "out", "harmonic" as const),
  targetVariances,
};

const optional = { requiredKeys: ["kind", "targetShapes", "paramMeta", "inputs"] } as const;
const full = fc.record({ ...common, kind: fc.constant("hyperfan" as const), headOverrides: fc.record({ weight: head, bn_scale: head }, { requiredKeys: [] }) }, { requiredKeys: [...optional.requiredKeys] });
const chunked = fc.record(
  {
    ...common,
    kind: fc.constant("chunked-hyperfan" as const),
    chunking: fc.record(
      {
        size: fc.constantFrom(1, 4, 100),
        embeddingDim: fc.constantFrom(1, 8, 1e6),
        strategy: fc.constantFrom("embedding", "rescale", "per-tensor-scale" as const),
        minVariance: scale,
        minShare: fc.constantFrom(0, 0.5, 1 - 2 ** -53),
      },
      { requiredKeys: ["size"] },
    ),
  },
  { requiredKeys: [...optional.requiredKeys, "chunking"] },
);

/** What comes of a request: what `make` gives, or undefined for a typed error with a place, a code and a sentence. */
function answer<Result>(make: () => Result): Result | undefined {
  try {
    return make();
  } catch (error) {
    const { name, issues } = error as { readonly name: string; readonly issues: readonly unknown[] };
    if (name !== "InvalidInputError") throw error;
    const text = expect.any(String) as unknown;
    expect(issues).toContainEqual({ pointer: text, code: text, message: text });
    expect(JSON.stringify(issues)).not.toMatch(/NaN|Infinity/u);
    return undefined;
  }
}

const runs = { numRuns: 300 };

describe.each([["full", full], ["chunked", chunked]] as const)("of an extreme %s request", (_, request: fc.Arbitrary<unknown>) => {
  it("a plan has finite numbers only, is accepted by parsePlan, and can be checked with finite numbers", () => {
    fc.assert(
      fc.property(request, (given) => {
        const made = answer(() => plan(given as RequestInput));
        if (made === undefined) return;
        expect(unwritableNumbers(made)).toEqual([]);
        expect(parsePlan(made)).toEqual(made);
        expect(unwritableNumbers(checkPlan(made))).toEqual([]);
      }),
      runs,
    );
  });
});

it("comparisons with a plan of an extreme request have finite numbers only", () => {
  const bare = full.map((request) => ({ ...request, hypernet: { ...request.hypernet, hiddenDims: [3, 3] } }));
  fc.assert(
    fc.property(bare as fc.Arbitrary<unknown>, (given) => {
      const made = answer(() => plan(given as RequestInput));
      const tensors = [0, 1, 2, 3].map((tensor) => ({ tensor, mean: 0, variance: 1, count: 3 }));
      if (made !== undefined) expect(unwritableNumbers(answer(() => compareMeasurements(made, { format: "hyperfan-measurements", version: 1, tensors })))).toEqual([]);
    }),
    { numRuns: 40, seed: 3 },
  );
});

it("advice on an extreme request has finite numbers only", () => {
  fc.assert(
    fc.property(chunked as fc.Arbitrary<unknown>, (given) => {
      const advice = answer(() => adviseChunkSize(given as RequestInput, { sizes: [1, 7, 100] }));
      expect(unwritableNumbers(advice)).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

describe("a chunked plan of an extreme request", () => {
  it("gives every chunk that is not clipped its variance", () => {
    fc.assert(
      fc.property(chunked as fc.Arbitrary<unknown>, (given) => {
        const made = answer(() => plan(given as RequestInput));
        if (made?.kind !== "chunked-hyperfan") return;
        for (const { clipped, targetVariance, predictedVariance } of made.chunks.runs) {
          if (!clipped) expect(Math.abs(predictedVariance / targetVariance - 1)).toBeLessThan(1e-5);
        }
      }),
      runs,
    );
  });
});
