import type { Moments } from "../hypernetwork/distribution.js";
import type { Estimate } from "./estimate.js";

/** How many of something were looked at in each draw. */
export interface Sampled {
  readonly sampled: number;
  readonly of: number;
}

/** What numbers that are generated alike turned out to be. */
export interface Measured {
  readonly mean: Estimate;
  readonly variance: Estimate;
  /** Measured over predicted variance; null where 0 is predicted. */
  readonly ratio: number | null;
}

export interface MeasuredTensor extends Measured {
  /** Index into targetShapes. */
  readonly tensor: number;
  readonly label?: string;
  readonly name: string;
  readonly shape: readonly number[];
  /** What the method asks of the tensor; null where a caller overrode it. */
  readonly intended: Moments | null;
}

/** A tensor with an output head of its own, of which some rows were drawn. */
export interface MeasuredHead extends MeasuredTensor {
  readonly rows: Sampled;
}

/** A run of chunks: some of them, and in each some rows. All rows of a chunk are drawn alike. */
export interface MeasuredRun extends Measured {
  /** First chunk of the run. */
  readonly first: number;
  readonly count: number;
  readonly chunks: Sampled;
  readonly rows: Sampled;
}

/** The second moment of a hidden layer's activations. */
export interface MeasuredLayer {
  readonly width: number;
  readonly secondMoment: Estimate;
  /** Measured over predicted; null where 0 is predicted. */
  readonly ratio: number | null;
}

interface Header {
  readonly format: "hyperfan-simulation";
  readonly version: 1;
  readonly mode: "training" | "evaluation";
  readonly seed: number;
  readonly draws: number;
  /** Inputs in each draw. */
  readonly batch: number;
  readonly hidden: readonly MeasuredLayer[];
}

/** What simulated full hypernetworks generated. */
export interface FullSimulation extends Header {
  readonly kind: "hyperfan";
  readonly tensors: readonly MeasuredHead[];
}

/** What simulated chunked hypernetworks generated. A tensor is the mean of its runs by the elements that it has in each. */
export interface ChunkedSimulation extends Header {
  readonly kind: "chunked-hyperfan";
  readonly runs: readonly MeasuredRun[];
  readonly tensors: readonly MeasuredTensor[];
}

export type Simulation = FullSimulation | ChunkedSimulation;
