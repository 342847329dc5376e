/** Harmonic mean 2/(1/a + 1/b) of two variances; 0 when either is 0. */
export function harmonicMean(a: number, b: number): number {
  // Only the ratio of the two is formed: their product, or a reciprocal, can leave the doubles.
  const [small, large] = a < b ? [a, b] : [b, a];
  return large === 0 ? 0 : small / (0.5 + (0.5 * small) / large);
}

/** 2(1/a + 1/b), which the reference implementations compute under the name of a harmonic mean; Infinity at 0. */
export function reciprocalSum(a: number, b: number): number {
  return 2 * (1 / a + 1 / b);
}
