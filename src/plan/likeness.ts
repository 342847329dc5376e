import { jointMoment } from "../math/joint-moment.js";
import { secondMoment } from "../math/moments.js";
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
  const known = new Map<number, Map<number, number>>();
  return (a, b) => {
    const row = known.get(a) ?? new Map<number, number>();
    known.set(a, row);
    const found = row.get(b) ?? outputCorrelation(stack, shared, a, b);
    row.set(b, found);
    return found;
  };
}

/** Chunks whose inputs have one second moment. */
export interface AlikeRun {
  readonly inputSecondMoment: number;
  readonly count: number;
}

/** Pairs of neighbours that are looked at in long lists, besides the least. */
const MOST_PAIRS = 16;

/**
 * Pairs of chunks, as the second moments of their inputs, among which the most alike is. The two chunks of least
 * embedding variance share most of their input, and in a proportional network that settles it; otherwise the mean of a
 * larger activation may weigh more, so that neighbours all along the list are looked at.
 */
export function alikePairs(runs: readonly AlikeRun[], proportional: boolean): readonly (readonly [number, number])[] {
  const sorted = [...runs].sort((a, b) => a.inputSecondMoment - b.inputSecondMoment);
  const pairs = sorted.flatMap(({ inputSecondMoment, count }, position): readonly (readonly [number, number])[] => {
    const next = sorted[position + 1]?.inputSecondMoment;
    const alone = count > 1 ? ([[inputSecondMoment, inputSecondMoment]] as const) : [];
    return next === undefined ? alone : [...alone, [inputSecondMoment, next]];
  });
  if (proportional) return pairs.slice(0, 1);
  const step = Math.max(1, pairs.length / MOST_PAIRS);
  return pairs.filter((_, position) => Math.floor(position / step) !== Math.floor((position - 1) / step));
}
