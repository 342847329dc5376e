import type { Compared } from "./report.js";

/** A few roundings of a float32, which has 24 bits: of the number itself, and of sums on the way to a mean. */
export const ROUNDING = 2 ** -20;

function between(predicted: number, measured: number, low: number, high: number): Compared {
  return { predicted, measured, low, high, z: null, agrees: measured >= low && measured <= high };
}

/** The mean of numbers that should all be `predicted`: rounding is all that it may be off, and for 0 there is none. */
export function compareConstantMean(predicted: number, measured: number): Compared {
  const reach = ROUNDING * Math.abs(predicted);
  return between(predicted, measured, predicted - reach, predicted + reach);
}

/** The variance of numbers that should all be the same, and are `mean` on average. */
export function compareConstantVariance(measured: number, mean: number): Compared {
  return between(0, measured, 0, (ROUNDING * mean) ** 2);
}
