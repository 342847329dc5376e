import type { Activation, ActivationName, ActivationOf } from "./activation.js";
import { activationFunction } from "./activation-function.js";
import { gaussLegendre } from "./gauss-legendre.js";
import { hermiteCoefficients, MOST_COEFFICIENTS } from "./hermite-expansion.js";
import { rootOfOnePlus, secondMoment } from "./moments.js";
import { memoised } from "../remembered.js";
import { gaussianMean } from "./quadrature.js";

/** E[φ(x)φ(y)] for normal x and y of mean 0, in terms of their variances and correlation. */
type Joint = (a: number, b: number, correlation: number) => number;

const { PI } = Math;

/** E[max(x, 0)·max(y, 0)]: the arc-cosine kernel of degree 1. Source: Cho & Saul 2009, eq. 3 and 6. */
const rectified: Joint = (a, b, rho) => (Math.sqrt(a) * Math.sqrt(b) * (Math.sqrt(1 - rho * rho) + rho * (PI - Math.acos(rho)))) / (2 * PI);

/** x on the right, slope·x on the left: max(x, 0) − slope·max(−x, 0). */
const twoSlopes =
  (slope: number): Joint =>
  (a, b, rho) =>
    (1 + slope * slope) * rectified(a, b, rho) - 2 * slope * rectified(a, b, -rho);

const closedForms: { readonly [N in ActivationName]?: (activation: ActivationOf<N>) => Joint } = {
  relu: () => rectified,
  linear: () => (a, b, rho) => rho * Math.sqrt(a) * Math.sqrt(b),
  leaky_relu: ({ negativeSlope }) => twoSlopes(negativeSlope),
  sin: () => (a, b, rho) => {
    const covariance = rho * Math.sqrt(a) * Math.sqrt(b);
    return (Math.exp(covariance - (a + b) / 2) - Math.exp(-covariance - (a + b) / 2)) / 2;
  },
  // Source: Williams 1998 (Neural Computation 10, 1203–1216), eq. 11.
  erf: () => (a, b, rho) => {
    const sine = (rho * (2 * Math.sqrt(a) * Math.sqrt(b))) / (rootOfOnePlus(2, a) * rootOfOnePlus(2, b));
    // Rounding may put it beyond 1 for large variances.
    return (2 / PI) * Math.asin(Math.min(1, Math.max(-1, sine)));
  },
};

/** Panels that an activation needs around its kink, and a normal density around its mean. */
const ACTIVATION_EDGES = [-40, -20, -8, -3, -1, 0, 1, 3, 8, 20, 40];
const DENSITY_EDGES = [-5, -2, 0, 2, 5];
/** Standard deviations on either side that are integrated over. */
const REACH = 9;

/** Where the density of N(mean, std²) and an activation change: panels between these hold smooth functions. */
function panelEdges(mean: number, std: number): readonly number[] {
  const [low, high] = [mean - REACH * std, mean + REACH * std];
  const edges = [low, high];
  for (const edge of ACTIVATION_EDGES) if (edge > low && edge < high) edges.push(edge);
  for (const step of DENSITY_EDGES) edges.push(mean + step * std);
  return edges.sort((p, q) => p - q);
}

/** E[f(mean + std·g)], for f with at most a kink at 0. */
function shiftedMean(f: (y: number) => number, mean: number, std: number): number {
  if (std === 0) return f(mean);
  const weighted = (y: number): number => f(y) * Math.exp(-(((y - mean) / std) ** 2) / 2);
  return gaussLegendre(weighted, panelEdges(mean, std)) / (std * Math.sqrt(2 * PI));
}

