import { erfc } from "../math/erf.js";

/** Normal scores at which a distribution is tabulated, and how far apart they are. */
const SPACING = 0.25;
const REACH = 2.5;
const SCORES = Array.from({ length: (2 * REACH) / SPACING + 1 }, (_, index) => index * SPACING - REACH);
const LAST = SCORES.length - 1;
/** Beyond the table, numbers grow with the score as over so many of its steps: the last one alone would be too rough. */
const TAIL_STEPS = 4;
/** The score of what lies beyond an end where all that was drawn is the same. */
const FAR = 1e6;

/** A distribution that was drawn: it tells the place of a number in it as the standard normal number in the same place. */
export interface NullDistribution {
  readonly scoreOf: (value: number) => number;
  readonly valueAt: (score: number) => number;
}

const shareBelow = (score: number): number => erfc(-score * Math.SQRT1_2) / 2;

/** The value below which a share of sorted numbers lies. */
function quantile(sorted: Float64Array, share: number): number {
  const at = Math.min(Math.max(share * sorted.length - 0.5, 0), sorted.length - 1);
  const below = sorted[Math.floor(at)] ?? 0;
  return below + (at - Math.floor(at)) * ((sorted[Math.ceil(at)] ?? 0) - below);
}

/** Index of the first knot that is beyond a value, or at it. */
function firstKnot(knots: Float64Array, value: number, isBeyond: (knot: number, value: number) => boolean): number {
  let low = 0;
  let high = knots.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBeyond(knots[middle] ?? 0, value)) high = middle;
    else low = middle + 1;
  }
  return low;
}

const isAbove = (knot: number, value: number): boolean => knot > value;
const isFrom = (knot: number, value: number): boolean => knot >= value;

/**
 * The distribution of numbers that were drawn: its quantiles, linear between them, and on beyond the last ones. A number
 * that is many quantiles at once has the score nearest to 0.
 */
export function nullDistribution(drawn: Float64Array): NullDistribution {
  const sorted = drawn.toSorted();
  const knots = Float64Array.from(SCORES, (score) => quantile(sorted, shareBelow(score)));
  const knot = (index: number): number => knots[index] ?? 0;
  const score = (index: number): number => SCORES[index] ?? 0;
  const slopeBetween = (from: number, to: number): number => (knot(to) - knot(from)) / (score(to) - score(from));
  const slopes = { low: slopeBetween(0, TAIL_STEPS), high: slopeBetween(LAST - TAIL_STEPS, LAST) };

  /** Counted from an end of the table. */
  const beyond = (end: number, value: number, slope: number): number =>
    score(end) + (slope === 0 ? Math.sign(value - knot(end)) * FAR : (value - knot(end)) / slope);

  const inside = (value: number): number => {
    const from = firstKnot(knots, value, isFrom);
    const after = firstKnot(knots, value, isAbove);
    if (from < after) return Math.min(Math.max(0, score(from)), score(after - 1));
    return score(from - 1) + (SPACING * (value - knot(from - 1))) / (knot(from) - knot(from - 1));
  };

  return {
    scoreOf: (value) => {
      if (value < knot(0)) return beyond(0, value, slopes.low);
      return value > knot(LAST) ? beyond(LAST, value, slopes.high) : inside(value);
    },
    valueAt: (z) => {
      if (z < -REACH) return knot(0) + (z + REACH) * slopes.low;
      if (z > REACH) return knot(LAST) + (z - REACH) * slopes.high;
      const at = (z + REACH) / SPACING;
      const below = Math.floor(at);
      return knot(below) + (at - below) * (knot(Math.ceil(at)) - knot(below));
    },
  };
}
