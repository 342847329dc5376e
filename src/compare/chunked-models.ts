import { elementCount } from "../math/element-count.js";
import { overlaps, type Overlap } from "../plan/overlaps.js";
import { replayRuns, type Mode } from "../plan/replay.js";
import type { ChunkedHyperfanPlan, ChunkRun } from "../plan/schema.js";
import { memoised } from "../remembered.js";
import type { InputPart, Source } from "./drawn-networks.js";
import { jointShare, likenessOf } from "./likeness.js";
import type { Models, TensorModel } from "./model.js";
import { blockParts, sourceOf } from "./source.js";

/** The elements of a tensor that one run generates. */
interface Part extends Overlap<ChunkRun> {
  /** Their number, as a share of the tensor's. */
  readonly weight: number;
  /** Their variance, as planned. */
  readonly variance: number;
  /** Their share in the sum of squares of all that the tensor has. */
  readonly share: number;
}

const sum = <Item>(items: readonly Item[], of: (item: Item) => number): number => items.reduce((total, item) => total + of(item), 0);

function partsOf(found: readonly Overlap<ChunkRun>[], elements: number, varianceOf: (run: ChunkRun) => number): readonly Part[] {
  const plain = found.map((overlap) => ({ ...overlap, weight: overlap.elements / elements, variance: varianceOf(overlap.run) }));
  const largest = plain.reduce((most, { variance }) => Math.max(most, variance), 0);
  // By ratios: a sum of variances could leave the doubles.
  const relative = (part: (typeof plain)[number]): number => (largest === 0 ? 0 : part.weight * (part.variance / largest));
  const all = sum(plain, relative);
  return plain.map((part) => ({ ...part, share: all === 0 ? part.weight : relative(part) / all }));
}

/** The inverse of a sum of squared shares: 1 for a single share, n for n equal ones. */
const worthOf = (squares: number): number => (squares === 0 ? 1 : 1 / squares);

/** A number rounded to eight steps for each factor of 2, so that chunks that are nearly alike are drawn once. */
const rounded = (x: number): number => (x > 0 ? 2 ** (Math.round(8 * Math.log2(x)) / 8) : x);
/** A whole number rounded down to a power of 2. */
const powerOfTwo = (count: number): number => 2 ** Math.floor(Math.log2(Math.max(1, count)));

/** Chunks with embeddings of a variance, one of them or the mean over several. */
interface Chunks {
  readonly source: (count: number) => Source;
  /** Bound on the cosine between what two of them put into the output layer. */
  readonly alike: number;
}

function chunksOf(plan: ChunkedHyperfanPlan, mode: Mode, variance: number): Chunks {
  const { embeddingDim, distribution } = plan.chunks;
  const embedding: InputPart = { entries: embeddingDim, mean: 0, variance, type: distribution, count: 1 };
  const shared = blockParts(plan, mode);
  const one = sourceOf(plan, mode, [...shared, embedding]);
  const { before, last } = likenessOf(one, embedding);
  return {
    alike: last,
    // A layer moves alike chunks together, and the mean over others like a wider layer.
    source: memoised((count: number) => ({
      ...one,
      inputs: [...shared, { ...embedding, count }],
      layers: one.layers.map((layer, index) => ({ ...layer, width: layer.width / jointShare(before[index] ?? 1, count) })),
    })),
  };
}

/**
 * Chunks have their output weights in common, so elements in the same place of different chunks are alike: a group of
 * `chunks` of them that correlate by ρ counts as 1/(1/chunks + (1 − 1/chunks)ρ), and their squares correlate by ρ².
 */
function worthOfElements(parts: readonly Part[], chunks: number, alike: number): TensorModel["worth"] {
  const ofUnequal = worthOf(sum(parts, ({ share, weight }) => (share * share) / weight));
  return { variance: ofUnequal / (chunks * jointShare(alike * alike, chunks)), mean: 1 / (chunks * jointShare(alike, chunks)) };
}

/** The run that counts most in a tensor stands for all that it has: what they share moves them together. */
function tensorModel(plan: ChunkedHyperfanPlan, parts: readonly Part[], position: number, chunksWith: (variance: number) => Chunks): TensorModel {
  const { scale = 1, offset = 0 } = plan.tensors[position] ?? {};
  const chunks = worthOf(sum(parts, ({ share, chunks: own }) => (share * share) / own));
  const main = parts.reduce<Part | undefined>((most, part) => (most === undefined || part.share > most.share ? part : most), undefined);
  const { source, alike } = chunksWith(rounded(main?.run.variance ?? 0));
  const { shape: [, width = 1], distribution } = plan.output.weight;
  return {
    source: source(powerOfTwo(chunks)),
    fromWeights: scale * (scale * sum(parts, ({ weight, variance }) => weight * variance)),
    fromBias: 0,
    offset,
    slope: 0,
    mean: offset,
    between: 0,
    isUniform: { weights: distribution.type === "uniform", bias: false },
    width,
    worth: worthOfElements(parts, chunks, alike),
  };
}

/** What a chunked hypernetwork gives each tensor. */
export function chunkedModels(plan: ChunkedHyperfanPlan, mode: Mode): Models {
  const replayed = replayRuns(plan, mode);
  const variances = new Map(plan.chunks.runs.map((run, index) => [run, replayed[index] ?? 0]));
  const chunksWith = memoised((variance: number) => chunksOf(plan, mode, variance));
  const sizes = plan.tensors.map(({ shape }) => elementCount(shape));
  const found = overlaps(sizes, plan.chunks.runs, plan.chunks.size);
  return (position) => {
    const own = found[position];
    if (own === undefined) return undefined;
    return tensorModel(plan, partsOf(own, sizes[position] ?? 1, (run) => variances.get(run) ?? 0), position, chunksWith);
  };
}
