import { ofAnyPlan } from "./any-plan.js";
import { ofChunkedPlan } from "./chunked-plan.js";
import { ofFullPlan } from "./full-plan.js";
import type { Mutant } from "./mutant.js";

/** Planners that are each wrong in one respect, by the law that must notice. */
export const mutants: readonly Mutant[] = [...ofAnyPlan, ...ofFullPlan, ...ofChunkedPlan];
