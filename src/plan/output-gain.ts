import type { Chunking } from "../request/schema.js";
import { inputSecondMomentWith, type ChunkInput } from "./embedding.js";
import type { OutputVariance } from "./output-variance.js";

/** Rounding must not put a chunk that is planned at the least variance below it. */
const MARGIN = 1 + 1e-9;

/** Least second moment of the whole input at which an embedding has the share and the variance it should. */
export function leastInput(input: ChunkInput, { minShare, minVariance }: Pick<Chunking, "minShare" | "minVariance">): number {
  const others = inputSecondMomentWith(input, 0);
  return Math.max(others / (1 - minShare), MARGIN * inputSecondMomentWith(input, minVariance));
}

/**
 * Factor G on the output layer's weight variance with which all target variances from `least` to `greatest` are met by
 * embeddings of at least `least input`: 1 where that will do, else the largest that does, min Var(v) / F(q), with F the
 * output variance at G = 1. Source: docs/formulas.md, "Rescaling the output layer".
 */
export function outputGain(unscaled: OutputVariance, inputAtLeast: number, least: number, greatest: number): number {
  const most = least / unscaled.of(inputAtLeast);
  const saturates = unscaled.range !== null && greatest > unscaled.range.high;
  if (!saturates) return Math.min(1, most);
  // No embedding is too small for a network that gives nothing for no input: then the least gain that reaches all will do.
  return most === Infinity ? (MARGIN * greatest) / unscaled.range.high : most;
}
