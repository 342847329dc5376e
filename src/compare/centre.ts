import type { Limits } from "./generator.js";

/**
 * What a number may be on average: the plan is exact in the limit of width, its first correction for finite width is
 * known, and the truth is taken to lie between the two.
 */
export interface Centre {
  readonly low: number;
  readonly high: number;
}

export function centreOf({ planned, corrected }: Limits): Centre {
  return { low: Math.min(planned, corrected), high: Math.max(planned, corrected) };
}
