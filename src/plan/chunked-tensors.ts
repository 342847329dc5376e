import { intendedMean } from "../request/head-rule.js";
import { alikePairs, correlationTable } from "./likeness.js";
import { overlaps, type Overlap } from "./overlaps.js";
import type { PlannedChunks, PlannedRun } from "./planned-runs.js";
import { isProportional } from "./propagation.js";
import type { ChunkedHyperfanPlan } from "./schema.js";
import { withOptionalKeys, type Setting } from "./setting.js";
import { STRATEGIES } from "./strategy.js";
import { layerFans } from "./targets.js";
import type { TensorTarget } from "./tensor-targets.js";

/** A tensor of a chunked plan and the runs that hold its elements. */
export interface PlannedTensor {
  readonly target: TensorTarget;
  readonly runs: readonly Overlap<PlannedRun>[];
}

/** Which runs hold the elements of each tensor. */
export function placeTensors(targets: readonly TensorTarget[], { planned, embeddings }: PlannedChunks): readonly PlannedTensor[] {
  const runs = overlaps(
    targets.map(({ tensor }) => tensor.size),
    planned,
    embeddings.chunking.size,
  );
  return targets.map((target, position) => ({ target, runs: runs[position] ?? [] }));
}

function meanOver({ target, runs }: PlannedTensor, value: (run: PlannedRun["run"]) => number): number {
  return runs.reduce((total, { run, elements }) => total + (elements / target.tensor.size) * value(run.run), 0);
}

/** a/b, for a JSON that holds no Infinity; null where there is nothing to compare with. */
function ratioOf(a: number, b: number): number | null {
  return b > 0 ? Math.min(a / b, Number.MAX_VALUE) : null;
}

/** Largest correlation between two of some chunks of a plan; null for fewer than two. */
export type LargestCorrelation = (runs: readonly { readonly run: PlannedRun; readonly chunks: number }[]) => number | null;

/** How alike the chunks of a plan are, each pair computed once. */
export function correlationsOf({ stack }: Setting, { embeddings }: PlannedChunks): LargestCorrelation {
  const { otherDim, otherSecondMoment, embeddingDim } = embeddings;
  const correlation = correlationTable(stack, (otherDim / (otherDim + embeddingDim)) * otherSecondMoment);
  const proportional = isProportional(stack);
  return (runs) => {
    return alikePairs(runs, proportional).reduce<number | null>((largest, [a, b]) => Math.max(largest ?? -1, correlation(a, b)), null);
  };
}

/**
 * What each tensor gets: the mean of its chunks' variances, by the elements that it has in each, after the scale and
 * offset that the strategy gives it.
 */
export function chunkedTensors(
  tensors: readonly PlannedTensor[],
  { documented }: Setting,
  { embeddings }: PlannedChunks,
  correlation: LargestCorrelation,
): ChunkedHyperfanPlan["tensors"] {
  const { scalesTensors } = STRATEGIES[embeddings.chunking.strategy];
  return tensors.map((placed) => {
    const { tensor, intended, asked } = placed.target;
    const { index, name, layer, shape } = tensor;
    const mean = intendedMean(name);
    const variance = (scalesTensors ? asked : 1) * meanOver(placed, (run) => run.predictedVariance);
    const entry = {
      tensor: index,
      name,
      layer,
      shape,
      fans: layerFans(tensor, documented.layers),
      intended: { mean, variance: intended },
      predicted: { mean: scalesTensors ? mean : 0, variance },
      ratio: ratioOf(variance, intended),
      mixing: scalesTensors ? 1 : ratioOf(meanOver(placed, (run) => run.targetVariance), asked),
      correlation: correlation(placed.runs),
    };
    return withOptionalKeys(scalesTensors ? { ...entry, scale: Math.sqrt(asked), offset: mean } : entry, tensor);
  });
}
