import type { Generator, Limits } from "./generator.js";
import { gammaSpread, meanSpread, NO_SPREAD, productSpread, sumSpread, type Spread } from "./spread.js";

/** How many numbers were measured, and how many networks they come from. */
export interface SampleSize {
  readonly count: number;
  readonly networks: number;
}

/** What the numbers of a tensor should show. */
export interface Sample {
  /** Mean square of the deviations from the mean of all numbers, divided by one less than their count. */
  readonly variance: Limits;
  readonly spread: Spread;
  readonly mean: Limits;
  /** Independent numbers that the sample is worth, given its networks: for its variance, and for its mean. */
  readonly effective: { readonly variance: number; readonly mean: number };
  /** Variance of the mean beyond that of so many independent numbers. */
  readonly meanVariance: number;
}

/** E[(x² − 1)³] of a normal and of a uniform variable x of variance 1, and the excess kurtosis that tells them apart. */
const THIRD = { normal: 8, uniform: 16 / 35 } as const;
const UNIFORM_EXCESS = -1.2;

/** The mean square of `count` independent elements of one network, over its mean; sums of few terms lie in between. */
function samplingSpread(excess: number, count: number): Spread {
  const third = THIRD.normal + (excess / UNIFORM_EXCESS) * (THIRD.uniform - THIRD.normal);
  return meanSpread({ variance: 2 + excess, skewness: third / (2 + excess) ** 1.5 }, count);
}

/**
 * The variance within networks: each network's own, which scatters as the generator's does, times what the finite number
 * of elements adds. Subtracting the mean of all numbers takes one away in all.
 */
function withinSpread(generator: Generator, { networks }: SampleSize, effective: number): Spread {
  const sampling = samplingSpread(generator.excess, (effective - 1) / networks);
  return meanSpread(productSpread(generator.spread, sampling), networks);
}

/** The variance between networks shows only when there are several. */
function plusBetween({ within, between }: Generator, { networks }: SampleSize): Limits {
  const visible = 1 - 1 / networks;
  return { planned: within.planned + visible * between.planned, corrected: within.corrected + visible * between.corrected };
}

/** What measuring so many numbers of a tensor should show. Source: docs/checking.md, "How far one network may be off". */
export function sampleOf(generator: Generator, size: SampleSize): Sample {
  const { count, networks } = size;
  const effective = { variance: generator.worth.variance * count, mean: generator.worth.mean * count };
  const variance = plusBetween(generator, size);
  const within = withinSpread(generator, size, effective.variance);
  const between = networks === 1 ? NO_SPREAD : gammaSpread(2 / (networks - 1));
  const share = variance.corrected === 0 ? 1 : generator.within.corrected / variance.corrected;
  return {
    variance,
    spread: sumSpread(within, share, between),
    mean: generator.mean,
    effective,
    meanVariance: generator.between.corrected / networks,
  };
}

/** Whether a sample has at least two numbers that are independent: fewer have no variance. */
export function hasVariance({ effective }: Sample): boolean {
  return effective.variance >= 2;
}
