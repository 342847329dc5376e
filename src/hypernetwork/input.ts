import { fill } from "./fill.js";
import type { Distribution } from "./distribution.js";
import type { Random } from "./random.js";
import type { Scatter, Signal } from "./signal.js";

/** A block of the hypernetwork's input: entries of one mean and variance, and of noise that training adds. */
export interface Block {
  readonly dim: number;
  readonly mean: number;
  readonly variance: number;
  readonly noiseStd: number;
}

/** The embedding of a chunk: independent entries, or a point on a sphere. */
export interface Embedding {
  readonly dim: number;
  readonly variance: number;
  readonly draw: Distribution | { readonly type: "sphere"; readonly radius: number };
}

/** A part of an input whose entries are drawn alike. */
interface Part {
  readonly dim: number;
  readonly mean: number;
  readonly variance: number;
  /** E[x²] of an entry. */
  readonly square: number;
  /** Of the part alone. */
  readonly scatter: Scatter;
}

/**
 * A block as if its entries were independent and normal, with t the share of the variance in the second moment:
 * E[x⁴]/E[x²]² = 1 + 4t − 2t².
 */
function blockPart({ dim, mean, variance, noiseStd }: Block): Part {
  const own = variance + noiseStd ** 2;
  const square = variance + mean ** 2 + noiseStd ** 2;
  const share = square === 0 ? 0 : own / square;
  const relative = 4 * share - 2 * share * share;
  return { dim, mean, variance: own, square, scatter: { spread: relative / dim, kurtosis: 1 + relative } };
}

/**
 * Variance of |c|²/E|c|² times the entries of the embedding c: E[c⁴]/Var(c)² − 1 of independent entries, which is 1.8 − 1
 * for uniform and 3 − 1 for normal ones; none on a sphere.
 */
export const RELATIVE_VARIANCE_OF_SQUARE = { uniform: 0.8, normal: 2, sphere: 0, constant: 0 } as const;

function embeddingPart({ dim, variance, draw }: Embedding): Part {
  const relative = RELATIVE_VARIANCE_OF_SQUARE[draw.type];
  const kurtosis = draw.type === "sphere" ? (3 * dim) / (dim + 2) : 1 + relative;
  return { dim, mean: 0, variance, square: variance, scatter: { spread: relative / dim, kurtosis } };
}

const total = <Item>(items: readonly Item[], of: (item: Item) => number): number => items.reduce((sum, item) => sum + of(item), 0);

function scatterOf(parts: readonly Part[], width: number, secondMoment: number): Scatter {
  if (secondMoment === 0) return { spread: 0, kurtosis: 1 };
  const shareOf = ({ dim, square }: Part): number => ((dim / width) * square) / secondMoment;
  return {
    spread: total(parts, (part) => shareOf(part) ** 2 * part.scatter.spread),
    kurtosis: total(parts, (part) => shareOf(part) ** 2 * part.scatter.kurtosis * (width / part.dim)),
  };
}

/** The signal of all parts of an input, end to end. The share n_b/n comes first: n_b times a large variance could leave the doubles. */
export function inputSignal(blocks: readonly Block[], embedding: Embedding | null): Signal {
  const parts = [...blocks.map(blockPart), ...(embedding === null ? [] : [embeddingPart(embedding)])];
  const width = total(parts, ({ dim }) => dim);
  const over = (of: (part: Part) => number): number => total(parts, (part) => (part.dim / width) * of(part));
  const secondMoment = over(({ square }) => square);
  return {
    width,
    secondMoment,
    get mean() {
      return over(({ mean }) => mean);
    },
    get variance() {
      return over(({ variance }) => variance);
    },
    get scatter() {
      return scatterOf(parts, width, secondMoment);
    },
  };
}

/** Draws an input's blocks end to end; each entry is normal, its noise included. */
export function drawBlocks(target: Float64Array, blocks: readonly Block[], random: Random): void {
  let start = 0;
  for (const { dim, mean, variance, noiseStd } of blocks) {
    // Independent normal numbers add up to a normal number.
    fill(target.subarray(start, start + dim), dim, { type: "normal", mean, std: Math.hypot(Math.sqrt(variance), noiseStd) }, random);
    start += dim;
  }
}

/** Uniform on the sphere of a radius: the direction of a normal vector. */
function fillSphere(target: Float64Array, radius: number, random: Random): void {
  fill(target, target.length, { type: "normal", mean: 0, std: 1 }, random);
  const scale = radius / Math.sqrt(target.reduce((sum, entry) => sum + entry ** 2, 0));
  for (const [index, entry] of target.entries()) target[index] = scale * entry;
}

/** Draws a chunk's embedding. */
export function drawEmbedding(target: Float64Array, { draw }: Embedding, random: Random): void {
  if (draw.type === "sphere") fillSphere(target, draw.radius, random);
  else fill(target, target.length, draw, random);
}
