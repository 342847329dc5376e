import type { ChunkedHyperfanPlan, Head, Plan } from "../plan/schema.js";

/** What plans of both kinds say of a generated tensor. */
export type PlanTensor = Head | ChunkedHyperfanPlan["tensors"][number];

/** The generated tensors of a plan, in its order. */
export function planTensors(plan: Plan): readonly PlanTensor[] {
  return plan.kind === "hyperfan" ? plan.heads : plan.tensors;
}
