import fc from "fast-check";
import { planHyperfan, type Distribution, type RequestInput } from "../../src/index.js";
import { activation, fullRequest, homogeneousNames, inputBlocks, network, plainHypernet, positive, weightLayer, type ConventionsInput, type InputBlockInput } from "./arbitraries.js";
import { relativeError } from "./relative-error.js";

/** Half-width of a distribution about zero. */
const bound = (distribution: Distribution): number => (distribution.type === "uniform" ? distribution.high : 0);

const headBounds = (request: RequestInput): number[] => planHyperfan(request).heads.map(({ weight }) => bound(weight));

/** The block with its second moment multiplied by the square of `factor`. */
function scaled({ dim, variance = 1, mean = 0, noiseStd = 0 }: InputBlockInput, factor: number): InputBlockInput {
  return { dim, variance: variance * factor ** 2, mean: mean * factor, noiseStd: noiseStd * factor };
}

describe("scaling all inputs", () => {
  const requests = fullRequest({
    hypernet: plainHypernet({ activation: activation({ names: homogeneousNames }) }),
    network: network({ layer: weightLayer() }),
    inputs: inputBlocks(),
    // Not the conventions that take a reciprocal: that makes a larger variance of a smaller one.
    conventions: fc.constantFrom<ConventionsInput[]>("exact", { preset: "hypnettorch", harmonicMean: "harmonic" }, { preset: "hypercl", harmonicMean: "harmonic" }),
    without: ["headOverrides"],
  });

  it("by k in their variances divides head variances by k, if the hypernetwork is homogeneous and has no norm", () => {
    fc.assert(
      fc.property(requests, positive(), (request, factor) => {
        const before = headBounds(request);
        const after = headBounds({ ...request, inputs: (request.inputs ?? []).map((block) => scaled(block, factor)) });
        after.forEach((value, head) => { expect(relativeError(value * factor, before[head] ?? NaN)).toBeLessThan(1e-12); });
      }),
    );
  });

  it("leaves what is predicted as it is", () => {
    fc.assert(
      fc.property(requests, positive(), (request, factor) => {
        const predictions = (given: RequestInput): number[] => planHyperfan(given).heads.map(({ predicted }) => predicted.variance);
        const before = predictions(request);
        const after = predictions({ ...request, inputs: (request.inputs ?? []).map((block) => scaled(block, factor)) });
        after.forEach((value, head) => { expect(relativeError(value, before[head] ?? NaN)).toBeLessThan(1e-12); });
      }),
    );
  });
});

describe("scaling a target variance", () => {
  it("by k scales the head's bound by the root of k and nothing else", () => {
    const requests = fullRequest({ network: network({ layer: weightLayer() }), without: ["headOverrides", "generated", "targetVariances"] });
    fc.assert(
      fc.property(requests, positive(), positive(), (request, variance, factor) => {
        const withVariance = (first: number): RequestInput => ({ ...request, targetVariances: request.targetShapes.map((_, index) => (index === 0 ? first : 1)) });
        const [before = NaN, ...others] = headBounds(withVariance(variance));
        const [after = NaN, ...same] = headBounds(withVariance(variance * factor));
        expect(relativeError(after, before * Math.sqrt(factor))).toBeLessThan(1e-12);
        expect(same).toEqual(others);
      }),
    );
  });
});
