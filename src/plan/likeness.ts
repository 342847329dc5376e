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

/**
 * The two chunks of least embedding variance, as the second moments of their inputs; null for fewer than two chunks.
 * These share most of their input, and so are most alike. `count` is the number of a run's chunks that are meant.
 */
export function mostAlike(runs: readonly { readonly inputSecondMoment: number; readonly count: number }[]): readonly [number, number] | null {
  let [least, next] = [Infinity, Infinity];
  for (const { inputSecondMoment, count } of runs) {
    if (inputSecondMoment < least) [least, next] = [inputSecondMoment, count > 1 ? inputSecondMoment : least];
    else if (inputSecondMoment < next) next = inputSecondMoment;
  }
  return next === Infinity ? null : [least, next];
}
