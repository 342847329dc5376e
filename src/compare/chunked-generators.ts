import { elementCount } from "../math/element-count.js";
import { overlaps, type Overlap } from "../plan/overlaps.js";
import type { Mode } from "../plan/replay.js";
import type { ChunkedHyperfanPlan, ChunkRun } from "../plan/schema.js";
import { chunkSource, type ChunkSource } from "./chunk-source.js";
import { EXCESS } from "./drawn-network.js";
import { exactly, type Generator, type Limits } from "./generator.js";
import { jointShare } from "./likeness.js";
import { excessOfSum, type Realised } from "./realised.js";
import type { Spread } from "./spread.js";

/** The elements of a tensor that one run generates. */
interface Part extends Overlap<ChunkRun> {
  /** Their number, as a share of the tensor's. */
  readonly weight: number;
  /** Their variance, as planned. */
  readonly variance: number;
  /** Their share in the sum of squares of all that the tensor has. */
  readonly share: number;
  /** What the output layer reads for one of their chunks. */
  readonly realised: Realised;
}

const sum = <Item>(items: readonly Item[], of: (item: Item) => number): number => items.reduce((total, item) => total + of(item), 0);

function partsOf(found: readonly Overlap<ChunkRun>[], elements: number, source: ChunkSource): readonly Part[] {
  const plain = found.map((overlap) => ({ ...overlap, weight: overlap.elements / elements, variance: source.varianceOf(overlap.run) }));
  const total = sum(plain, ({ weight, variance }) => weight * variance);
  return plain.map((part) => ({ ...part, share: total === 0 ? 0 : (part.weight * part.variance) / total, realised: source.realisedOf(part.run, 1) }));
}

/** The inverse of a sum of squared shares: 1 for a single share, n for n equal ones. */
const worthOf = (squares: number): number => (squares === 0 ? 1 : 1 / squares);

/**
 * How a tensor's variance scatters: its chunks have embeddings of their own, and share the other inputs and all weights.
 * What its runs share is taken to move them together, so that standard deviations add.
 */
function spreadOf(parts: readonly Part[], chunks: number, source: ChunkSource): Spread {
  const terms = parts.map(({ run, share }) => ({ share, spread: source.realisedOf(run, chunks).spread }));
  return {
    variance: sum(terms, ({ share, spread }) => share * Math.sqrt(spread.variance)) ** 2,
    skewness: sum(terms, ({ share, spread }) => share * spread.skewness),
  };
}

function withinOf({ output }: ChunkedHyperfanPlan, parts: readonly Part[], scale: number): Limits {
  const mean = (of: (part: Part) => number): number => scale ** 2 * sum(parts, (part) => part.weight * of(part));
  return { planned: mean(({ variance }) => variance), corrected: mean(({ realised }) => output.gain * realised.mean) };
}

/**
 * Chunks have their output weights in common, so elements in the same place of different chunks are alike: a group of
 * `chunks` of them that correlate by ρ counts as 1/(1/chunks + (1 − 1/chunks)ρ), and their squares correlate by ρ².
 */
function worthOfElements(parts: readonly Part[], chunks: number, source: ChunkSource): Generator["worth"] {
  const alike = sum(parts, ({ run, share }) => share * source.likenessOf(run));
  const ofUnequal = worthOf(sum(parts, ({ share, weight }) => (share * share) / weight));
  return {
    variance: ofUnequal / (chunks * jointShare(alike * alike, chunks)),
    mean: 1 / (chunks * jointShare(alike, chunks)),
  };
}

function tensorGenerator(plan: ChunkedHyperfanPlan, found: readonly Overlap<ChunkRun>[], position: number, source: ChunkSource): Generator {
  const { shape = [], scale = 1, offset = 0 } = plan.tensors[position] ?? {};
  const parts = partsOf(found, elementCount(shape), source);
  const chunks = worthOf(sum(parts, ({ share, chunks: own }) => (share * share) / own));
  const { shape: [, width = 1], distribution } = plan.output.weight;
  return {
    worth: worthOfElements(parts, chunks, source),
    within: withinOf(plan, parts, scale),
    spread: spreadOf(parts, chunks, source),
    excess: sum(parts, ({ share, realised }) => share * excessOfSum(EXCESS[distribution.type], realised.kurtosis, width)),
    mean: exactly(offset),
    between: exactly(0),
  };
}

/** What a plan's hypernetwork gives each tensor, by its position. */
export function chunkedGenerators(plan: ChunkedHyperfanPlan, mode: Mode): (position: number) => Generator | undefined {
  const source = chunkSource(plan, mode);
  const found = overlaps(plan.tensors.map(({ shape }) => elementCount(shape)), plan.chunks.runs, plan.chunks.size);
  return (position) => {
    const own = found[position];
    return own === undefined ? undefined : tensorGenerator(plan, own, position, source);
  };
}
