import { evaluate, type Evaluation } from "../hypernetwork/program.js";
import { modesDiffer } from "../kinds/common.js";
import { kindOf } from "../kinds/index.js";
import type { Plan } from "../plan/schema.js";

/** What each mode gives, found from the distributions of a plan. */
export interface Predictions {
  readonly training: Evaluation;
  /** Undefined where it is the same as training. */
  readonly evaluation: Evaluation | undefined;
}

/** Predictions from a plan's own distributions. */
export function predictionsOf(plan: Plan): Predictions {
  const kind = kindOf(plan);
  const evaluated = (mode: "training" | "evaluation"): Evaluation => evaluate(kind.program(plan, mode));
  return { training: evaluated("training"), evaluation: modesDiffer(plan) ? evaluated("evaluation") : undefined };
}
