import { panelNodes } from "./gauss-legendre.js";

/** Coefficients that can be had: the panels below are too wide for polynomials of a higher degree. */
export const MOST_COEFFICIENTS = 256;

/** The density of a normal variable is below 1e-31 beyond. */
const REACH = 12;

/** A quadrature rule for f(x)·h_k(x) on x > 0, under the normal density. */
interface Rule {
  readonly abscissae: Float64Array;
  /** Weight times density times h_k at each abscissa, by k; made as they are asked for. */
  readonly rows: Float64Array[];
}

/** Panels of one width, and between 0 and the first ever finer ones, down to where functions still change. */
function ruleWith(width: number, finest: number): () => Rule {
  const make = (): Rule => {
    const fine = Array.from({ length: Math.log2(width / finest) }, (_, i) => finest * 2 ** i);
    const nodes = panelNodes([0, ...fine, ...Array.from({ length: REACH / width }, (_, i) => (i + 1) * width)]);
    const constant = Float64Array.from(nodes, ({ x, weight }) => (weight * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI));
    return { abscissae: Float64Array.from(nodes, ({ x }) => x), rows: [constant] };
  };
  // Made when it is first needed, which for most plans is never.
  let rule: Rule | undefined;
  return () => (rule ??= make());
}

/** For the first {@link FEW} coefficients of a function that changes over no smaller scale than 1/{@link MILD}. */
const smoothRule = ruleWith(1, 1 / 4);
const FEW = 64;
const MILD = 4;
/** For all coefficients, and for changes over any scale: what lies closer to 0 weighs less than 1e-8. */
const fineRule = ruleWith(1 / 2, 2 ** -27);

/** h_{k+1} = (x·h_k − √k·h_{k−1})/√(k + 1), up to the row of h_k. */
function rowOf({ abscissae, rows }: Rule, k: number): Float64Array {
  for (let next = rows.length; next <= k; next++) {
    const [row, before] = [rows[next - 1] ?? abscissae, rows[next - 2]];
    const back = Math.sqrt(next - 1);
    rows.push(row.map((value, i) => ((abscissae[i] ?? 0) * value - back * (before?.[i] ?? 0)) / Math.sqrt(next)));
  }
  return rows[k] ?? abscissae;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/**
 * The first `length` coefficients a_k = E[f(std·g)·h_k(g)], g ~ N(0, 1), of f(std·g) in the normalised Hermite
 * polynomials: E[h_j(g)·h_k(g)] is 1 for j = k, else 0. f changes over no other scale than 1 and has at most a kink or
 * jump at 0.
 */
export function hermiteCoefficients(f: (x: number) => number, std: number, length: number): Float64Array {
  const rule = std <= MILD && length <= FEW ? smoothRule() : fineRule();
  // On the half-line: h_k is even or odd, as k is.
  const [even, odd] = [new Float64Array(rule.abscissae.length), new Float64Array(rule.abscissae.length)];
  for (let i = 0; i < even.length; i++) {
    const x = std * (rule.abscissae[i] ?? 0);
    const [right, left] = [f(x), f(-x)];
    even[i] = right + left;
    odd[i] = right - left;
  }
  const coefficients = new Float64Array(length);
  for (let k = 0; k < length; k++) coefficients[k] = dot(rowOf(rule, k), k % 2 === 0 ? even : odd);
  return coefficients;
}
