import type { Activation, ActivationName, ActivationOf } from "./activation.js";
import { activationFunction, SELU } from "./activation-function.js";
import { gaussianMean } from "./quadrature.js";

/** A moment of an activation, as a function of its input's variance. */
type Moment = (variance: number) => number;

/** What is known of an activation beyond its function. A moment left out is integrated. */
interface Row {
  /** E[φ(√v·g)] */
  readonly first?: Moment;
  /** E[φ(√v·g)²] */
  readonly second?: Moment;
  /** E[φ′(√v·g)²] */
  readonly derivativeSecond?: Moment;
  /** S_φ(v) is proportional to v. */
  readonly homogeneous?: true;
}

type Rows = { readonly [N in ActivationName]: (activation: ActivationOf<N>) => Row };

const { PI } = Math;

/** Multiples and squares of what belongs to a variance above this could leave the doubles. */
const HUGE = 2 ** 1000;

/** √(1 + k·v), also where k·v leaves the doubles. */
export const rootOfOnePlus = (k: number, v: number): number => (v < HUGE ? Math.sqrt(1 + k * v) : Math.sqrt(k) * Math.sqrt(v));

/** E[φ(√v·g)] of an odd function. */
const zero: Moment = () => 0;

/** E[f(√v·g)] */
const meanOf =
  (f: (x: number) => number): Moment =>
  (v) =>
    gaussianMean(f, Math.sqrt(v));

/** E[max(√v·g, 0)] */
const halfNormalMean: Moment = (v) => Math.sqrt(v / (2 * PI));

/** x on the right, slope·x on the left. */
const twoSlopes = (slope: number): Row => ({
  first: (v) => (1 - slope) * halfNormalMean(v),
  // slope² alone may leave the doubles.
  second: (v) => 0.5 * v + slope * (slope * (0.5 * v)),
  derivativeSecond: () => 0.5 + slope * (0.5 * slope),
  homogeneous: true,
});

/** x + e^(−x) − 1 for x > 0; by its series where the terms would cancel. */
function exponentialRemainder(x: number): number {
  if (x > 0.5) return x + Math.expm1(-x);
  let sum = 0;
  for (let n = 15; n >= 2; n--) sum = (1 - sum) * (x / n);
  return sum * x;
}

/** scale·x on the right, scale·alpha·(eˣ − 1) on the left. */
function exponentialUnit(scale: number, alpha: number): Row {
  // For a small variance: max(x, 0)·(1 − alpha) and what is left of both sides, which would cancel for alpha 1.
  const rest = meanOf((x) => (x > 0 ? exponentialRemainder(x) : 0));
  // For a large one: either side by itself, since what is left is nearly max(x, 0) then.
  const left = meanOf((x) => (x > 0 ? 0 : Math.expm1(x)));
  return { first: (v) => scale * (v > 1 ? halfNormalMean(v) + alpha * left(v) : (1 - alpha) * halfNormalMean(v) + alpha * rest(v)) };
}

/** (mish(x) + mish(−x))/2 as a fraction in u = e^(−|x|), multiplied out because the two cancel near 0. */
function evenPartOfMish(x: number): number {
  const u = Math.exp(-Math.abs(x));
  const numerator = -Math.expm1(-2 * Math.abs(x)) * (1 + u) ** 2;
  return (Math.abs(x) * numerator) / ((1 + 2 * u * (1 + u)) * (2 + u * (2 + u)));
}

/** E[Φ(√v·g)²] = P(all of three normal variables agree): Sheppard's formula, with the arc tangent for large v. */
const squaredDistributionMean: Moment = (v) => 0.25 + Math.atan(v / rootOfOnePlus(2, v)) / (2 * PI);

/** E[x·Φ(x)·φ(x)] of the normal density φ and x = √v·g. */
const crossMean: Moment = (v) => v / (1 + v) / (2 * PI * rootOfOnePlus(2, v));

/** E[x²·φ(x)²] of the normal density φ and x = √v·g. */
const squaredDensityMean: Moment = (v) => v / (1 + 2 * v) / (2 * PI * rootOfOnePlus(2, v));

