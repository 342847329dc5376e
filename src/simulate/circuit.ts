import type { Activation } from "../math/activation.js";
import type { Distribution } from "../plan/distribution.js";
import type { Plan } from "../plan/schema.js";
import type { DenseDraw } from "./dense.js";

/** How a chunk embedding is drawn: entry by entry, or as a point on a sphere. */
export type EmbeddingDraw = Distribution | { readonly type: "sphere"; readonly radius: number };

/** Inputs that share a distribution: one sample per pair of a chunk and an input. */
export interface SampleGroup {
  /** Chunks that are run; 1 without chunks. */
  readonly chunks: number;
  readonly embedding: EmbeddingDraw;
  /** Share of all chunks that the group stands for. */
  readonly share: number;
}

/** Rows of the output layer that are drawn alike. */
export type OutputDraw = DenseDraw;

/** A hypernetwork as the simulation draws and runs it, whatever the kind of its plan. */
export interface Circuit {
  /** Blocks of the input, without the chunk embedding; noise is 0 where there is none. */
  readonly blocks: Plan["input"]["blocks"];
  /** Inputs that every draw of the weights is run on. */
  readonly batch: number;
  /** Entries of a chunk embedding; 0 without chunks. */
  readonly embeddingDim: number;
  readonly groups: readonly SampleGroup[];
  readonly hidden: readonly DenseDraw[];
  readonly activation: Activation;
  readonly norm: "none" | "batch" | "layer";
  /** Rate of inverted dropout. */
  readonly dropout: number;
  readonly outputs: readonly OutputDraw[];
}

/** Samples of one group. */
export function samplesOf({ chunks }: SampleGroup, { batch }: Pick<Circuit, "batch">): number {
  return chunks * batch;
}

/** Samples of all groups. */
export function totalSamples(circuit: Circuit): number {
  return circuit.groups.reduce((total, group) => total + samplesOf(group, circuit), 0);
}

/** Entries of the whole input. */
export function inputWidth({ blocks, embeddingDim }: Circuit): number {
  return blocks.reduce((total, { dim }) => total + dim, embeddingDim);
}
