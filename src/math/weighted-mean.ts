/**
 * A running mean Σ n·x / Σ n whose error does not grow with the number of terms (Neumaier's compensated sum), and
 * which returns x itself when every term is the same x.
 */
export interface WeightedMean {
  readonly weight: number;
  readonly sum: number;
  readonly compensation: number;
  readonly least: number;
  readonly greatest: number;
}

export const EMPTY_MEAN: WeightedMean = { weight: 0, sum: 0, compensation: 0, least: Infinity, greatest: -Infinity };

/** `mean` with `weight` more units of `value`. */
export function withTerm(mean: WeightedMean, weight: number, value: number): WeightedMean {
  const term = weight * value;
  const sum = mean.sum + term;
  const lost = Math.abs(mean.sum) >= Math.abs(term) ? mean.sum - sum + term : term - sum + mean.sum;
  return {
    weight: mean.weight + weight,
    sum,
    compensation: mean.compensation + lost,
    least: Math.min(mean.least, value),
    greatest: Math.max(mean.greatest, value),
  };
}

/** Σ n·x / Σ n; NaN for no terms. */
export function valueOf(mean: WeightedMean): number {
  return mean.least === mean.greatest ? mean.least : (mean.sum + mean.compensation) / mean.weight;
}
