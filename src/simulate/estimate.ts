import type { Scale } from "../hypernetwork/sample.js";
import type { PairSums } from "./pair-sums.js";

/** A number as predicted and as measured. */
export interface Estimate {
  readonly predicted: number;
  readonly measured: number;
  /** Standard error of `measured` over the draws. */
  readonly standardError: number;
  /** (measured − predicted)/standardError; null where every draw gave the same. */
  readonly z: number | null;
}

function estimate(predicted: number, measured: number, standardError: number): Estimate {
  return { predicted, measured, standardError, z: standardError === 0 ? null : (measured - predicted) / standardError };
}

/** The mean of the x of each draw. */
export function meanEstimate(predicted: number, { count, meanX, xx }: PairSums, { mean, std }: Scale): Estimate {
  return estimate(predicted, mean + std * meanX, std * Math.sqrt(xx / (count - 1) / count));
}

/**
 * The variance of the numbers behind `sums`, whose x is each draw's mean and y each draw's mean square, both scaled.
 * Var = E[y] − E[x]², where the square of the mean of x is too large by Var(x)/D: without that this is unbiased, for any
 * dependence within a draw. The standard error is that of its linearisation y − 2E[x]·x.
 */
export function varianceEstimate(predicted: number, { count, meanX, meanY, xx, xy, yy }: PairSums, { std }: Scale): Estimate {
  const between = 1 / (count - 1) / count;
  const measured = meanY - (meanX ** 2 - xx * between);
  const error = Math.sqrt(Math.max(0, (yy - 4 * meanX * xy + 4 * meanX ** 2 * xx) * between));
  return estimate(predicted, std ** 2 * measured, std ** 2 * error);
}
