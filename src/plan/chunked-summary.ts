import { RELATIVE_VARIANCE_OF_SQUARE } from "../hypernetwork/input.js";
import { logDistance } from "../math/log-distance.js";
import { embeddingShare, type EmbeddingSetting } from "./embedding.js";
import type { LargestCorrelation } from "./likeness.js";
import type { PlannedChunks, PlannedRun } from "./planned-runs.js";
import type { ChunkedHyperfanPlan } from "./schema.js";

const RELATIVE_STEP = 1e-4;

/** d log Var(v) / d log q_0: 1 for a proportional network, less where the activation saturates. */
function elasticity({ actual }: EmbeddingSetting, inputSecondMoment: number): number {
  const [low, high] = [actual.of(inputSecondMoment * (1 - RELATIVE_STEP)), actual.of(inputSecondMoment * (1 + RELATIVE_STEP))];
  return low > 0 ? Math.log(high / low) / Math.log((1 + RELATIVE_STEP) / (1 - RELATIVE_STEP)) : 0;
}

/** Relative standard deviation of a chunk's variance over draws of its one embedding, to first order. */
function drawSpread({ embedding }: PlannedRun, setting: EmbeddingSetting): number {
  const { chunking, embeddingDim } = setting;
  const spread = Math.sqrt(RELATIVE_VARIANCE_OF_SQUARE[chunking.distribution] / embeddingDim);
  const sensitivity = setting.actual.range === null ? 1 : elasticity(setting, embedding.inputSecondMoment);
  return sensitivity * embeddingShare(setting, embedding.variance) * spread;
}

/** Of two ratios the one farther from 1, either way. */
function worse(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return logDistance(b) > logDistance(a) ? b : a;
}

function largest(values: readonly (number | null)[]): number | null {
  return values.reduce((most, value) => (value === null ? most : Math.max(most ?? -1, value)), null);
}

/** The figures by which chunked plans are compared. */
export function chunkedSummary(
  { planned, embeddings }: PlannedChunks,
  tensors: ChunkedHyperfanPlan["tensors"],
  correlation: LargestCorrelation,
): ChunkedHyperfanPlan["summary"] {
  const distinct = [...new Map(planned.map((run) => [run.run.targetVariance, run])).values()];
  return {
    clippedChunks: planned.reduce((total, { run, count }) => total + (run.clipped ? count : 0), 0),
    worstRatio: tensors.reduce<number | null>((worst, { ratio }) => worse(worst, ratio), null),
    largestCorrelation: largest([correlation(planned.map((run) => ({ run, chunks: run.count }))), ...tensors.map((tensor) => tensor.correlation)]),
    smallestShare: planned.reduce((least, { run }) => Math.min(least, embeddingShare(embeddings, run.variance)), 1),
    drawSpread: distinct.reduce((most, run) => Math.max(most, drawSpread(run, embeddings)), 0),
  };
}
