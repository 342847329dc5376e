/** How to draw the entries of a tensor. Uniform on [low, high]. */
export type Distribution =
  | { readonly type: "uniform"; readonly low: number; readonly high: number }
  | { readonly type: "normal"; readonly mean: number; readonly std: number }
  | { readonly type: "constant"; readonly value: number };

/** Mean and variance of numbers that are drawn, or generated, alike. */
export interface Moments {
  readonly mean: number;
  readonly variance: number;
}

/** Half-width of a zero-mean uniform distribution: U(-a, a) has variance a²/3. */
export function uniformBound(variance: number): number {
  return Math.sqrt(3) * Math.sqrt(variance);
}

/** The uniform distribution of a mean and variance; a constant for variance 0. */
export function uniformOf(mean: number, variance: number): Distribution {
  if (variance === 0) return { type: "constant", value: mean };
  const bound = uniformBound(variance);
  return { type: "uniform", low: mean - bound, high: mean + bound };
}

/** Mean and variance of a distribution's entries. */
export function momentsOf(distribution: Distribution): Moments {
  switch (distribution.type) {
    case "constant":
      return { mean: distribution.value, variance: 0 };
    case "normal":
      return { mean: distribution.mean, variance: distribution.std ** 2 };
    case "uniform":
      // Halves first: a sum of bounds could leave the doubles.
      return { mean: distribution.low / 2 + distribution.high / 2, variance: (distribution.high / 2 - distribution.low / 2) ** 2 / 3 };
  }
}
