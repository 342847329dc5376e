import { conventionPresets, type Conventions } from "../conventions.js";
import { pointer, type Issue } from "../errors.js";
import { notFinite } from "../finite.js";
import { nameOf, type Tensor } from "../request/tensors.js";

/** Problems that show only once the numbers are there. */

/** Below the least normal double numbers lose digits, until they are 0. */
const LEAST = 2 ** -1022;

/** Whether a double cannot hold a positive number with all its digits. */
export const underflows = (x: number): boolean => x < LEAST;

/** Second moments that are no numbers, or a `divisor` of variances that is zero. */
export function secondMomentIssues(secondMoments: readonly number[], divisor: number): readonly Issue[] {
  const at = pointer("inputs");
  if (!secondMoments.every(Number.isFinite)) {
    return [{ pointer: at, code: "overflow", message: "The second moment of the inputs is too large for double precision. Use smaller variances, means and noise." }];
  }
  if (!underflows(divisor)) return [];
  return [{ pointer: at, code: "zero-second-moment", message: "The second moment of what reaches the output layer is 0, so all that it generates would be constant. Give at least one input block a non-zero variance or mean that does not underflow." }];
}

/** The conventions that take a reciprocal. */
const RECIPROCAL = { harmonicMean: "reciprocal-sum", outBias: "reciprocal" } as const satisfies Partial<Conventions>;

/** The reciprocal of a zero, in a tensor's variance under the convention `field`. */
export function reciprocalIssue(tensor: Tensor, field: keyof typeof RECIPROCAL): Issue {
  const message = `The variance of ${nameOf(tensor)} is 0, and conventions.${field} = "${RECIPROCAL[field]}" divides by it. Use "${conventionPresets.exact[field]}" (the "exact" preset), another method, or a target variance.`;
  return { pointer: pointer("targetShapes", tensor.index), code: "zero-in-reciprocal", message };
}

/** The second moment of a hypernetwork's activation at which its hidden layers are drawn too small. */
export function hiddenGainIssues(gain: number): readonly Issue[] {
  if (!underflows(gain)) return [];
  return [{ pointer: pointer("hypernet", "activation"), code: "underflow", message: "The variance of the hidden layers' weights underflows; give the activation a parameter nearer to 1." }];
}

/** The gains of a main network's activation that underflow, because its second moments overflow. */
export function gainIssue(tensor: Tensor): Issue {
  const message = `The variance for ${nameOf(tensor)} underflows to zero, because of its activation; give the activation a parameter nearer to 1, or the tensor a target variance.`;
  return { pointer: pointer("targetShapes", tensor.index), code: "underflow", message };
}

/** A number of a result that no double holds, wherever it is: none leaves the library. */
export function finitenessIssues(name: string, result: unknown): readonly Issue[] {
  const found = notFinite(result);
  if (found === undefined) return [];
  const message = `The ${name}'s ${found.join(".")} overflows; give target variances, inputs, minVariance and parameters of activations nearer to 1.`;
  return [{ pointer: "", code: "overflow", message }];
}

/** Nearly every tensor has none, and they share it. */
const NONE: readonly Issue[] = [];

/** A variance that no double holds though it is needed: `found` is what came of it. */
export function rangeIssues(tensor: Tensor, found: number, wanted: boolean): readonly Issue[] {
  if (Number.isFinite(found)) return wanted && underflows(found) ? [underflow(tensor)] : NONE;
  return [{ pointer: pointer("targetShapes", tensor.index), code: "overflow", message: `The variance for ${nameOf(tensor)} is too large for double precision. Set a smaller target variance, or larger input variances.` }];
}

function underflow(tensor: Tensor): Issue {
  return { pointer: pointer("targetShapes", tensor.index), code: "underflow", message: `The variance for ${nameOf(tensor)} is too small for double precision. Set a larger target variance, or smaller input variances.` };
}
