import type { Issue } from "../errors.js";
import { targetVarianceFor } from "../request/head-rule.js";
import type { Tensor } from "../request/tensors.js";
import { rangeIssues, reciprocalIssue } from "./numeric-issues.js";
import type { Setting } from "./setting.js";
import { chunkedVariance, reciprocalField } from "./targets.js";

/** Variance of a tensor that chunks generate: as documented, and under the request's conventions. */
export interface TensorTarget {
  readonly tensor: Tensor;
  readonly intended: number;
  readonly asked: number;
}

/** The target of the generated tensor at `position`: the caller's, or the method's. */
export function tensorTarget(tensor: Tensor, position: number, { request, documented, applied }: Setting): TensorTarget {
  const given = targetVarianceFor(request, position, tensor.name);
  const intended = given ?? chunkedVariance(tensor, documented);
  return { tensor, intended, asked: given ?? (applied === documented ? intended : chunkedVariance(tensor, applied)) };
}

/** Targets that are no numbers. */
export function targetIssues({ tensor, intended, asked }: TensorTarget, { applied }: Setting): readonly Issue[] {
  const field = asked === Infinity ? reciprocalField(tensor, applied) : undefined;
  return field === undefined ? rangeIssues(tensor, Math.max(asked, intended), false) : [reciprocalIssue(tensor, field)];
}
