import type { Activation } from "../math/activation.js";

/** What becomes of a signal on its way through a main network. */
export type SignalVerdict = "fine" | "explodes" | "vanishes";

/** The worst that is to be said of a layer, or of a plan. */
export type Verdict = SignalVerdict | "off-intent";

/** What a tensor is meant to have. */
export interface IntendedSpread {
  readonly mean: number;
  readonly std: number;
}

/** What a tensor gets in one mode. */
export interface PredictedSpread {
  readonly mean: number;
  readonly std: number;
  /** Predicted over intended standard deviation; null where nothing, or a standard deviation of 0, is intended. */
  readonly ratio: number | null;
}

export interface TensorCheck {
  /** Index into targetShapes. */
  readonly tensor: number;
  readonly label?: string;
  readonly name: string;
  readonly layer: number;
  readonly shape: readonly number[];
  /** Null where a caller overrode it. */
  readonly intended: IntendedSpread | null;
  readonly training: PredictedSpread;
  /** Null where it is the same as training. */
  readonly evaluation: PredictedSpread | null;
  /** By training, for which plans are made; null where nothing is intended. */
  readonly verdict: "fine" | "off-intent" | null;
  /** What of it is off its intent in training. */
  readonly off: readonly ("mean" | "std")[];
}

/** What a layer does to a second moment. */
export interface Signal {
  /** Second moment behind the layer over that before it; null where nothing arrives. */
  readonly gain: number | null;
  /** The same from the start of the signal's way up to and with this layer; null where the scale is reset in between. */
  readonly product: number | null;
  /** Null where the product is. */
  readonly verdict: SignalVerdict | null;
}

/** Both ways through a layer: of activations, from the first layer on; of gradients, from the last layer back. */
export interface LayerSignals {
  readonly forward: Signal;
  readonly backward: Signal;
}

/** A layer of the main network: a weight and the biases that go with it. */
export interface LayerCheck {
  /** Index of the weight into targetShapes. */
  readonly weight: number;
  /** Those of its biases; empty for none. */
  readonly biases: readonly number[];
  readonly label?: string;
  readonly layer: number;
  readonly fanIn: number;
  readonly fanOut: number;
  readonly activation: Activation;
  readonly training: LayerSignals;
  /** Null where it is the same as training. */
  readonly evaluation: LayerSignals | null;
  /** By training: the worst of both signals and of the layer's tensors. */
  readonly verdict: Verdict;
}

/** Standard deviation of a run's elements, and what share it is of the one asked for; null where that is 0. */
export interface RunSpread {
  readonly std: number;
  readonly ratio: number | null;
}

/** Consecutive chunks that are drawn alike. */
export interface RunCheck {
  readonly first: number;
  readonly count: number;
  /** Indices of the tensors that have elements in these chunks. */
  readonly tensors: readonly number[];
  /** Whether these tensors are meant to have different variances. */
  readonly mixed: boolean;
  /** Whether the embedding could not have the variance that it needs. */
  readonly clipped: boolean;
  /** Standard deviation asked of the elements. */
  readonly target: number;
  readonly training: RunSpread;
  /** Null where it is the same as training. */
  readonly evaluation: RunSpread | null;
  /** Share of the embedding in the second moment of the hypernetwork's input. */
  readonly embeddingShare: number;
  /** Relative standard deviation of a chunk's realised variance over draws of its embedding alone. */
  readonly embeddingSpread: number;
}

export interface ChunksCheck {
  readonly count: number;
  readonly mixed: number;
  readonly clipped: number;
  /** The tensor that chunks of mixed tensors pull farthest off its intent, with its ratio; null where there is none. */
  readonly worstMixed: { readonly tensor: number; readonly ratio: number } | null;
  readonly largestEmbeddingSpread: number;
  readonly runs: readonly RunCheck[];
}

/** Something to know about a report that its numbers do not say. */
export interface CheckNote {
  readonly code: string;
  readonly message: string;
}

/** What came of `maxRatio`. */
export interface Gate {
  readonly maxRatio: number;
  /** Indices of the tensors whose ratio in training, or its inverse, is above it. */
  readonly outside: readonly number[];
}

/** What a check found, as plain data. */
export interface PlanCheck {
  readonly format: "hyperfan-check";
  readonly version: 1;
  readonly kind: "hyperfan" | "chunked-hyperfan";
  readonly verdict: Verdict;
  /** Whether evaluation differs from training. */
  readonly modesDiffer: boolean;
  /** In the order of the plan. */
  readonly tensors: readonly TensorCheck[];
  /** In the order of the main network. */
  readonly layers: readonly LayerCheck[];
  /** Null for a plan without chunks. */
  readonly chunks: ChunksCheck | null;
  readonly notes: readonly CheckNote[];
  /** Null without `maxRatio`. */
  readonly gate: Gate | null;
}
