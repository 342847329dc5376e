import type { TensorModel } from "./models.js";

/** How many numbers were measured, and how many networks they come from. */
export interface SampleSize {
  readonly count: number;
  readonly networks: number;
}

/** What is planned of so many numbers of a tensor. */
export interface Sample extends SampleSize {
  readonly mean: number;
  /** Mean square of the deviations from the mean of all numbers. */
  readonly variance: number;
  /** What the mean of networks adds to the variance of the mean. */
  readonly meanVariance: number;
  /** Independent numbers that the sample is worth, for its variance and for its mean. */
  readonly effective: { readonly variance: number; readonly mean: number };
}

/** The variance between networks shows only when there are several. */
export function sampleOf({ fromWeights, fromBias, between, mean, worth }: TensorModel, { count, networks }: SampleSize): Sample {
  return {
    count,
    networks,
    mean,
    variance: fromWeights + fromBias + (1 - 1 / networks) * between,
    meanVariance: between / networks,
    effective: { variance: worth.variance * count, mean: worth.mean * count },
  };
}

/** At least two numbers that are independent: fewer have no variance. */
const hasVariance = ({ effective }: Sample): boolean => effective.variance >= 2;

/** Whether all numbers should be the same, in all networks. */
export function isConstant({ variance, meanVariance }: Sample): boolean {
  return variance === 0 && meanVariance === 0;
}

/** Whether a mean is tested by its scatter: not that of a constant, nor of too few numbers. */
export function isMeanTested(sample: Sample): boolean {
  return !isConstant(sample) && hasVariance(sample);
}

/** Whether a variance is. */
export function isVarianceTested(sample: Sample): boolean {
  return sample.variance > 0 && hasVariance(sample);
}

/** Standard error of a mean beside a variance that was measured. One number less: it may have been divided by the count. */
export function standardErrorOf({ effective, meanVariance }: Sample, variance: number): number {
  return Math.sqrt(variance / Math.max(effective.mean - 1, 1) + meanVariance);
}
