import { sidakLevel, twoSidedQuantile } from "./normal-quantile.js";

const FEWEST = 1000;
const MOST = 20_000;
/** Replicas beyond the critical score that are wanted: how many there are by chance is then off by a sixth. */
const WANTED_BEYOND = 40;
/** And with fewer than this, the score is not taken from them. */
const LEAST_BEYOND = 10;
/** Numbers of all tensors together that are drawn in all replicas. */
const MOST_NUMBERS = 2 ** 21;

/** Replicas that the critical score of a level takes, among so many tests. */
export function replicasFor(level: number, tests: number): number {
  const affordable = Math.max(FEWEST, Math.floor(MOST_NUMBERS / Math.max(1, tests)));
  return Math.min(Math.max(Math.ceil(WANTED_BEYOND / level), FEWEST), MOST, affordable);
}

/**
 * The score that replicas of a right plan exceed at the rate of a level, from the farthest score of each. For a level too
 * low for the replicas there are, it is that of the lowest which is not, farther out as it would be for independent
 * tests of normal scores.
 */
export function criticalScore(farthest: Float64Array, tests: number, level: number): number {
  const sorted = farthest.toSorted();
  const attainable = Math.max(level, LEAST_BEYOND / (sorted.length + 1));
  const found = sorted[sorted.length - Math.floor(attainable * (sorted.length + 1))] ?? 0;
  const normal = (of: number): number => twoSidedQuantile(sidakLevel(of, Math.max(1, tests)));
  return attainable === level ? found : (found * normal(level)) / normal(attainable);
}
