import { intendedMean } from "../request/head-rule.js";
import type { LargestCorrelation } from "./likeness.js";
import { overlapReader, type Overlap } from "./overlaps.js";
import type { PlannedChunks, PlannedRun } from "./planned-runs.js";
import type { ChunkedHyperfanPlan } from "./schema.js";
import { withOptionalKeys, type Setting } from "./setting.js";
import { STRATEGIES } from "./strategy.js";
import { layerFans } from "./targets.js";
import type { TensorTargets } from "./tensor-targets.js";

/** Mean over the `size` elements of a tensor of what the runs that hold them have. */
function meanOver(shares: readonly Overlap<PlannedRun>[], size: number, of: "targetVariance" | "predictedVariance"): number {
  let mean = 0;
  for (const { run, elements } of shares) mean += (elements / size) * run.run[of];
  return mean;
}

/** a/b, for a JSON that holds no Infinity; null where there is nothing to compare with. */
function ratioOf(a: number, b: number): number | null {
  return b > 0 ? Math.min(a / b, Number.MAX_VALUE) : null;
}

/**
 * What each tensor gets: the mean of its chunks' variances, by the elements that it has in each, after the scale and
 * offset that the strategy gives it.
 */
export function chunkedTensors(
  { generated, documented }: Setting,
  targets: TensorTargets,
  { planned, size: chunkSize, embeddings: { chunking } }: PlannedChunks,
  correlation: LargestCorrelation,
): ChunkedHyperfanPlan["tensors"] {
  const { scalesTensors } = STRATEGIES[chunking.strategy];
  const sharesOf = overlapReader(planned, chunkSize);
  return generated.map((tensor, position) => {
    const { index, name, layer, shape, size } = tensor;
    const [intended, asked] = [targets.intended[position] ?? 0, targets.asked[position] ?? 0];
    const shares = sharesOf(size);
    const mean = intendedMean(name);
    const variance = (scalesTensors ? asked : 1) * meanOver(shares, size, "predictedVariance");
    const entry = {
      tensor: index,
      name,
      layer,
      shape,
      fans: layerFans(tensor, documented.layers),
      intended: { mean, variance: intended },
      predicted: { mean: scalesTensors ? mean : 0, variance },
      ratio: ratioOf(variance, intended),
      mixing: scalesTensors ? 1 : ratioOf(meanOver(shares, size, "targetVariance"), asked),
      correlation: correlation(shares),
    };
    return withOptionalKeys(scalesTensors ? { ...entry, scale: Math.sqrt(asked), offset: mean } : entry, tensor);
  });
}
