import { compareMeasurements, planChunkedHyperfan, planHyperfan, type ChunkedHyperfanPlan, type HyperfanPlan, type RequestInput } from "../../src/index.js";
import { twoSidedQuantile } from "../../src/compare/normal-quantile.js";
import { drawChunks, drawTensors, measure, seeded, type Moments, type Random } from "./draw.js";

// The intervals are tested by what they promise: that of right hypernetworks, about 5 % lie outside at a level of 5 %.

type Measure = (networks: number, random: Random) => readonly Moments[];

function measureFull(plan: HyperfanPlan): Measure {
  return (networks, random) => {
    const drawn = Array.from({ length: networks }, () => drawTensors(plan, random));
    return plan.heads.map((_, index) => measure(drawn.map((tensors) => tensors[index]!)));
  };
}

function measureChunked(plan: ChunkedHyperfanPlan): Measure {
  return (networks, random) => {
    const drawn = Array.from({ length: networks }, () => drawChunks(plan, random));
    let end = 0;
    return plan.tensors.map(({ shape, scale = 1, offset = 0 }) => {
      const start = end;
      end += shape.reduce((size, dim) => size * dim, 1);
      return measure(drawn.map((numbers) => numbers.slice(start, end).map((v) => offset + scale * v)));
    });
  };
}

type Scores = readonly (readonly number[])[];

/** The scores of each tensor's variance and mean in `draws` measurements. */
function scoresOf(plan: HyperfanPlan | ChunkedHyperfanPlan, networks: number, draws: number): { readonly variance: Scores; readonly mean: Scores } {
  const random = seeded(20_261_123);
  const take = plan.kind === "hyperfan" ? measureFull(plan) : measureChunked(plan);
  const found = Array.from({ length: draws }, () => {
    const tensors = take(networks, random).map((moments, tensor) => ({ tensor, ...moments }));
    return compareMeasurements(plan, { format: "hyperfan-measurements", version: 1, networks, tensors }).tensors;
  });
  const scores = (pick: "variance" | "mean"): Scores => (found[0] ?? []).map((_, tensor) => found.map((tensors) => tensors[tensor]![pick].z!));
  return { variance: scores("variance"), mean: scores("mean") };
}

/** The share of scores that lie outside the interval of a level: a number lies outside where its score is beyond z. */
const missed = (scores: readonly number[], level: number): number => scores.filter((z) => Math.abs(z) > twoSidedQuantile(level)).length / scores.length;

const full = (change: Partial<RequestInput>): HyperfanPlan =>
  planHyperfan({ kind: "hyperfan", targetShapes: [[12, 10], [10], [21]], paramMeta: [{ name: "weight", layer: 0 }, { name: "bias", layer: 0 }, { name: "embedding" }], ...change });

/** 5 % and 1 % of 700 draws, give or take 3 standard errors. Skewed products leave the lower end more room than it needs. */
const expectNominal = (scores: readonly number[]): void => {
  expect(missed(scores, 0.05)).toBeGreaterThan(0.005);
  expect(missed(scores, 0.05)).toBeLessThan(0.075);
  expect(missed(scores, 0.01)).toBeLessThan(0.022);
};
/** The same for 600 draws, of what errs to the safe side. */
const expectAtMostNominal = (scores: readonly number[]): void => {
  expect(missed(scores, 0.05)).toBeLessThan(0.077);
  expect(missed(scores, 0.01)).toBeLessThan(0.023);
};

