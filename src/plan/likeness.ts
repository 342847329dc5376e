import { cosineOf } from "../hypernetwork/cosine.js";
import { serial, type Node } from "../hypernetwork/node.js";
import { signalOf } from "../hypernetwork/signal.js";
import { solveIncreasing } from "../math/solve.js";
import { memoised } from "../remembered.js";
import type { ChunkInput } from "./embedding.js";

/** Correlation of two outputs, by the mean product of their inputs' entries and the second moments of both. */
type OutputCorrelation = (shared: number, a: number, b: number) => number;

/**
 * Correlation of two outputs that share an output row, over draws of the hypernetwork: the inputs' second moments are
 * `a` and `b`, and `shared` is the mean product of their entries. Every layer maps the correlation of its inputs to
 * that of its activations; dropout draws its masks for each chunk anew. Outputs that are always 0 count as alike. What
 * depends on one input only is computed once for each, and so is each pair.
 * Source: docs/formulas.md, "Likeness of chunks"; Cho & Saul 2009 for relu.
 */
export function outputCorrelations(layers: readonly Node[]): OutputCorrelation {
  const trunk = serial(layers);
  const known = memoised((shared: number) =>
    memoised((a: number) => memoised((b: number) => trunk.joint(cosineOf(shared, a, b), signalOf(1, a), signalOf(1, b)))),
  );
  return (shared, a, b) => known(shared)(a)(b);
}

/** Chunks whose inputs have one second moment. */
export interface AlikeRun {
  readonly chunks: number;
  readonly run: { readonly embedding: { readonly inputSecondMoment: number } };
}

type Pair = readonly [a: number, b: number];

/** The two chunks of least second moment; none of fewer than two. */
function leastPair(runs: readonly AlikeRun[]): readonly Pair[] {
  let [least, next] = [Infinity, Infinity];
  for (const { chunks, run } of runs) {
    const { inputSecondMoment } = run.embedding;
    const second = chunks > 1 ? inputSecondMoment : Infinity;
    next = Math.min(next, second, Math.max(least, inputSecondMoment));
    least = Math.min(least, inputSecondMoment);
  }
  return next === Infinity ? [] : [[least, next]];
}

/** Pairs of neighbours that are looked at in long lists, besides the least. */
const MOST_PAIRS = 16;

function neighbours(runs: readonly AlikeRun[]): readonly Pair[] {
  const moments = runs.flatMap(({ chunks, run: { embedding } }) => (chunks > 1 ? [embedding.inputSecondMoment, embedding.inputSecondMoment] : embedding.inputSecondMoment));
  const sorted = moments.sort((a, b) => a - b);
  const pairs = sorted.slice(1).map((moment, position): Pair => [sorted[position] ?? moment, moment]);
  const step = Math.max(1, pairs.length / MOST_PAIRS);
  return pairs.filter((_, position) => Math.floor(position / step) !== Math.floor((position - 1) / step));
}

/**
 * Pairs of chunks, as the second moments of their inputs, among which the most alike is. The two chunks of least
 * embedding variance share most of their input, and in a proportional network that settles it; otherwise the mean of a
 * larger activation may weigh more, so that neighbours all along the list are looked at.
 */
export function alikePairs(runs: readonly AlikeRun[], proportional: boolean): readonly Pair[] {
  return proportional ? leastPair(runs) : neighbours(runs);
}

/** Largest correlation between two of some chunks of a plan; null for fewer than two. */
export type LargestCorrelation = (runs: readonly AlikeRun[]) => number | null;

/** How alike the chunks of a hypernetwork are. */
export interface Likeness {
  readonly largest: LargestCorrelation;
  /** The embedding's share of the input at which two chunks correlate by no more than this; null where none is. */
  readonly shareFor: (correlation: number) => number | null;
}

/** Largest share that is looked at. */
const MOST_SHARE = 0.999;

/** How alike chunks are whose hypernetwork has these other inputs; each pair is computed once. */
export function likenessWithin(layers: readonly Node[], { otherDim, otherSecondMoment, embeddingDim }: ChunkInput): Likeness {
  const shared = (otherDim / (otherDim + embeddingDim)) * otherSecondMoment;
  const correlation = outputCorrelations(layers);
  const { proportional } = serial(layers);
  const difference = (share: number): number => 1 - correlation(shared, shared / (1 - share), shared / (1 - share));
  return {
    largest: (runs) => alikePairs(runs, proportional).reduce<number | null>((largest, [a, b]) => Math.max(largest ?? -1, correlation(shared, a, b)), null),
    shareFor: memoised((most: number) => (difference(MOST_SHARE) < 1 - most ? null : solveIncreasing(difference, 1 - most, 0, MOST_SHARE))),
  };
}