/** E[ofX(x)·ofY(y)] by quadrature over x, and over y given x, which is normal about correlation·√(b/a)·x. */
function integrated(ofX: (x: number) => number, ofY: (y: number) => number, a: number, b: number, rho: number): number {
  // An x that is always 0 says nothing about y.
  const known = a === 0 ? 0 : rho;
  const slope = known === 0 ? 0 : (known * Math.sqrt(b)) / Math.sqrt(a);
  const rest = Math.sqrt(b * (1 - known * known));
  return gaussianMean((x) => ofX(x) * shiftedMean(ofY, slope * x, rest), Math.sqrt(a));
}

/** φ(√v·g)/√S_φ(v) in Hermite polynomials. */
interface Expansion {
  readonly coefficients: Float64Array;
  /** Sum of the squares of the coefficients left out: by Parseval, all squares add up to 1. */
  readonly rest: number;
}

function expand(normalised: (x: number) => number, variance: number, length: number): Expansion {
  const coefficients = hermiteCoefficients(normalised, Math.sqrt(variance), length);
  return { coefficients, rest: coefficients.reduce((rest, a) => rest - a * a, 1) };
}

/** What the coefficients left out may come to, in units of √(S_φ(a)·S_φ(b)). */
const NEGLIGIBLE = 1e-12;

/** Σ ρ^k a_k b_k; undefined where the terms left out may count. */
function mehlerSum(a: Expansion, b: Expansion, rho: number): number | undefined {
  let [sum, power] = [0, 1];
  for (let k = 0; k < a.coefficients.length; k++) {
    sum += power * (a.coefficients[k] ?? 0) * (b.coefficients[k] ?? 0);
    power *= rho;
  }
  return Math.abs(power) * Math.sqrt(Math.max(0, a.rest) * Math.max(0, b.rest)) <= NEGLIGIBLE ? sum : undefined;
}

/** How many coefficients to try. */
const LENGTHS = [64, 128, MOST_COEFFICIENTS];

/**
 * By Mehler's formula, E[φ(x)φ(y)] = Σ ρ^k a_k(v) a_k(w), of which the coefficients take one integral each for every
 * variance; where the series takes too long, by quadrature in two dimensions.
 * Source: docs/formulas.md, "Likeness of chunks"; Mehler 1866 (Journal für die reine und angewandte Mathematik 66).
 */
function expanded(activation: Activation): Joint {
  const { value } = activationFunction(activation);
  const normOf = memoised((variance: number) => Math.sqrt(secondMoment(activation, variance)));
  const normalised = (variance: number): ((x: number) => number) => {
    const norm = normOf(variance);
    return (x) => value(x) / norm;
  };
  const expansionsOf = memoised((length: number) => memoised((variance: number) => expand(normalised(variance), variance, length)));
  return (a, b, rho) => {
    if (normOf(a) === 0 || normOf(b) === 0) return 0;
    const scale = normOf(a) * normOf(b);
    for (const length of LENGTHS) {
      const sum = mehlerSum(expansionsOf(length)(a), expansionsOf(length)(b), rho);
      if (sum !== undefined) return scale * sum;
    }
    return scale * integrated(normalised(a), normalised(b), a, b, rho);
  };
}

// Generic in the name, so that the compiler sees that form and activation belong together.
function closedFormOf<N extends ActivationName>(activation: ActivationOf<N>): Joint | undefined {
  const name: N = activation.name;
  return closedForms[name]?.(activation);
}

/**
 * E[φ(x)φ(y)] for normal x and y with mean 0, given variances and a correlation in [−1, 1], as a function that keeps what
 * it finds out about a variance. Closed forms for relu, leaky_relu, linear, sin and erf; elsewhere to 1e-8 of
 * √(S_φ(a)·S_φ(b)), which is the most that it can be.
 */
export function jointMoments(activation: Activation): Joint {
  const joint = closedFormOf(activation) ?? expanded(activation);
  return (a, b, correlation) => {
    const rho = Math.min(1, Math.max(-1, correlation));
    // At correlation 1 with equal variances both arguments are the same number.
    return rho === 1 && a === b ? secondMoment(activation, a) : joint(a, b, rho);
  };
}
