import { replayRuns, type Mode } from "../plan/replay.js";
import type { ChunkedHyperfanPlan, ChunkRun } from "../plan/schema.js";
import { memoised } from "../remembered.js";
import { drawnNetwork } from "./drawn-network.js";
import { jointShare, likenessOf } from "./likeness.js";
import { embeddingPart, realisedInput } from "./realised-input.js";
import { realisedLayers, type Realised } from "./realised.js";

/** What a chunked hypernetwork makes of the chunks of a run. */
export interface ChunkSource {
  /** Variance of their elements, as planned. */
  readonly varianceOf: (run: ChunkRun) => number;
  /** Bound on the cosine between what two of them put into the output layer. */
  readonly likenessOf: (run: ChunkRun) => number;
  /** What the output layer reads for one of them, or for the mean over `count`. */
  readonly realisedOf: (run: ChunkRun, count: number) => Realised;
}

/** The chunks of a plan in one mode. All that tells runs apart is the variance of their embeddings. */
export function chunkSource(plan: ChunkedHyperfanPlan, mode: Mode): ChunkSource {
  const { inputs, layers, stack } = drawnNetwork(plan, mode);
  const { runs } = plan.chunks;
  const replayed = replayRuns(plan, mode);
  const variances = new Map(runs.map((run, index) => [run, replayed[index] ?? 0]));
  const likeness = memoised((variance: number) => likenessOf({ inputs, stack }, embeddingPart(plan.chunks, variance, 1)));
  const realised = memoised((variance: number) =>
    memoised((count: number): Realised => {
      const input = realisedInput([...inputs, embeddingPart(plan.chunks, variance, count)]);
      const { before } = likeness(variance);
      // A layer moves alike chunks together, and the mean over others like a wider layer.
      const joint = layers.map((layer, index) => ({ ...layer, width: layer.width / jointShare(before[index] ?? 1, count) }));
      return realisedLayers(input, joint, stack).at(-1) ?? input;
    }),
  );
  return {
    varianceOf: (run) => variances.get(run) ?? 0,
    likenessOf: ({ variance }) => likeness(variance).last,
    realisedOf: ({ variance }, count) => realised(variance)(count),
  };
}
