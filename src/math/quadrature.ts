/**
 * Means over a normal distribution, by the trapezoidal rule after a substitution that makes its integrand decay at
 * both ends: such a sum converges exponentially (Trefethen & Weideman 2014, SIAM Review 56, 385–458).
 *
 * Both half-lines are folded onto y > 0, so that a kink at 0 is an end point. y = e^(t − e^(−t)) then treats every scale
 * alike: to the right t is log y, so the scale of the function (1) and that of the distribution (std) are both met by
 * the same spacing however far apart they lie; to the left it is doubly exponential and a few nodes reach 0.
 */

/** Spacing of the nodes in t; the rule errs by 1e-15 at 0.11. With few binary digits, every t is exact. */
const STEP = 3 / 32;
/** Index of the first node, where y is e^−42: what lies below is under 1e-18 of the whole. */
const FIRST = -39;
/** Beyond 12 standard deviations the density is below 1e-31. */
const REACH = 12;
/** Index of the last node around the scale of the function, where y is e⁴ = 55: e^(−y) is below 1e-23 there. */
const MARGIN = 43;
/** A term this small, relative to the sum, is the last from outside: between the scales they fall geometrically. */
const NEGLIGIBLE = 1e-18;

interface Node {
  /** The abscissa. */
  readonly y: number;
  /** dy/dt, times the spacing. */
  readonly width: number;
}

function nodeAt(index: number): Node {
  const t = index * STEP;
  const left = Math.exp(-t);
  // Not of the difference: its rounding error would be magnified by t.
  const y = Math.exp(t) * Math.exp(-left);
  return { y, width: y * (1 + left) * STEP };
}

/** Index of a node at or above y ≥ 1, where t exceeds log y by less than 1/y. */
const indexAbove = (y: number): number => Math.ceil((Math.log(y) + 1 / y) / STEP);

// Nodes depend on nothing but their index: kept once made, in an array as long as the widest distribution needs.
const cache = new Array<Node | undefined>(indexAbove(REACH * Math.sqrt(Number.MAX_VALUE)) - FIRST + 1);

const node = (index: number): Node => (cache[index - FIRST] ??= nodeAt(index));

const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

/** Nodes and weights for std 1. */
const standardNodes = (): readonly { readonly x: number; readonly weight: number }[] =>
  Array.from({ length: indexAbove(REACH) - FIRST + 1 }, (_, i) => {
    const { y, width } = node(FIRST + i);
    return { x: y, weight: width * density(y) };
  });

// Made when it is first needed, which for most plans is never.
let standardRule: ReturnType<typeof standardNodes> | undefined;

/** The mean for std ≤ 1, when the distribution is the narrower scale. */
function narrowMean(f: (y: number) => number, std: number): number {
  standardRule ??= standardNodes();
  let sum = 0;
  for (const { x, weight } of standardRule) sum += weight * (f(std * x) + f(-std * x));
  return sum;
}

/** The mean for std > 1: from the outside in for as long as it counts, then all around the function's own scale. */
function wideMean(f: (y: number) => number, std: number): number {
  const term = (index: number): number => {
    const { y, width } = node(index);
    return density(y / std) * (width / std) * (f(y) + f(-y));
  };
  let sum = 0;
  let index = indexAbove(REACH * std);
  for (; index > MARGIN; index--) {
    const value = term(index);
    sum += value;
    // Not at a 0 before anything has counted: what is 0 far out may be large further in.
    if (Math.abs(value) < NEGLIGIBLE * Math.abs(sum)) break;
  }
  for (index = Math.min(index, MARGIN); index >= FIRST; index--) sum += term(index);
  return sum;
}

/**
 * E[f(std·g)] for g ~ N(0, 1), to a few 1e-15 of E|f(std·g)|.
 *
 * f is analytic on each half-line, with at most a kink or jump at 0, grows no faster than a polynomial, and changes
 * over no other scale than 1: every activation, its derivative, and their squares. std is not negative, and it and
 * f(±14·std) are finite; NaN otherwise. At std = 0 the mean is its limit from above, (f(0⁻) + f(0⁺))/2.
 */
export function gaussianMean(f: (y: number) => number, std: number): number {
  if (!(std >= 0 && std < Infinity)) return NaN;
  if (std === 0) return (f(-Number.MIN_VALUE) + f(Number.MIN_VALUE)) / 2;
  return std <= 1 ? narrowMean(f, std) : wideMean(f, std);
}
