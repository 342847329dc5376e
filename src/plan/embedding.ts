import type { Chunking } from "../request/schema.js";
import { uniformBound } from "../hypernetwork/distribution.js";
import type { OutputVariance } from "./output-variance.js";

/** The input of a chunked hypernetwork: n_e entries of second moment q_e besides the n_c of the chunk embedding. */
export interface ChunkInput {
  readonly otherDim: number;
  readonly otherSecondMoment: number;
  readonly embeddingDim: number;
}

/** What the chunk embeddings of a hypernetwork are computed from. */
export interface EmbeddingSetting extends ChunkInput {
  readonly chunking: Chunking;
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
export function inputSecondMomentWith({ otherDim, otherSecondMoment, embeddingDim }: ChunkInput, variance: number): number {
  const total = otherDim + embeddingDim;
  return (otherDim / total) * otherSecondMoment + (embeddingDim / total) * variance;
}

/** The variance of embeddings with which the whole input has a second moment: the inverse of {@link inputSecondMomentWith}. */
export function embeddingVarianceFor({ otherDim, otherSecondMoment, embeddingDim }: ChunkInput, inputSecondMoment: number): number {
  const total = otherDim + embeddingDim;
  // Shares first, as above: entries times a second moment could leave the doubles.
  return (inputSecondMoment - (otherDim / total) * otherSecondMoment) * (total / embeddingDim);
}

/** The embedding's part of the whole input's second moment; 1 where there is nothing at all. */
export function embeddingShare({ otherDim, otherSecondMoment, embeddingDim }: ChunkInput, variance: number): number {
  if (otherDim === 0 || otherSecondMoment === 0) return 1;
  // By ratios: entries times a variance could leave the doubles.
  return 1 / (1 + (otherDim / embeddingDim) * (otherSecondMoment / variance));
}

/**
 * The embedding of a chunk that should have `targetVariance`:
 * Var(c) = [(n_e + n_c) q_0 - n_e q_e] / n_c, not below the least variance, with q_0 the inverse of the output variance.
 * Source: docs/formulas.md, "Chunk embeddings"; apply_chunked_hyperfan_init of hypnettorch's ChunkedHMLP.
 */
export function embeddingFor(targetVariance: number, setting: EmbeddingSetting): Embedding {
  const { chunking, assumed, actual } = setting;
  const { minVariance, distribution } = chunking;
  const { inputSecondMoment: wantedSecondMoment, reachable } = assumed.inverse(targetVariance);
  const exact = embeddingVarianceFor(setting, wantedSecondMoment);
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
