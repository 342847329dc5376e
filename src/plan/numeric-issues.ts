import { conventionPresets, type Conventions } from "../conventions.js";
import { pointer, type Issue } from "../errors.js";
import { nameOf, type Tensor } from "../request/tensors.js";

/** Problems that show only once the numbers are there. */

/** Second moments that are no numbers, or a `divisor` of variances that is zero. */
export function secondMomentIssues(secondMoments: readonly number[], divisor: number): readonly Issue[] {
  const at = pointer("inputs");
  if (!secondMoments.every(Number.isFinite)) {
    return [{ pointer: at, code: "overflow", message: "The second moment of the inputs is too large for double precision. Use smaller variances, means and noise." }];
  }
  if (divisor > 0) return [];
  return [{ pointer: at, code: "zero-second-moment", message: "The second moment of what reaches the output layer is 0, so all that it generates would be constant. Give at least one input block a non-zero variance or mean that does not underflow." }];
}

/** The conventions that take a reciprocal. */
const RECIPROCAL = { harmonicMean: "reciprocal-sum", outBias: "reciprocal" } as const satisfies Partial<Conventions>;

/** The reciprocal of a zero, in a tensor's variance under the convention `field`. */
export function reciprocalIssue(tensor: Tensor, field: keyof typeof RECIPROCAL): Issue {
  const message = `The variance of ${nameOf(tensor)} is 0, and conventions.${field} = "${RECIPROCAL[field]}" divides by it. Use "${conventionPresets.exact[field]}" (the "exact" preset), another method, or a target variance.`;
  return { pointer: pointer("targetShapes", tensor.index), code: "zero-in-reciprocal", message };
}

/** Nearly every tensor has none, and they share it. */
const NONE: readonly Issue[] = [];

/** A variance that no double holds though it is needed: `found` is what came of it. */
export function rangeIssues(tensor: Tensor, found: number, wanted: boolean): readonly Issue[] {
  if (Number.isFinite(found)) return found === 0 && wanted ? [underflow(tensor)] : NONE;
  return [{ pointer: pointer("targetShapes", tensor.index), code: "overflow", message: `The variance for ${nameOf(tensor)} is too large for double precision. Set a smaller target variance, or larger input variances.` }];
}

function underflow(tensor: Tensor): Issue {
  return { pointer: pointer("targetShapes", tensor.index), code: "underflow", message: `The variance for ${nameOf(tensor)} is too small for double precision. Set a larger target variance, or smaller input variances.` };
}
