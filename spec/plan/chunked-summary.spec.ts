import { describe, expect, it } from "@jest/globals";
import { checkPlan, expandChunks, planChunkedHyperfan, type ChunkedHyperfanPlan } from "../../src/index.js";
import { embeddingShare } from "../../src/plan/embedding.js";

const shapes = [[40, 30], [40], [7, 40], [7], [3, 3]];
const request = (chunking: object, rest: object = {}): ChunkedHyperfanPlan =>
  planChunkedHyperfan({
    kind: "chunked-hyperfan", targetShapes: shapes, inputs: [{ dim: 6, variance: 0.004 }], hypernet: { hiddenDims: [20, 20] }, ...rest,
    chunking: { size: 37, embeddingDim: 5, minVariance: 1e-6, ...chunking },
  });

const plans: readonly (readonly [name: string, plan: ChunkedHyperfanPlan])[] = [
  ["uniform embeddings", request({})],
  ["normal embeddings", request({ distribution: "normal" })],
  ["embeddings on a sphere", request({ distribution: "sphere" })],
  ["clipped chunks", request({}, { inputs: [{ dim: 6, variance: 0.1 }] })],
  ["rescaled chunks", request({ strategy: "rescale" }, { inputs: [{ dim: 6, variance: 1 }] })],
  ["scaled tensors", request({ strategy: "per-tensor-scale" })],
  ["tanh", request({}, { hypernet: { hiddenDims: [20], activation: "tanh" } })],
  ["tensors of variance 0", request({ size: 1 }, { targetVariances: [0, null, null, 0, null] })],
  ["tanh and tensors of variance 0", request({ size: 1, minVariance: 0, perCondition: true }, { inputs: [], hypernet: { hiddenDims: [20], activation: "tanh" }, targetVariances: [0, 0.1, 0.1, 0, 0.1] })],
  ["no other inputs", request({ perCondition: true, conditions: 3 }, { inputs: [] })],
  ["one chunk", request({ size: 2000 })],
];

const greatest = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), -Infinity);
/** Relative variance of |c|²/E|c|², times the entries of c. */
const SCATTER = { uniform: 0.8, normal: 2, sphere: 0 };

describe.each(plans)("the summary of a plan with %s", (_name, plan) => {
  const { summary, tensors, chunks, input } = plan;
  const expanded = [...expandChunks(plan)];

  it("counts the clipped chunks", () => {
    expect(summary.clippedChunks).toBe(expanded.filter(({ clipped }) => clipped).length);
  });

  it("has the ratio that is farthest from 1", () => {
    const ratios = tensors.flatMap(({ ratio }) => ratio ?? []);
    const farthest = greatest(ratios.map((ratio) => Math.abs(Math.log(ratio))));
    if (ratios.length === 0) expect(summary.worstRatio).toBeNull();
    else expect(Math.abs(Math.log(summary.worstRatio ?? NaN))).toBe(farthest);
    expect([...ratios, null]).toContain(summary.worstRatio);
  });

  it("has the least share of the embeddings", () => {
    const [other, size] = [input.dim * input.secondMoment, chunks.embeddingDim];
    const shares = expanded.map(({ variance }) => (other === 0 ? 1 : (size * variance) / (other + size * variance)));
    expect(summary.smallestShare).toBeCloseTo(Math.min(...shares), 12);
  });

  it("has a correlation where there are two chunks, no less than any tensor's", () => {
    const correlations = tensors.flatMap(({ correlation }) => correlation ?? []);
    if (chunks.count === 1) expect(summary.largestCorrelation).toBeNull();
    else expect(summary.largestCorrelation).toBeGreaterThanOrEqual(greatest(correlations));
  });

  it("has the spread of the chunk that one draw of its embedding moves most", () => {
    // The check differentiates with another step, and by a slope of logarithms.
    const checked = checkPlan(plan).chunks?.largestEmbeddingSpread ?? NaN;
    expect(Math.abs(summary.drawSpread - checked)).toBeLessThanOrEqual(1e-5 * checked);
    if (plan.hypernet.activation.name === "relu") expect(summary.drawSpread).toBeCloseTo(greatest(expanded.map(({ variance }) => {
      const embedding = chunks.embeddingDim * variance;
      return (embedding / (input.dim * input.secondMoment + embedding)) * Math.sqrt(SCATTER[chunks.distribution] / chunks.embeddingDim);
    })), 12);
  });
});

it("takes the share of nothing in nothing for all of it", () => {
  for (const others of [{ otherDim: 0, otherSecondMoment: 1 }, { otherDim: 6, otherSecondMoment: 0 }]) {
    for (const variance of [0, 1e-300, 1]) expect(embeddingShare({ ...others, embeddingDim: 8 }, variance)).toBe(1);
  }
  expect(embeddingShare({ otherDim: 6, otherSecondMoment: 1, embeddingDim: 8 }, 0)).toBe(0);
});

it("has ratios above and below 1 as worst", () => {
  const worst = plans.flatMap(([, { summary }]) => summary.worstRatio ?? []);
  expect(worst.some((ratio) => ratio > 1)).toBe(true);
  expect(worst.some((ratio) => ratio < 1)).toBe(true);
});