describe("of right hypernetworks about 5 % lie outside intervals of 95 %", () => {
  const cases: readonly (readonly [title: string, change: Partial<RequestInput>])[] = [
    ["two relu layers", { inputs: [{ dim: 8 }], hypernet: { hiddenDims: [20, 20] } }],
    ["three narrow relu layers", { inputs: [{ dim: 6 }], hypernet: { hiddenDims: [10, 10, 10] } }],
    ["no hidden layer, a mean and noise", { inputs: [{ dim: 8, mean: 1, noiseStd: 0.5 }], hypernet: { hiddenDims: [] } }],
    ["two tanh layers", { inputs: [{ dim: 8 }], hypernet: { hiddenDims: [20, 20], activation: "tanh" } }],
    ["sigmoid", { inputs: [{ dim: 5 }], hypernet: { hiddenDims: [15], activation: "sigmoid" } }],
    ["gelu with dropout", { inputs: [{ dim: 8 }], hypernet: { hiddenDims: [25], activation: "gelu", dropout: 0.3 } }],
  ];

  it.each(cases)("%s, one network at a time", (_, change) => {
    const { variance, mean } = scoresOf(full(change), 1, 700);
    for (const scores of [...variance, ...mean]) expectNominal(scores);
  });

  it.each(cases)("%s, five networks at a time", (_, change) => {
    const { variance, mean } = scoresOf(full(change), 5, 200);
    // Standard error 1.5 %.
    for (const scores of [...variance, ...mean]) expect(Math.abs(missed(scores, 0.05) - 0.045)).toBeLessThan(0.045);
  });
});

it("weights with a mean let the means of networks scatter as they do", () => {
  const override = { weight: { weightMean: 0.05, weightVariance: 0.01, biasMean: 0.5, biasVariance: 0 } };
  const plan = full({ inputs: [{ dim: 8 }], hypernet: { hiddenDims: [20] }, headOverrides: override });
  for (const networks of [1, 6]) {
    const { variance, mean } = scoresOf(plan, networks, 600);
    expectNominal(variance[0]!);
    expectNominal(mean[0]!);
  }
});

describe("of right chunked hypernetworks no more lie outside than should", () => {
  const chunked = (change: Partial<RequestInput>): ChunkedHyperfanPlan =>
    planChunkedHyperfan({
      kind: "chunked-hyperfan", targetShapes: [[12, 10], [10], [15, 12], [15]], inputs: [{ dim: 8, variance: 1e-3 }],
      paramMeta: [{ name: "weight", layer: 0 }, { name: "bias", layer: 0 }, { name: "weight", layer: 1 }, { name: "bias", layer: 1 }], ...change,
    });

  it.each<[string, Partial<RequestInput>]>([
    ["uniform embeddings", { hypernet: { hiddenDims: [20] }, chunking: { size: 20, embeddingDim: 4 } }],
    ["normal embeddings, a scale per tensor", { inputs: [{ dim: 8, variance: 0.1 }], hypernet: { hiddenDims: [20] }, chunking: { size: 20, embeddingDim: 4, distribution: "normal", strategy: "per-tensor-scale" } }],
    ["embeddings on a sphere, tanh", { hypernet: { hiddenDims: [20], activation: "tanh" }, targetVariances: { weight: 0.05, bias: 0.05 }, chunking: { size: 20, distribution: "sphere" } }],
    ["no hidden layer", { inputs: [{ dim: 8, variance: 0.05 }], hypernet: { hiddenDims: [] }, chunking: { size: 20, distribution: "normal" } }],
  ])("%s", (_, change) => {
    const { variance, mean } = scoresOf(chunked(change), 1, 600);
    for (const scores of [...variance, ...mean]) expectAtMostNominal(scores);
    // A tensor within one chunk or two shares nothing with others, and its intervals are not too wide.
    for (const numbers of [variance, mean]) expect(Math.max(...numbers.map((scores) => missed(scores, 0.05)))).toBeGreaterThan(0.01);
  });
});

describe("of wrong hypernetworks", () => {
  it("almost all lie outside: a hidden layer drawn with twice its variance, seen in 20 networks", () => {
    const plan = full({ inputs: [{ dim: 8 }], hypernet: { hiddenDims: [20, 20] } });
    const wrong = full({ inputs: [{ dim: 8 }], hypernet: { hiddenDims: [20, 20], hiddenInit: "xavier" } });
    const drawn = { ...plan, heads: wrong.heads };
    const random = seeded(5);
    const found = Array.from({ length: 100 }, () => {
      const tensors = measureFull(drawn)(20, random).map((moments, tensor) => ({ tensor, ...moments }));
      return compareMeasurements(plan, { format: "hyperfan-measurements", version: 1, networks: 20, tensors });
    });
    expect(found.filter(({ agrees }) => !agrees).length).toBeGreaterThan(95);
    expect(found.every(({ tensors }) => tensors[2]!.agrees || tensors[2]!.variance.z! < 4.5)).toBe(true);
  });
});
