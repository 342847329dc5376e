/**
 * How a positive quantity scatters around its mean, in units of the mean. It is taken for a shifted gamma variable
 * (Pearson's type III), which three moments determine.
 */
export interface Spread {
  /** Relative variance, Var(x)/E[x]². */
  readonly variance: number;
  readonly skewness: number;
}

/** Of what does not scatter. */
export const NO_SPREAD: Spread = { variance: 0, skewness: 0 };

/** Of a gamma variable: the mean of independent squares, and all that is made of such means by multiplication, roughly. */
export function gammaSpread(variance: number): Spread {
  return { variance, skewness: 2 * Math.sqrt(variance) };
}

/** E[x²] and E[x³] of a quantity of mean 1. */
interface RawMoments {
  readonly second: number;
  readonly third: number;
}

function rawMoments({ variance, skewness }: Spread): RawMoments {
  return { second: 1 + variance, third: 1 + 3 * variance + skewness * variance ** 1.5 };
}

function spreadOf({ second, third }: RawMoments): Spread {
  const variance = Math.max(0, second - 1);
  return { variance, skewness: variance === 0 ? 0 : (third - 3 * second + 2) / variance ** 1.5 };
}

/** A product's skewness grows without limit; beyond a gamma variable's the lower end would be cut off too soon. */
function atMostGamma({ variance, skewness }: Spread): Spread {
  return { variance, skewness: Math.min(skewness, 2 * Math.sqrt(variance)) };
}

/** Of the product of two independent quantities. */
export function productSpread(a: Spread, b: Spread): Spread {
  const [x, y] = [rawMoments(a), rawMoments(b)];
  return atMostGamma(spreadOf({ second: x.second * y.second, third: x.third * y.third }));
}

/** Of x + constant, where `share` is the part of x in the whole. */
function sharedSpread({ variance, skewness }: Spread, share: number): Spread {
  return { variance: share * share * variance, skewness };
}

/** Of the sum of two independent quantities, of which each gives its `share` of the mean. */
export function sumSpread(a: Spread, shareOfA: number, b: Spread): Spread {
  const [x, y] = [sharedSpread(a, shareOfA), sharedSpread(b, 1 - shareOfA)];
  const variance = x.variance + y.variance;
  const third = x.skewness * x.variance ** 1.5 + y.skewness * y.variance ** 1.5;
  return { variance, skewness: variance === 0 ? 0 : third / variance ** 1.5 };
}

/** Of the mean of `count` independent quantities. */
export function meanSpread({ variance, skewness }: Spread, count: number): Spread {
  return { variance: variance / count, skewness: skewness / Math.sqrt(count) };
}

/**
 * The quantity, over its mean, at the z-th standard normal quantile: 1 + σK with
 * K = (2/γ)·{[1 + (γ/6)(z − γ/6)]³ − 1}, not below 0. Source: Wilson & Hilferty 1931 (PNAS 17, 684–688).
 */
export function valueAt(z: number, { variance, skewness }: Spread): number {
  const a = skewness / 6;
  const u = z - a;
  // The cube multiplied out: for a small skewness, 1 would cancel.
  return Math.max(0, 1 + Math.sqrt(variance) * u * (1 + a * u * (1 + (a * u) / 3)));
}

/** The z of a value over the mean: the inverse of {@link valueAt}. The spread is not 0. */
export function scoreOf(value: number, { variance, skewness }: Spread): number {
  const a = skewness / 6;
  const k = (value - 1) / Math.sqrt(variance);
  const root = Math.cbrt(1 + 3 * a * k);
  // (root − 1)/a without the difference.
  return a + (3 * k) / (root * root + root + 1);
}
