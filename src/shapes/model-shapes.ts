import type { Layout } from "../math/fans.js";

/** Roles that a planner has a rule for; what hypnettorch's metadata names may be any other text. */
export type Role = "weight" | "bias" | "bn_scale" | "bn_shift" | "embedding";

/** What decides the fans of a tensor beside its shape. */
export interface Traits {
  readonly layout?: Layout;
  readonly groups?: number;
  readonly transposed?: boolean;
  readonly parts?: number;
  readonly fanIn?: number;
  readonly fanOut?: number;
}

/** An entry of a request's paramMeta. */
export interface TensorMeta extends Traits {
  readonly name: string;
  /** Tensors of one layer share this number; -1 is unknown. */
  readonly layer: number;
  /** The tensor's name in the model. */
  readonly label?: string;
}

/** What a tensor may be instead: other metadata, or no tensor to generate at all. */
export interface Alternative extends Traits {
  readonly name?: string;
  readonly generated?: false;
}

/** A tensor of the model that a hypernetwork should not generate, and why. */
export interface SkippedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly reason: string;
}

/** A tensor whose role or fans are a guess: the model does not say enough. */
export interface Ambiguity {
  /** Index into targetShapes. */
  readonly tensor: number;
  readonly label: string;
  readonly reason: string;
  readonly alternatives: readonly Alternative[];
}

/** Why a tensor has its role. */
export interface Reason {
  /** Index into targetShapes. */
  readonly tensor: number;
  /** Stable name of the rule that decided. */
  readonly rule: string;
  readonly reason: string;
}

/** What a model was read as. */
export type ModelFormat = "safetensors" | "tfjs" | "onnx" | "list";

/** The shapes and roles of a model's tensors: `targetShapes` and `paramMeta` go into a request as they are. */
export interface ModelShapes {
  readonly format: ModelFormat;
  readonly targetShapes: readonly (readonly number[])[];
  /** Parallel to targetShapes. */
  readonly paramMeta: readonly TensorMeta[];
  readonly skipped: readonly SkippedTensor[];
  readonly ambiguous: readonly Ambiguity[];
  /** One per tensor, in order. */
  readonly reasons: readonly Reason[];
}
