import { firstMoment } from "../math/moments.js";
import { propagate } from "../plan/propagation.js";
import type { DrawnNetwork } from "./drawn-network.js";
import type { InputPart } from "./realised-input.js";

/** Bounds on the cosine between what two chunks put into each hidden layer, and into the output layer. */
export interface Likeness {
  readonly before: readonly number[];
  readonly last: number;
}

/**
 * Root mean square of the cosine between the inputs of two chunks: their shared part, and that independent embeddings of
 * n entries have the cosine 0 on average but not in a square.
 */
function inputLikeness(inputs: readonly InputPart[], embedding: InputPart): number {
  const shared = inputs.reduce((total, { entries, secondMoment }) => total + entries * secondMoment, 0);
  const own = embedding.entries * embedding.secondMoment;
  return shared + own === 0 ? 1 : Math.hypot(shared, own / Math.sqrt(embedding.entries)) / (shared + own);
}

/**
 * How alike two chunks can be. Functions of two normal variables correlate by no more than the variables themselves
 * (Gebelein's inequality), so behind an activation of mean m and second moment S the cosine is at most
 * (m² + ρ(S − m²))/S; dropout, which draws a mask for each chunk, takes its share away.
 * Source: H. Gebelein, Zeitschrift für Angewandte Mathematik und Mechanik 21 (1941) 364–379.
 */
export function likenessOf({ stack, inputs }: Pick<DrawnNetwork, "stack" | "inputs">, embedding: InputPart): Likeness {
  const entries = [...inputs, embedding].reduce((total, part) => total + part.entries, 0);
  const q = [...inputs, embedding].reduce((total, part) => total + (part.entries / entries) * part.secondMoment, 0);
  const moments = propagate(stack, q);
  const found = [inputLikeness(inputs, embedding)];
  stack.layers.forEach(({ gain }, index) => {
    const before = found.at(-1) ?? 1;
    const square = (moments[index] ?? 0) * stack.keep;
    const mean = firstMoment(stack.activation, gain * (index === 0 ? q : (moments[index - 1] ?? 0)));
    const centred = square === 0 ? 0 : Math.min(1, mean ** 2 / square);
    found.push(stack.keep * (centred + before * (1 - centred)));
  });
  return { before: found.slice(0, -1), last: found.at(-1) ?? 1 };
}

/**
 * Variance of the mean over `count` quantities that correlate by ρ, as a share of the variance of one: 1/count of what is
 * each one's own, and all of what they share.
 */
export function jointShare(correlation: number, count: number): number {
  return 1 / count + (1 - 1 / count) * correlation;
}
