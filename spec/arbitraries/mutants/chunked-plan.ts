import { planChunkedHyperfan, type ChunkedHyperfanPlan, type ChunkRun, type RequestInput } from "../../../src/index.js";
import { chunked, correlations, eachRun, eachTensor, instead, mutant, runs, under, withChunking, without, type Mutant } from "./mutant.js";

const split = (run: ChunkRun): readonly ChunkRun[] => (run.count === 1 ? [run] : [{ ...run, count: 1 }, { ...run, first: run.first + 1, count: run.count - 1 }]);

const reversed = (given: readonly ChunkRun[]): readonly ChunkRun[] => given.map((run, index) => ({ ...run, ...given.at(-1 - index), first: run.first, count: run.count }));

function withoutLeastShare(made: ChunkedHyperfanPlan, request: RequestInput): unknown {
  const other = planChunkedHyperfan(withChunking(request, { minShare: 0 }));
  return { ...other, chunks: { ...other.chunks, minShare: made.chunks.minShare } };
}

function correlatedAsLinear(made: ChunkedHyperfanPlan, request: RequestInput): unknown {
  if (request.hypernet?.hiddenInit !== "matched") return made;
  const { summary } = planChunkedHyperfan({ ...request, hypernet: { ...request.hypernet, activation: "linear" } });
  return { ...made, summary: { ...made.summary, largestCorrelation: summary.largestCorrelation } };
}

const padded = under({ preset: "exact", lastChunk: "padded" });

