import type { Alternative, Role, Traits } from "./model-shapes.js";

/** What a tensor's elements are. Integers may be weights that are packed, so that the shape is not the true one. */
export type ElementKind = "real" | "integer" | "boolean" | "text";

/** What the model itself says of a tensor: the operator that reads it, or metadata. */
export interface Known {
  readonly rule: string;
  /** Null leaves the tensor out. */
  readonly role: Role | null;
  readonly reason: string;
  readonly traits?: Traits;
  /** Tensors with the same key are one layer; a layer of its own without one. */
  readonly layer?: string;
  readonly doubt?: Doubt;
}

/** Why a decision is a guess, and what else it may be. */
export interface Doubt {
  readonly reason: string;
  readonly alternatives: readonly Alternative[];
}

/** A tensor as a file describes it. */
export interface ModelTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Default "real". */
  readonly elements?: ElementKind;
  readonly known?: Known;
  /** Among values of all kinds, such as the constants of a graph: left out in silence unless a rule knows it. */
  readonly isIncidental?: true;
}

/** The frameworks whose tensors differ in the order of their axes although their names do not tell. */
export type Framework = "tensorflow" | "mlx";
