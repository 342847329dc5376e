import { EMPTY_MEAN, valueOf, withTerm, type WeightedMean } from "../math/weighted-mean.js";

/** Consecutive chunks of equal target variance. */
export interface TargetRun {
  readonly first: number;
  readonly count: number;
  readonly targetVariance: number;
}

function appendRun(runs: TargetRun[], count: number, targetVariance: number): void {
  const last = runs.at(-1);
  if (last?.targetVariance === targetVariance) runs[runs.length - 1] = { first: last.first, count: last.count + count, targetVariance };
  else runs.push({ first: last === undefined ? 0 : last.first + last.count, count, targetVariance });
}

/**
 * Target variance of every chunk, as maximal runs: the mean of the variances of its elements, Σ n_k Var(w_k) / Σ n_k.
 * The tensors, each with one of the `variances`, are cut in order into chunks of `chunkSize`; time and memory grow with
 * their number only. With `padLast` the unused rows of the last chunk count as elements of the last tensor, as in the
 * reference.
 * Source: docs/formulas.md, "Chunks"; apply_chunked_hyperfan_init of hypnettorch's ChunkedHMLP.
 */
export function chunkTargets(tensors: readonly { readonly size: number }[], variances: readonly number[], chunkSize: number, padLast: boolean): readonly TargetRun[] {
  const runs: TargetRun[] = [];
  let open: WeightedMean = EMPTY_MEAN;
  let variance = 0;
  tensors.forEach(({ size }, position) => {
    variance = variances[position] ?? 0;
    const fill = open.weight === 0 ? 0 : Math.min(size, chunkSize - open.weight);
    if (fill > 0) open = withTerm(open, fill, variance);
    if (open.weight === chunkSize) {
      appendRun(runs, 1, valueOf(open));
      open = EMPTY_MEAN;
    }
    const rest = (size - fill) % chunkSize;
    const whole = (size - fill - rest) / chunkSize;
    if (whole > 0) appendRun(runs, whole, variance);
    if (rest > 0) open = withTerm(open, rest, variance);
  });
  if (open.weight > 0 && padLast) open = withTerm(open, chunkSize - open.weight, variance);
  if (open.weight > 0) appendRun(runs, 1, valueOf(open));
  return runs;
}
