import { kindOf } from "../kinds/index.js";
import type { PlanTensor } from "../kinds/kind.js";
import type { Plan } from "../plan/schema.js";

export type { PlanTensor } from "../kinds/kind.js";

/** The generated tensors of a plan, in its order. */
export function planTensors(plan: Plan): readonly PlanTensor[] {
  return kindOf(plan).tensors(plan);
}
