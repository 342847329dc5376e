import { jointMoment } from "../math/joint-moment.js";
import { secondMoment } from "../math/moments.js";
import { memoised } from "../remembered.js";
import type { HiddenStack } from "./propagation.js";

/**
 * Correlation of two outputs that share an output row, over draws of the hypernetwork: the inputs' second moments are
 * `a` and `b`, and `shared` is the mean product of their entries. Every layer maps the correlation of its inputs to
 * that of its activations; dropout draws its masks for each chunk anew. Outputs that are always 0 count as alike.
 * Source: docs/formulas.md, "Likeness of chunks"; Cho & Saul 2009 for relu.
 */
export function outputCorrelation({ layers, activation, keep }: HiddenStack, shared: number, a: number, b: number): number {
  let [first, second, product] = [a, b, shared];
  for (const { gain } of layers) {
    const [varianceA, varianceB] = [gain * first, gain * second];
    const correlation = correlationOf(product, first, second);
    first = secondMoment(activation, varianceA) / keep;
    second = secondMoment(activation, varianceB) / keep;
    product = jointMoment(activation, varianceA, varianceB, correlation);
  }
  return correlationOf(product, first, second);
}

function correlationOf(product: number, a: number, b: number): number {
  const scale = Math.sqrt(a) * Math.sqrt(b);
  return scale === 0 ? 1 : Math.min(1, Math.max(-1, product / scale));
}

/** Correlation of two runs' chunks by the second moments of their inputs, each pair computed once. */
export function correlationTable(stack: HiddenStack, shared: number): (a: number, b: number) => number {
  const rowOf = memoised((a: number) => memoised((b: number) => outputCorrelation(stack, shared, a, b)));
  return (a, b) => rowOf(a)(b);
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
