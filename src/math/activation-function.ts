import type { Activation, ActivationName, ActivationOf } from "./activation.js";
import { erf, erfc } from "./erf.js";

/** An activation and its derivative, pointwise. */
export interface ActivationFunction {
  /** φ(x), for finite x. */
  readonly value: (x: number) => number;
  /** φ′(x), for finite x; at a kink the derivative from the left. */
  readonly derivative: (x: number) => number;
}

type Rows = { readonly [N in ActivationName]: (activation: ActivationOf<N>) => ActivationFunction };

/** Of selu: mean 0 and variance 1 are then a fixed point. Source: Klambauer et al. 2017 (arXiv 1706.02515). */
export const SELU = { scale: 1.0507009873554805, alpha: 1.6732632423543772 } as const;

// An overflow of the exponential is harmless: it leaves 0, where the tail is about to underflow.
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

function sigmoidDerivative(x: number): number {
  const small = Math.exp(-Math.abs(x));
  return small / (1 + small) ** 2;
}

const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** Φ(x), the normal distribution function; through erfc, so that it does not cancel on the left. */
const normalDistribution = (x: number): number => erfc(-x * Math.SQRT1_2) / 2;

const normalDensity = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

/** tanh(softplus(x)) = ((1 + eˣ)² − 1)/((1 + eˣ)² + 1), multiplied out; on the right also divided by e²ˣ. */
function tanhOfSoftplus(x: number): number {
  const small = Math.exp(-Math.abs(x));
  if (x > 0) return (1 + 2 * small) / (1 + 2 * small + 2 * small * small);
  return (small * (small + 2)) / (small * (small + 2) + 2);
}

/** 1 − tanh(softplus(x))², without the subtraction. */
function sech2OfSoftplus(x: number): number {
  const small = Math.exp(-Math.abs(x));
  if (x > 0) return (2 * small * (1 + small) / (1 + 2 * small + 2 * small * small)) ** 2;
  return (2 * (1 + small) / (small * (small + 2) + 2)) ** 2;
}

function mishDerivative(x: number): number {
  return tanhOfSoftplus(x) + x * sech2OfSoftplus(x) * sigmoid(x);
}

/** scale·x on the right, scale·alpha·(eˣ − 1) on the left. */
const exponentialUnit = (scale: number, alpha: number): ActivationFunction => ({
  value: (x) => (x > 0 ? scale * x : scale * alpha * Math.expm1(x)),
  derivative: (x) => (x > 0 ? scale : scale * alpha * Math.exp(x)),
});

/** x on the right, slope·x on the left. */
const twoSlopes = (slope: number): ActivationFunction => ({
  value: (x) => (x > 0 ? x : slope * x),
  derivative: (x) => (x > 0 ? 1 : slope),
});

const rows: Rows = {
  relu: () => ({ value: (x) => Math.max(x, 0), derivative: (x) => (x > 0 ? 1 : 0) }),
  linear: () => ({ value: (x) => x, derivative: () => 1 }),
  // tanh′(x) = sech²(x) = 4σ′(2x), which unlike 1 − tanh² does not cancel.
  tanh: () => ({ value: Math.tanh, derivative: (x) => 4 * sigmoidDerivative(2 * x) }),
  sigmoid: () => ({ value: sigmoid, derivative: sigmoidDerivative }),
  selu: () => exponentialUnit(SELU.scale, SELU.alpha),
  gelu: () => ({
    value: (x) => x * normalDistribution(x),
    derivative: (x) => normalDistribution(x) + x * normalDensity(x),
  }),
  silu: () => ({
    value: (x) => x * sigmoid(x),
    derivative: (x) => sigmoid(x) * (1 + x * sigmoid(-x)),
  }),
  softplus: () => ({ value: softplus, derivative: sigmoid }),
  mish: () => ({ value: (x) => x * tanhOfSoftplus(x), derivative: mishDerivative }),
  sin: () => ({ value: Math.sin, derivative: Math.cos }),
  erf: () => ({ value: erf, derivative: (x) => (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) }),
  leaky_relu: ({ negativeSlope }) => twoSlopes(negativeSlope),
  elu: ({ alpha }) => exponentialUnit(1, alpha),
};

// Generic in the name, so that the compiler sees that row and activation belong together.
function rowOf<N extends ActivationName>(activation: ActivationOf<N>): ActivationFunction {
  const name: N = activation.name;
  return rows[name](activation);
}

/** The function that an activation names. Stable for every finite x: nothing overflows or turns into NaN on the way. */
export function activationFunction(activation: Activation): ActivationFunction {
  return rowOf(activation);
}
