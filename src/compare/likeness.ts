import { firstMoment } from "../math/moments.js";
import type { InputPart, Source } from "./drawn-networks.js";

/** Bounds on the cosine between what two chunks put into each hidden layer, and into the output layer. */
export interface Likeness {
  readonly before: readonly number[];
  readonly last: number;
}

const total = (parts: readonly InputPart[]): number => parts.reduce((sum, { entries, mean, variance }) => sum + entries * (mean ** 2 + variance), 0);

/**
 * Root mean square of the cosine between the inputs of two chunks: their shared part, and that independent embeddings of
 * n entries have the cosine 0 on average but not in a square.
 */
function inputLikeness(shared: readonly InputPart[], embedding: InputPart): number {
  const own = total([embedding]);
  const all = total(shared) + own;
  return all === 0 ? 1 : Math.hypot(total(shared) / all, own / all / Math.sqrt(embedding.entries));
}

/**
 * How alike two chunks can be that share the inputs of a source but for the embedding. Functions of two normal variables
 * correlate by no more than the variables themselves
 * (Gebelein's inequality), so behind an activation of mean m and second moment S the cosine is at most
 * (m² + ρ(S − m²))/S; dropout, which draws a mask for each chunk, takes its share away.
 * Source: H. Gebelein, Zeitschrift für Angewandte Mathematik und Mechanik 21 (1941) 364–379.
 */
export function likenessOf({ inputs, plannedInput, layers, stack, norm }: Source, embedding: InputPart): Likeness {
  const found = [inputLikeness(inputs.filter((part) => part !== embedding), embedding)];
  layers.forEach(({ gain, planned }, index) => {
    const before = found.at(-1) ?? 1;
    const square = planned * stack.keep;
    const arriving = gain * (index === 0 ? plannedInput : (layers[index - 1]?.planned ?? 0));
    const mean = firstMoment(stack.activation, norm !== "none" && arriving > 0 ? 1 : arriving);
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
