import type { Mode } from "../hypernetwork/trunk.js";

/** A measured number beside the predicted one. */
export interface Compared {
  readonly predicted: number;
  readonly measured: number;
  /** What the measured number has to lie between; null where too few numbers were measured to say. */
  readonly low: number | null;
  readonly high: number | null;
  /** How far off it is, as a standard normal score; null where there is no scatter to go by. */
  readonly z: number | null;
  readonly agrees: boolean;
}

export interface TensorComparison {
  /** Index into targetShapes. */
  readonly tensor: number;
  readonly label?: string;
  readonly name: string;
  readonly count: number;
  readonly networks: number;
  readonly mean: Compared;
  readonly variance: Compared;
  /** Measured over predicted standard deviation; null where that is 0. */
  readonly ratio: number | null;
  readonly agrees: boolean;
}

/** Something to know about a comparison that its numbers do not say. */
export interface ComparisonNote {
  readonly code: string;
  readonly message: string;
}

/** What a comparison found, as plain data. */
export interface Comparison {
  readonly format: "hyperfan-comparison";
  readonly version: 1;
  readonly agrees: boolean;
  readonly mode: Mode;
  /** Chance that anything at all disagrees when the plan is right. */
  readonly level: number;
  /** Tests that share it. */
  readonly tests: number;
  /** The score from which on one of them disagrees. */
  readonly criticalZ: number;
  /** In the order of the measurements. */
  readonly tensors: readonly TensorComparison[];
  /** Indices of the plan's tensors that were not measured. */
  readonly unmeasured: readonly number[];
  readonly notes: readonly ComparisonNote[];
}
