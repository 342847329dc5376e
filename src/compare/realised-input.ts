import type { InputBlock } from "../request/schema.js";
import { RELATIVE_VARIANCE_OF_SQUARE } from "../plan/embedding.js";
import type { ChunkedHyperfanPlan } from "../plan/schema.js";
import type { Realised } from "./realised.js";
import { gammaSpread, NO_SPREAD } from "./spread.js";

/** A part of a hypernetwork's input. */
export interface InputPart {
  readonly entries: number;
  readonly secondMoment: number;
  /** E[x⁴]/E[x²]² of an entry. */
  readonly kurtosis: number;
  /** Relative variance of the part's own mean square. */
  readonly variance: number;
}

/**
 * A block as if its entries were independent and normal, with t the share of the variance in the second moment:
 * E[x⁴]/E[x²]² = 1 + 4t − 2t². No block that a request describes scatters more than a normal one, unless its entries
 * have heavy tails or depend on each other.
 */
export function blockPart({ dim, mean, variance, noiseStd }: Readonly<InputBlock>): InputPart {
  const spread = variance + noiseStd ** 2;
  const secondMoment = spread + mean ** 2;
  const share = secondMoment === 0 ? 0 : spread / secondMoment;
  const relativeVariance = 4 * share - 2 * share * share;
  return { entries: dim, secondMoment, kurtosis: 1 + relativeVariance, variance: relativeVariance / dim };
}

type Chunks = ChunkedHyperfanPlan["chunks"];

/** Kurtosis of an entry of a chunk embedding with n entries. */
const KURTOSIS: Readonly<Record<Chunks["distribution"], (n: number) => number>> = {
  uniform: () => 1.8,
  normal: () => 3,
  sphere: (n) => (3 * n) / (n + 2),
};

/** Chunk embeddings of this variance: the mean over `count` independent ones. */
export function embeddingPart({ embeddingDim, distribution }: Chunks, variance: number, count: number): InputPart {
  const ofOne = RELATIVE_VARIANCE_OF_SQUARE[distribution] / embeddingDim;
  return { entries: embeddingDim, secondMoment: variance, kurtosis: KURTOSIS[distribution](embeddingDim), variance: ofOne / count };
}

const NOTHING: Realised = { mean: 0, spread: NO_SPREAD, kurtosis: 1 };

/** The realised second moment of an input of independent parts. */
export function realisedInput(parts: readonly InputPart[]): Realised {
  const entries = parts.reduce((total, part) => total + part.entries, 0);
  const mean = parts.reduce((total, part) => total + (part.entries / entries) * part.secondMoment, 0);
  if (mean === 0) return NOTHING;
  const shared = parts.filter(({ secondMoment }) => secondMoment > 0).map((part) => ({ ...part, share: ((part.entries / entries) * part.secondMoment) / mean }));
  return {
    mean,
    spread: gammaSpread(shared.reduce((total, { share, variance }) => total + share * share * variance, 0)),
    kurtosis: shared.reduce((total, part) => total + part.share ** 2 * part.kurtosis * (entries / part.entries), 0),
  };
}
