import type { Doubt } from "../model-tensor.js";
import type { Traits } from "../model-shapes.js";

/** What is known of a tensor beside its role. */
export interface Settled {
  readonly traits?: Traits;
  /** More about the reason. */
  readonly note?: string;
  readonly doubt?: Doubt;
  /** Index of the tensor whose layer it shares; that of its weight, or its own, without one. */
  readonly layer?: number;
}

export const NOTHING_SETTLED: Settled = {};
