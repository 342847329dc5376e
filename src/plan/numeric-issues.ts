import { pointer, type Issue } from "../errors.js";
import { nameOf, type Tensor } from "../request/tensors.js";

/** Problems that show only once the numbers are there. */

/** Second moments that are no numbers, or a `divisor` of variances that is zero. */
export function secondMomentIssues(secondMoments: readonly number[], divisor: number): readonly Issue[] {
  const at = pointer("inputs");
  if (!secondMoments.every(Number.isFinite)) {
    return [{ pointer: at, code: "overflow", message: "The second moment of the inputs overflows; give smaller variances, means and noise." }];
  }
  if (divisor > 0) return [];
  return [{ pointer: at, code: "zero-second-moment", message: "Nothing reaches the output layer; give some input block a variance or mean above 0 that does not underflow." }];
}

/** The reciprocal of a zero, in a tensor's variance under the convention `field`. */
export function reciprocalIssue(tensor: Tensor, field: string): Issue {
  const message = `${nameOf(tensor)} has a variance of zero, of which the convention ${field} takes the reciprocal; set conventions.${field} as the preset "exact" has it, or give another method or a target variance.`;
  return { pointer: pointer("targetShapes", tensor.index), code: "zero-in-reciprocal", message };
}

/** Nearly every tensor has none, and they share it. */
const NONE: readonly Issue[] = [];

/** A variance that no double holds though it is needed: `found` is what came of it. */
export function rangeIssues(tensor: Tensor, found: number, wanted: boolean): readonly Issue[] {
  if (Number.isFinite(found)) return found === 0 && wanted ? [underflow(tensor)] : NONE;
  return [{ pointer: pointer("targetShapes", tensor.index), code: "overflow", message: `The variance for ${nameOf(tensor)} overflows; give it a smaller target variance, or larger input variances.` }];
}

function underflow(tensor: Tensor): Issue {
  return { pointer: pointer("targetShapes", tensor.index), code: "underflow", message: `The variance for ${nameOf(tensor)} underflows to zero; give it a larger target variance, or smaller input variances.` };
}
