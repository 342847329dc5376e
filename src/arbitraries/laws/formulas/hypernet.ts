import type { Distribution } from "../../../hypernetwork/distribution.js";
import type { Plan } from "../../../plan/schema.js";
import type { RequestInput } from "../../../request/schema.js";
import { momentsOf } from "./activations.js";

/** Variance of a distribution's entries: b²/3 for U(−b, b). */
export function varianceOf(distribution: Distribution): number {
  if (distribution.type === "uniform") return (distribution.high - distribution.low) ** 2 / 12;
  return distribution.type === "normal" ? distribution.std ** 2 : 0;
}

/** Mean of a distribution's entries. */
export function meanOf(distribution: Distribution): number {
  if (distribution.type === "uniform") return (distribution.high + distribution.low) / 2;
  return distribution.type === "normal" ? distribution.mean : distribution.value;
}

/** Entries of all input blocks, and the sum of their second moments. */
export function inputOf({ inputs = [] }: RequestInput): { readonly dim: number; readonly sumOfSquares: number } {
  const squares = inputs.map(({ dim, variance = 1, mean = 0, noiseStd = 0 }) => dim * (variance + mean * mean + noiseStd * noiseStd));
  return { dim: inputs.reduce((total, { dim }) => total + dim, 0), sumOfSquares: squares.reduce((total, square) => total + square, 0) };
}

/** What the output layer reads. */
export interface LastLayer {
  readonly width: number;
  readonly secondMoment: number;
}

/**
 * What the output layer reads when an input of `width` entries is propagated through hidden layers drawn as a plan says,
 * in the network that the request describes. Source: docs/formulas.md, "The hidden layers".
 */
export function propagated({ hypernet: { activation = "relu", norm = "none", dropout = 0 } = {} }: RequestInput, hidden: Plan["hidden"], input: LastLayer): LastLayer {
  const { second } = momentsOf(activation);
  return hidden.reduce(({ width: fanIn, secondMoment }, { weight }) => {
    const variance = fanIn * varianceOf(weight.distribution) * secondMoment;
    const normed = norm === "none" || variance === 0 ? variance : 1;
    return { width: weight.shape[0] ?? NaN, secondMoment: second(normed) / (1 - dropout) };
  }, input);
}