// The Gaussian integrals of linear, sin, erf and gelu follow from E[e^(itx)] and Stein's lemma E[x·f] = v·E[f′].
const rows: Rows = {
  relu: () => twoSlopes(0),
  linear: () => twoSlopes(1),
  tanh: () => ({ first: zero }),
  // σ(x) + σ(−x) = 1
  sigmoid: () => ({ first: () => 0.5 }),
  selu: () => exponentialUnit(SELU.scale, SELU.alpha),
  gelu: () => ({
    first: (v) => v / (v < HUGE ? Math.sqrt(2 * PI * (1 + v)) : Math.sqrt(2 * PI) * Math.sqrt(v)),
    second: (v) => v * (squaredDistributionMean(v) + 2 * crossMean(v)),
    derivativeSecond: (v) => squaredDistributionMean(v) + 2 * crossMean(v) + squaredDensityMean(v),
  }),
  // σ(x) − σ(−x) = tanh(x/2)
  silu: () => ({ first: meanOf((x) => 0.5 * x * Math.tanh(0.5 * x)) }),
  softplus: () => ({}),
  mish: () => ({ first: meanOf(evenPartOfMish) }),
  sin: () => ({
    first: zero,
    second: (v) => -Math.expm1(-2 * v) / 2,
    derivativeSecond: (v) => (1 + Math.exp(-2 * v)) / 2,
  }),
  erf: () => ({
    first: zero,
    // asin(2v/(1 + 2v)), written for large v. Source: Williams 1998 (Neural Computation 10, 1203–1216).
    second: (v) => (2 / PI) * Math.atan(2 * (v / rootOfOnePlus(4, v))),
    derivativeSecond: (v) => 4 / (PI * rootOfOnePlus(4, v)),
  }),
  leaky_relu: ({ negativeSlope }) => twoSlopes(negativeSlope),
  elu: ({ alpha }) => exponentialUnit(1, alpha),
};

// Generic in the name, so that the compiler sees that row and activation belong together.
function rowOf<N extends ActivationName>(activation: ActivationOf<N>): Row {
  const name: N = activation.name;
  return rows[name](activation);
}

/** Taken out of a function before it is squared then: a power of two, which rounds nothing. */
const UNIT = 2 ** 32;

/** E[f(√v·g)²] */
const squareMean =
  (f: (x: number) => number): Moment =>
  (v) =>
    v < HUGE ? meanOf((x) => f(x) ** 2)(v) : meanOf((x) => (f(x) / UNIT) ** 2)(v) * UNIT ** 2;

/**
 * E[φ(√v·g)], g ~ N(0, 1): the mean of an activation whose input is normal with mean 0 and this variance.
 * The variance is finite and not negative; at 0 the answer is φ(0).
 */
export function firstMoment(activation: Activation, variance: number): number {
  const moment = rowOf(activation).first ?? meanOf(activationFunction(activation).value);
  return moment(variance);
}

/**
 * S_φ(v) = E[φ(√v·g)²], g ~ N(0, 1): the second moment of an activation whose input is normal with mean 0 and
 * this variance. Increasing in the variance, which is finite and not negative; at 0 the answer is φ(0)².
 */
export function secondMoment(activation: Activation, variance: number): number {
  const moment = rowOf(activation).second ?? squareMean(activationFunction(activation).value);
  return moment(variance);
}

/**
 * E[φ′(√v·g)²], g ~ N(0, 1): how an activation scales the second moment of gradients, for an input of this variance.
 * The variance is finite and not negative; at 0 the answer is φ′(0)², at a kink the mean of both sides.
 */
export function derivativeSecondMoment(activation: Activation, variance: number): number {
  const moment = rowOf(activation).derivativeSecond ?? squareMean(activationFunction(activation).derivative);
  return moment(variance);
}

/** Whether S_φ(v) is proportional to v: the function scales with its input. */
export function isHomogeneous(activation: Activation): boolean {
  return rowOf(activation).homogeneous === true;
}
