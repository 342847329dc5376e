import type { Plan } from "../plan/schema.js";
import { chunked } from "./chunked.js";
import { full } from "./full.js";
import type { Kind, PlanTensor } from "./kind.js";

/** The plan of one kind; for a union of names, the union of their plans. */
export type PlanOf<Name extends Plan["kind"]> = Extract<Plan, { readonly kind: Name }>;

/** How the plans of every kind are read. */
export const KINDS: { readonly [Name in Plan["kind"]]: Kind<PlanOf<Name>> } = {
  hyperfan: full,
  "chunked-hyperfan": chunked,
};

/** How a plan is read, by its kind. */
export function kindOf<Name extends Plan["kind"]>({ kind }: { readonly kind: Name }): Kind<PlanOf<Name>> {
  return KINDS[kind];
}

/** The generated tensors of a plan, in its order. */
export function planTensors(plan: Plan): readonly PlanTensor[] {
  return kindOf(plan).tensors(plan);
}
