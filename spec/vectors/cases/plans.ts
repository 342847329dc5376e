import { conventionPresets } from "../../../src/index.js";
import { group, type RefusedCase } from "../case.js";

/** The least plans. */
const common = {
  format: "hyperfan-plan", version: 1, method: "in", conventions: conventionPresets.exact, mainActivation: { name: "relu" },
  hypernet: { activation: { name: "relu" }, norm: "none", dropout: 0 },
  input: { dim: 2, secondMoment: 1, blocks: [{ name: "task", dim: 2, mean: 0, variance: 1, noiseStd: 0 }] },
  hidden: [], warnings: [],
};
const tensor = { tensor: 0, name: "weight", layer: -1, shape: [2, 3], fans: null, predicted: { mean: 0, variance: 0.5 } };
const head = { ...tensor, rows: [0, 6], weight: { type: "normal", mean: 0, std: 0.5 }, bias: null, intended: null };
const full = { ...common, kind: "hyperfan", heads: [head] };
const second = { ...head, tensor: 1, rows: [6, 12] };

const run = { first: 0, count: 2, targetVariance: 0.5, variance: 0.25, std: 0.5, clipped: false, predictedVariance: 0.5 };
const chunks = { count: 2, size: 4, embeddingDim: 2, conditions: 1, perCondition: false, distribution: "normal", strategy: "embedding", minVariance: 0, minShare: 0.5, runs: [run] };
const chunked = {
  ...common, kind: "chunked-hyperfan", output: { weight: { shape: [4, 4], distribution: { type: "constant", value: 0 } }, bias: null, gain: 0 },
  chunks, maxInputVariance: null, tensors: [{ ...tensor, intended: { mean: 0, variance: 0.5 }, ratio: 1, mixing: 1, correlation: null }],
  summary: { clippedChunks: 0, worstRatio: 1, largestCorrelation: null, smallestShare: 0.2, drawSpread: 0.2 },
};
const withRuns = (...runs: readonly unknown[]): unknown => ({ ...chunked, chunks: { ...chunks, runs } });

/** Plans that another program could have written, as a reader of plans refuses them. */
export const planCases: readonly RefusedCase[] = group("plan", [
  { id: "root", title: "no plan at all", plan: [], issues: [" wrong-type"] },
  { id: "format", title: "another format", plan: { ...full, format: "hyperfan-request" }, issues: ["/format unknown-value"] },
  { id: "version", title: "a version that this library does not know", plan: { ...full, version: 2 }, issues: ["/version unknown-value"] },
  { id: "kind", title: "another kind", plan: { ...full, kind: "hyper" }, issues: ["/kind unknown-value"] },
  { id: "unknown-key", title: "a key that plans do not have", plan: { ...full, seed: 1 }, issues: ["/seed unknown-key"] },
  { id: "missing", title: "a field left out", plan: { ...full, input: undefined }, issues: ["/input missing"] },
  { id: "distribution", title: "a distribution that plans do not have", plan: { ...full, heads: [{ ...head, weight: { type: "laplace", mean: 0, std: 1 } }] }, issues: ["/heads/0/weight/type unknown-value"] },
  { id: "too-small", title: "a negative variance", plan: { ...full, heads: [{ ...head, predicted: { mean: 0, variance: -1 } }] }, issues: ["/heads/0/predicted/variance too-small"] },
  { id: "rows-length", title: "more rows than elements", plan: { ...full, heads: [{ ...head, rows: [0, 7] }] }, issues: ["/heads/0/rows misfit"] },
  { id: "rows-gap", title: "rows that do not start where the last ones end", plan: { ...full, heads: [head, { ...second, rows: [7, 13] }] }, issues: ["/heads/1/rows misfit"] },
  { id: "runs-gap", title: "runs that do not follow each other", plan: withRuns({ ...run, count: 1 }, { ...run, first: 2, count: 1 }), issues: ["/chunks/runs/1/first misfit", "/chunks/count misfit"] },
  { id: "runs-short", title: "runs that do not reach the last chunk", plan: withRuns({ ...run, count: 1 }), issues: ["/chunks/count misfit"] },
  { id: "count", title: "more chunks than the tensors need", plan: { ...chunked, chunks: { ...chunks, count: 3, runs: [{ ...run, count: 3 }] } }, issues: ["/chunks/count misfit"] },
  { id: "minShare", title: "a share of 1", plan: { ...chunked, chunks: { ...chunks, minShare: 1 } }, issues: ["/chunks/minShare too-large"] },
]);
