import type { Issue } from "../errors.js";
import type { Program } from "../hypernetwork/program.js";
import type { Mode } from "../hypernetwork/trunk.js";
import type { ChunkedHyperfanPlan, Head } from "../plan/schema.js";

/** What plans of every kind say of a generated tensor. */
export type PlanTensor = Head | ChunkedHyperfanPlan["tensors"][number];

/**
 * How plans of one way of generating weights are read: as a {@link Program}, on which all reports work. How they are made
 * stands apart, in plan/plan.ts, so that whoever only reads plans need not load a planner.
 */
export interface Kind<Plan> {
  /** The generated tensors, in the order of the hypernetwork's output. */
  readonly tensors: (plan: Plan) => readonly PlanTensor[];
  /** Parts of a plan of unknown origin that do not fit each other, beyond what its schema says. */
  readonly misfits: (plan: Plan) => readonly Issue[];
  readonly program: (plan: Plan, mode: Mode) => Program;
}
