/** Nodes of the rule on each panel. */
const ORDER = 10;

/** P_n(x) and its derivative, by the three-term recurrence. */
function legendre(n: number, x: number): readonly [value: number, derivative: number] {
  let [before, value] = [1, x];
  for (let k = 2; k <= n; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
  return [value, (n * (x * value - before)) / (x * x - 1)];
}

/** The i-th root of P_n, by Newton's method from the classical estimate. */
function root(n: number, i: number): number {
  let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
  for (let step = 0; step < 6; step++) {
    const [value, derivative] = legendre(n, x);
    x -= value / derivative;
  }
  return x;
}

/** An abscissa of a quadrature rule and its weight. */
export interface Node {
  readonly x: number;
  readonly weight: number;
}

const nodes = (): readonly Node[] =>
  Array.from({ length: ORDER }, (_, i) => {
    const x = root(ORDER, i);
    const [, derivative] = legendre(ORDER, x);
    return { x, weight: 2 / ((1 - x * x) * derivative * derivative) };
  });

// Made when it is first needed, which for most plans is never.
let rule: readonly Node[] | undefined;

/** The Gauss–Legendre rule of the panels between consecutive `edges`: exact for polynomials of degree 19 on each. */
export function panelNodes(edges: readonly number[]): readonly Node[] {
  rule ??= nodes();
  const found: Node[] = [];
  // The first edge ends no panel.
  let left = Infinity;
  for (const right of edges) {
    const half = (right - left) / 2;
    const middle = left + half;
    if (half > 0) for (const { x, weight } of rule) found.push({ x: middle + half * x, weight: half * weight });
    left = right;
  }
  return found;
}

/** ∫ f over the panels between consecutive `edges`, each by Gauss–Legendre quadrature. */
export function gaussLegendre(f: (x: number) => number, edges: readonly number[]): number {
  let sum = 0;
  for (const { x, weight } of panelNodes(edges)) sum += weight * f(x);
  return sum;
}
