/** Relative distance of f(x) from the target at which it counts as met: what rounding leaves of a good f. */
const TOLERANCE = 4 * Number.EPSILON;
/** A bound on the work, out of reach in practice: bisection alone takes 65 from one end of the doubles to the other. */
const MOST_EVALUATIONS = 100;

/** A place that was tried. */
interface Trial {
  readonly x: number;
  /** log(f(x)/target): negative when x is too small, −∞ where f is 0. */
  readonly excess: number;
}

/** log(a/b) for a, b ≥ 0, to full relative precision when they are close. */
function logRatio(a: number, b: number): number {
  const ratio = a / b;
  return ratio > 0.5 && ratio < 2 ? Math.log1p((a - b) / b) : Math.log(a) - Math.log(b);
}

/** The x at a fraction ≤ 1/2 of the way from one place to another, by logarithms. */
function beside(from: number, to: number, fraction: number): number {
  const distance = logRatio(to, from) * fraction;
  // Far off, the factor alone could overflow; close by, the logarithm would lose digits.
  return Math.abs(distance) < 1 ? from * Math.exp(distance) : Math.exp(Math.log(from) + distance);
}

/** The x at a fraction of the way from a to b, reckoned from the nearer of the two. */
const between = (a: number, b: number, fraction: number): number =>
  fraction <= 0.5 ? beside(a, b, fraction) : beside(b, a, 1 - fraction);

/**
 * Where between a and b to look next, as a fraction of their distance: inverse quadratic interpolation through the
 * last three trials where these are fit for it, else the middle.
 *
 * Source: T. R. Chandrupatla, Advances in Engineering Software 28 (1997) 145–149.
 */
function nextFraction(a: Trial, b: Trial, c: Trial): number {
  const xi = logRatio(a.x, b.x) / logRatio(c.x, b.x);
  const phi = (a.excess - b.excess) / (c.excess - b.excess);
  // Infinite excesses make phi NaN, which takes the middle too.
  if (!(phi ** 2 < xi && (1 - phi) ** 2 < 1 - xi)) return 0.5;
  const viaB = (a.excess / (b.excess - a.excess)) * (c.excess / (b.excess - c.excess));
  const viaC = (a.excess / (c.excess - a.excess)) * (b.excess / (c.excess - b.excess));
  return viaB + viaC * (logRatio(c.x, a.x) / logRatio(b.x, a.x));
}

/** The double at a fraction of the way from a to b, or about the middle if that is a or b; none if they are neighbours. */
function placeBetween(a: number, b: number, fraction: number): number | undefined {
  const least = Math.min((2 * Number.EPSILON) / Math.abs(logRatio(a, b)), 0.5);
  const kept = Math.min(Math.max(fraction, least), 1 - least);
  return [kept, 0.5].map((choice) => between(a, b, choice)).find((x) => x !== a && x !== b);
}

/** The root between two trials on either side of it. */
function refine(tryAt: (x: number) => Trial, low: Trial, high: Trial): number {
  // a is the latest trial, b the nearest one across the root, c the one before a.
  let [a, b] = [low, high];
  let x = placeBetween(a.x, b.x, 0.5);
  for (let count = 2; count < MOST_EVALUATIONS && x !== undefined; count++) {
    const trial = tryAt(x);
    if (Math.abs(trial.excess) <= TOLERANCE) return x;
    const isSameSide = trial.excess < 0 === a.excess < 0;
    const c = isSameSide ? a : b;
    if (!isSameSide) b = a;
    a = trial;
    x = placeBetween(a.x, b.x, nextFraction(a, b, c));
  }
  return Math.abs(a.excess) < Math.abs(b.excess) ? a.x : b.x;
}

/**
 * The x in [lower, upper] where f(x) = target, or the end nearest to it when f does not reach the target in between.
 *
 * f is continuous, increasing and not negative on [lower, upper], with 0 ≤ lower ≤ upper < Infinity and target ≥ 0. The
 * search runs in log x and log f, so it takes the same time at any scale: usually 5 to 18 evaluations over hundreds of
 * decades, at most 100. f(x) then equals the target to 1e-15 of it, or as closely as the spacing of the doubles and
 * the rounding errors of f allow. Where f is flat, x is one of many.
 */
export function solveIncreasing(f: (x: number) => number, target: number, lower: number, upper: number): number {
  const tryAt = (x: number): Trial => ({ x, excess: logRatio(f(x), target) });
  // log 0 is out of reach; the smallest double stands in for it.
  const low = tryAt(Math.max(lower, Number.MIN_VALUE));
  if (!(low.excess < 0)) return lower;
  const high = tryAt(upper);
  if (!(high.excess > 0)) return upper;
  return refine(tryAt, low, high);
}
