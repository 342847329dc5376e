import { modesDiffer, replay } from "../plan/replay.js";
import type { Plan } from "../plan/schema.js";
import type { Moments } from "../request/head-rule.js";

/** What each tensor of a plan will have, in the order of the plan. */
export interface Predictions {
  readonly training: readonly Moments[];
  /** Undefined where it is the same as training. */
  readonly evaluation: readonly Moments[] | undefined;
}

/** Predictions from a plan's own distributions. */
export function predictionsOf(plan: Plan): Predictions {
  return { training: replay(plan, "training"), evaluation: modesDiffer(plan) ? replay(plan, "evaluation") : undefined };
}