/** Planners that are wrong in a respect that only chunked plans have. */
export const ofChunkedPlan: readonly Mutant[] = [
  mutant("propagation", "doubles the variance of chunk embeddings", /predicted variance of the run/u, eachRun((run) => ({ ...run, variance: 2 * run.variance }))),
  mutant("propagation", "predicts for a tensor what the first chunk has", /predicted variance of tensor/u,
    eachTensor((tensor, { chunks }) => ({ ...tensor, predicted: { ...tensor.predicted, variance: chunks.runs[0]?.predictedVariance } }))),
  mutant("propagation", "predicts a mean that no offset makes", /^the predicted mean of tensor \d+ is 3 instead of/u, eachTensor((tensor) => ({ ...tensor, predicted: { ...tensor.predicted, mean: 3 } }))),

  mutant("chunk-runs", "splits a run", /has the target of the run before it/u, runs((given) => given.flatMap(split))),
  mutant("chunk-runs", "counts chunks from 1", /begins at chunk 1 instead of 0/u, eachRun((run) => ({ ...run, first: run.first + 1 }))),
  mutant("chunk-runs", "begins with a run of no chunks", /^run 0 has 0 chunks$/u, runs((given) => given.slice(0, 1).map((run) => ({ ...run, count: 0 })).concat(given))),
  mutant("chunk-runs", "counts a chunk too many", /chunks in runs and \d+ by count instead of/u, chunked((made) => ({ ...made, chunks: { ...made.chunks, count: made.chunks.count + 1 } }))),
  mutant("chunk-runs", "leaves the last run out", /chunks in runs/u, runs((given) => given.slice(0, -1))),

  mutant("chunk-targets", "counts the padding of the last chunk", /the target of chunk/u, padded),
  mutant("chunk-targets", "cuts from the end", /the target of chunk/u, runs(reversed)),

  mutant("chunk-sum", "counts the padding of the last chunk", /the sum over the chunks/u, padded),
  mutant("chunk-sum", "asks for standard deviations", /the sum over the chunks/u, eachRun((run) => ({ ...run, targetVariance: Math.sqrt(run.targetVariance) }))),

  mutant("embeddings", "doubles the variance of chunk embeddings", /the embedding variance of/u, eachRun((run) => ({ ...run, variance: 2 * run.variance }))),
  mutant("embeddings", "takes a standard deviation for the bound", /the square of the bound/u, eachRun((run) => (run.bound === undefined ? run : { ...run, bound: run.std }))),
  mutant("embeddings", "does not say that it clips", /is not clipped/u, eachRun((run) => ({ ...run, clipped: false }))),
  mutant("embeddings", "says that it clips", /^the run from chunk \d+ is clipped, though it wants the variance/u, eachRun((run) => ({ ...run, clipped: true }))),
  mutant("embeddings", "takes a bound for a standard deviation", /^the square of the std of the run from chunk \d+ is/u, eachRun((run) => ({ ...run, std: Math.sqrt(3) * run.std }))),

  mutant("chunks-on-target", "draws the output layer like a hidden one", /the predicted variance of the run/u, under({ preset: "exact", outputLayerInit: "hidden", headSecondMoment: "input" })),

  mutant("appending-chunks", "divides by the number of tensors", /the chunks before/u, runs((given, { tensors }) => given.map((run) => ({ ...run, variance: run.variance / tensors.length })))),
  mutant("appending-chunks", "cuts from the end", /the chunks before/u, runs(reversed)),

  mutant("rescale-clips-nothing", "ignores the strategy", /is clipped|have the share/u, instead((request) => withChunking(request, { strategy: "embedding" }))),
  mutant("rescale-clips-nothing", "ignores the least share", /have the share/u, chunked(withoutLeastShare)),
  mutant("rescale-clips-nothing", "draws embeddings a thousand times too small", /^the embeddings of the run from chunk \d+ have the share (\d|\d(\.\d+)?e-\d+|0\.\d+)$/u, eachRun((run) => ({ ...run, variance: run.variance / 1e6 }))),
  mutant("rescale-clips-nothing", "says in the summary that it clips", /^1 chunks are clipped in the summary$/u, chunked((made) => ({ ...made, summary: { ...made.summary, clippedChunks: 1 } }))),

  mutant("per-tensor-scale", "ignores the strategy", /of tensor/u, instead((request) => withChunking(request, { strategy: "rescale" }))),
  mutant("per-tensor-scale", "scales by the variance", /the square of the scale/u, eachTensor((tensor) => ({ ...tensor, scale: (tensor.scale ?? 1) ** 2 }))),
  mutant("per-tensor-scale", "forgets that a scale should be 1", /the offset of/u, eachTensor((tensor) => without(tensor, "offset"))),
  mutant("per-tensor-scale", "predicts too much", /^the predicted variance of tensor \d+ is/u, eachTensor((tensor) => ({ ...tensor, predicted: { ...tensor.predicted, variance: 2 * tensor.predicted.variance } }))),
  mutant("per-tensor-scale", "predicts another mean", /^the predicted mean of tensor \d+ is 3 instead of/u, eachTensor((tensor) => ({ ...tensor, predicted: { ...tensor.predicted, mean: 3 } }))),
  mutant("per-tensor-scale", "gives a ratio of what nothing misses", /^the ratio of tensor \d+ is 2 instead of 1$/u, eachTensor((tensor) => ({ ...tensor, ratio: 2 }))),

  mutant("strategies-agree", "lowers the gain though nothing needs it", /\/output\/gain/u,
    chunked((made) => (made.chunks.strategy === "rescale" ? { ...made, output: { ...made.output, gain: made.output.gain / 2 } } : made))),

  mutant("correlation-bounds", "says 0 for a single chunk", /is 0 for 1 chunks/u, eachTensor((tensor) => ({ ...tensor, correlation: tensor.correlation ?? 0 }))),
  mutant("correlation-bounds", "rounds past 1", /is 1\.00000/u, correlations((correlation) => correlation + 1e-6)),
  mutant("correlation-bounds", "goes below -1 for a tensor", /^the correlation of tensor \d+ is -2 for \d+ chunks$/u, eachTensor((tensor) => ({ ...tensor, correlation: tensor.correlation === null ? null : -2 }))),
  mutant("correlation-bounds", "says more of a tensor than of all", /^the correlation of tensor \d+ is 1 for \d+ chunks$/u, eachTensor((tensor) => ({ ...tensor, correlation: tensor.correlation === null ? null : 1 }))),
  mutant("correlation-bounds", "goes below -1 for all", /^the largest correlation is -2 for \d+ chunks$/u, chunked((made) => ({ ...made, summary: { ...made.summary, largestCorrelation: -2 } }))),
  mutant("correlation-bounds", "says nothing of several chunks", /^the largest correlation is null for \d+ chunks$/u, chunked((made) => ({ ...made, summary: { ...made.summary, largestCorrelation: null } }))),
  mutant("correlation-bounds", "writes a text", /^the largest correlation is 0 for \d+ chunks$/u, chunked((made) => ({ ...made, summary: { ...made.summary, largestCorrelation: "0" } }))),

  mutant("correlation-growth", "tells how different chunks are", /falls from/u, correlations((correlation) => 1 - correlation)),
  mutant("correlation-growth", "tells how different the chunks of a tensor are", /^the correlation of tensor \d+ falls from/u, eachTensor((tensor) => ({ ...tensor, correlation: tensor.correlation === null ? null : 1 - tensor.correlation }))),

  mutant("correlation-formula", "forgets the root", /correlation .* instead of/u, correlations((correlation) => correlation ** 2)),
  mutant("correlation-formula", "takes relu for linear", /the largest correlation is/u, chunked(correlatedAsLinear)),
  mutant("correlation-formula", "forgets the root for a tensor", /^the correlation of tensor \d+ is .* instead of/u, eachTensor((tensor) => ({ ...tensor, correlation: tensor.correlation === null ? null : tensor.correlation ** 2 }))),
];
