import { solveIncreasing } from "../math/solve.js";
import type { Chunking } from "../request/schema.js";
import { uniformBound } from "./distribution.js";
import { isProportional, lastSecondMoment, type HiddenStack } from "./propagation.js";

/** The variance of a chunked hypernetwork's output as a function of the second moment of its whole input. */
export interface OutputVariance {
  /** Var(v) for an input second moment. */
  readonly of: (inputSecondMoment: number) => number;
  /** The input second moment for a Var(v), and whether it exists; else that of the nearest reachable variance. */
  readonly inverse: (variance: number) => { readonly inputSecondMoment: number; readonly reachable: boolean };
  /** What `inverse` reaches, for an activation that saturates or has a floor; null where it reaches everything. */
  readonly range: { readonly low: number; readonly high: number } | null;
}

/** As much input as is ever asked for: far beyond any saturation, and safe to multiply. */
const MOST_INPUT = 1e290;
/** How much of the way to its limit a saturating output is driven; the last hundredth would take a huge input. */
const REACH = 0.99;

/** Var(v) = gain · q_L(q_0). Proportional networks are inverted by division, others numerically. */
export function outputVariance(stack: HiddenStack, gain: number): OutputVariance {
  const of = (inputSecondMoment: number): number => gain * lastSecondMoment(stack, inputSecondMoment);
  if (isProportional(stack)) {
    const slope = of(1);
    return { of: (q) => slope * q, inverse: (variance) => ({ inputSecondMoment: variance / slope, reachable: true }), range: null };
  }
  const low = of(0);
  const limit = Math.min(of(MOST_INPUT), Number.MAX_VALUE);
  const high = low + REACH * (limit - low);
  const inputFor = (variance: number): number => solveIncreasing(of, variance, 0, MOST_INPUT);
  return {
    of,
    inverse: (variance) => {
      if (variance <= low) return { inputSecondMoment: 0, reachable: variance === low };
      return variance > high ? { inputSecondMoment: inputFor(high), reachable: false } : { inputSecondMoment: inputFor(variance), reachable: true };
    },
    range: { low, high },
  };
}

/** What the chunk embeddings of a hypernetwork are computed from. */
export interface EmbeddingSetting {
  readonly chunking: Chunking;
  /** Entries n_e and second moment q_e of all other inputs. */
  readonly otherDim: number;
  readonly otherSecondMoment: number;
  /** The output variance that the formula assumes; under the reference presets not the real one. */
  readonly assumed: OutputVariance;
  /** The output variance of the planned network. */
  readonly actual: OutputVariance;
}

/** A chunk's embedding and what comes of it. */
export interface Embedding {
  readonly variance: number;
  readonly std: number;
  readonly bound?: number;
  readonly clipped: boolean;
  readonly predictedVariance: number;
  /** Second moment of the whole input that the target asks for. */
  readonly wantedSecondMoment: number;
  /** Second moment of the whole input with this embedding. */
  readonly inputSecondMoment: number;
  readonly reachable: boolean;
}

/** Second moment of the whole input with embeddings of a given variance: (n_e q_e + n_c Var(c)) / (n_e + n_c). */
export function inputSecondMomentWith({ otherDim, otherSecondMoment, chunking }: EmbeddingSetting, variance: number): number {
  const total = otherDim + chunking.embeddingDim;
  return (otherDim / total) * otherSecondMoment + (chunking.embeddingDim / total) * variance;
}

/**
 * The embedding of a chunk that should have `targetVariance`:
 * Var(c) = [(n_e + n_c) q_0 - n_e q_e] / n_c, not below the least variance, with q_0 the inverse of the output variance.
 * Source: docs/formulas.md, "Chunk embeddings"; apply_chunked_hyperfan_init of hypnettorch's ChunkedHMLP.
 */
export function embeddingFor(targetVariance: number, setting: EmbeddingSetting): Embedding {
  const { chunking, otherDim, otherSecondMoment, assumed, actual } = setting;
  const { embeddingDim, minVariance, distribution } = chunking;
  const { inputSecondMoment: wantedSecondMoment, reachable } = assumed.inverse(targetVariance);
  const exact = ((otherDim + embeddingDim) * wantedSecondMoment - otherDim * otherSecondMoment) / embeddingDim;
  const variance = Math.max(minVariance, exact);
  const inputSecondMoment = inputSecondMomentWith(setting, variance);
  return {
    variance,
    std: Math.sqrt(variance),
    ...(distribution === "uniform" ? { bound: uniformBound(variance) } : {}),
    clipped: exact < minVariance || !reachable,
    predictedVariance: actual.of(inputSecondMoment),
    wantedSecondMoment,
    inputSecondMoment,
    reachable,
  };
}

/** The output variance that the reference assumes: that of its input. */
export const ASSUMED_BY_REFERENCE: OutputVariance = {
  of: (inputSecondMoment) => inputSecondMoment,
  inverse: (variance) => ({ inputSecondMoment: variance, reachable: true }),
  range: null,
};
