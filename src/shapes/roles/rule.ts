import type { Role } from "../model-shapes.js";
import type { Doubt } from "../model-tensor.js";
import type { Model } from "./model.js";
import type { Settled } from "./settled.js";
import type { Subject } from "./subject.js";

/** One row of the table: which tensors it decides on, by name and shape, and what they are. All conditions have to hold. */
export interface Rule {
  /** Stable name, for programs. */
  readonly id: string;
  /** Last part of the name: `weight` of `layer1.0.conv1.weight`. */
  readonly leaf?: RegExp;
  /** The part before: `conv1`. */
  readonly module?: RegExp;
  /** The whole name. */
  readonly path?: RegExp;
  /** Fewest and most dimensions. */
  readonly rank?: readonly [least: number, most: number];
  /** What name and shape alone do not tell. */
  readonly also?: (subject: Subject, model: Model) => boolean;
  /** Null leaves the tensor out. */
  readonly role: Role | null;
  /** Why, as the rest of a sentence that begins with the tensor. */
  readonly because: string;
  /** Fans, layer and doubts that the role alone does not tell. */
  readonly settle?: (subject: Subject, model: Model) => Settled;
  /** What it may be instead, where the rule is a guess. */
  readonly doubt?: Doubt;
}
