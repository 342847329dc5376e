import type { Plan } from "../plan/schema.js";
import { chunked } from "./chunked.js";
import { full } from "./full.js";
import type { Kind } from "./kind.js";

/** The plan of one kind; for a union of names, the union of their plans. */
export type PlanOf<Name extends Plan["kind"]> = Extract<Plan, { readonly kind: Name }>;

/** Every kind by its name. A kind that is added stands here and in its own file, and the compiler asks for it. */
export const KINDS: { readonly [Name in Plan["kind"]]: Kind<PlanOf<Name>> } = {
  hyperfan: full,
  "chunked-hyperfan": chunked,
};

/** The kind of a plan, or of a request. The table's type says that the two belong together; only the compiler cannot see it here. */
export function kindOf<Name extends Plan["kind"]>({ kind }: { readonly kind: Name }): Kind<PlanOf<Name>> {
  return KINDS[kind];
}
