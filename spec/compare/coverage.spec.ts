import { describe, expect, it } from "@jest/globals";
import { plan as planOf, type RequestInput } from "../../src/index.js";
import { drawSeeded, judgeOf, rateOf, setsOf, type Networks } from "./false-alarms.js";

// Comparisons are tested by what they promise: that of right hypernetworks, 5 % disagree at a level of 5 %. What draws
// the hypernetworks shares no code with what compares them. More of them: npm run verify:compare

const layers = (depth: number, width: number): number[] => new Array<number>(depth).fill(width);
const full = (change: Partial<RequestInput>): RequestInput =>
  ({ kind: "hyperfan", targetShapes: [[12, 8], [8]], paramMeta: [{ name: "weight", layer: 0 }, { name: "bias", layer: 0 }], ...change });
const chunked = (change: Partial<RequestInput>): RequestInput => ({ ...full(change), kind: "chunked-hyperfan", inputs: [{ dim: 8, variance: 1e-3 }], targetShapes: [[12, 10], [10]], ...change });
const withMean = { weight: { weightMean: 0.05, weightVariance: 0.01, biasMean: 0.5, biasVariance: 0 } };

const cases: readonly (readonly [title: string, request: RequestInput])[] = [
  ["two relu layers", full({ inputs: [{ dim: 8 }], hypernet: { hiddenDims: [20, 20] } })],
  ["relu layers so narrow that most networks generate zeros", full({ inputs: [{ dim: 1 }], hypernet: { hiddenDims: layers(6, 3) } })],
  ["relu layers that dropout makes rare networks dominate", full({ inputs: [{ dim: 2 }], hypernet: { hiddenDims: layers(8, 10), dropout: 0.5 } })],
  ["narrow elu layers", full({ inputs: [{ dim: 1 }], hypernet: { hiddenDims: layers(6, 3), activation: "elu" } })],
  ["deep gelu layers", full({ inputs: [{ dim: 1 }], hypernet: { hiddenDims: layers(7, 10), activation: "gelu" } })],
  ["a wide tanh layer of one input", full({ inputs: [{ dim: 1 }], hypernet: { hiddenDims: [400], activation: "tanh" } })],
  ["no hidden layer, a mean and noise", full({ inputs: [{ dim: 8, mean: 1, noiseStd: 0.5 }], hypernet: { hiddenDims: [] } })],
  ["narrow layers with layer norm", full({ inputs: [{ dim: 8 }], hypernet: { hiddenDims: [6, 6], norm: "layer" } })],
  ["weights with a mean", full({ inputs: [{ dim: 5 }], hypernet: { hiddenDims: [10] }, headOverrides: withMean })],
  ["chunks with normal embeddings", chunked({ hypernet: { hiddenDims: layers(4, 10) }, chunking: { size: 20, embeddingDim: 4, distribution: "normal" } })],
  ["chunks on a sphere, almost all dropped", chunked({ inputs: [{ dim: 8 }], hypernet: { hiddenDims: [20], activation: "tanh", dropout: 0.9 }, chunking: { size: 20, distribution: "sphere", strategy: "per-tensor-scale" } })],
];

/** Three standard errors above a rate that is found in so many sets. */
const atMost = (rate: number, sets: number): number => rate + 3 * Math.sqrt((rate * (1 - rate)) / sets);

describe.each(cases)("of hypernetworks with %s", (_, request) => {
  const plan = planOf(request);
  const drawn = drawSeeded(plan, 2000, 20_261_123);

  it.each([1, 5])("as many as the level says are called wrong, %d at a time", (networks) => {
    const sets = setsOf(drawn, networks);
    for (const level of [0.05, 0.01]) {
      const agrees = judgeOf(plan, networks, level);
      const rate = rateOf(sets, (set) => !agrees(set));
      expect(rate).toBeLessThan(atMost(level, sets.length));
      // Bounds on how alike chunks are leave theirs more room.
      if (level === 0.05 && plan.kind === "hyperfan") expect(rate).toBeGreaterThan(0.01);
    }
  });

  it("thirty that are a million times too large are always found, and an untrue mean is", () => {
    const agrees = judgeOf(plan, 30, 0.01);
    const sets = setsOf(drawn, 30);
    const shifted = (set: Networks): Networks => set.map((tensors) => tensors.map((found) => ({ ...found, mean: found.mean + 10 })));
    expect(rateOf(sets, (set) => !agrees(set, 1e6))).toBe(1);
    expect(rateOf(sets, (set) => !agrees(shifted(set)))).toBe(1);
  });
});

describe("a factor of 2 in the variance", () => {
  const plan = planOf(full({ inputs: [{ dim: 8 }], hypernet: { hiddenDims: [100, 100] } }));
  const sets = setsOf(drawSeeded(plan, 1500, 3), 30);
  const agrees = judgeOf(plan, 30, 0.01);

  it.each([2, 0.5])("is almost always found by thirty networks of two relu layers: %d", (factor) => {
    expect(rateOf(sets, (set) => !agrees(set, factor))).toBeGreaterThan(0.9);
  });
});
