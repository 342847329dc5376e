import type { Issue } from "../errors.js";
import type { Program } from "../hypernetwork/program.js";
import type { Mode } from "../hypernetwork/trunk.js";
import type { ChunkedHyperfanPlan, Head } from "../plan/schema.js";
import type { ReadRequest } from "../request/parse.js";

/** What plans of every kind say of a generated tensor. */
export type PlanTensor = Head | ChunkedHyperfanPlan["tensors"][number];

/**
 * Everything that one way of generating weights has to say. A kind reads its plan as a {@link Program}, on which all
 * reports work; nothing else in the code knows which kinds there are.
 */
export interface Kind<Plan> {
  /** The plan of a validated request of this kind. */
  readonly plan: (read: ReadRequest) => Plan;
  /** The generated tensors, in the order of the hypernetwork's output. */
  readonly tensors: (plan: Plan) => readonly PlanTensor[];
  /** Parts of a plan of unknown origin that do not fit each other, beyond what its schema says. */
  readonly misfits: (plan: Plan) => readonly Issue[];
  readonly program: (plan: Plan, mode: Mode) => Program;
}
