import type { Issue } from "../errors.js";
import { targetVarianceFor } from "../request/head-rule.js";
import { gainIssue, rangeIssues, reciprocalIssue } from "./numeric-issues.js";
import type { Setting } from "./setting.js";
import { chunkedVariance, hasLostGains, reciprocalField, type TargetRules } from "./targets.js";

/** Variances of the tensors that chunks generate, in their order: as documented, and under the request's conventions. */
export interface TensorTargets {
  readonly intended: readonly number[];
  /** The same list where the two agree. */
  readonly asked: readonly number[];
}

/** The targets of all generated tensors: the caller's, or the method's. */
export function tensorTargets({ request, generated, documented, applied }: Setting): TensorTargets {
  const under = (rules: TargetRules): readonly number[] =>
    generated.map((tensor, position) => targetVarianceFor(request, position, tensor.name) ?? chunkedVariance(tensor, rules));
  const intended = under(documented);
  return { intended, asked: applied === documented ? intended : under(applied) };
}

/** Targets that are no numbers. */
export function targetIssues({ intended, asked }: TensorTargets, { request, generated, applied }: Setting): readonly Issue[] {
  return generated.flatMap((tensor, position) => {
    const variance = asked[position] ?? 0;
    const isLost = tensor.name === "weight" && targetVarianceFor(request, position, tensor.name) === undefined && hasLostGains(tensor, applied);
    const field = variance === Infinity ? reciprocalField(tensor, applied) : undefined;
    if (field === undefined && isLost) return [gainIssue(tensor)];
    return field === undefined ? rangeIssues(tensor, Math.max(variance, intended[position] ?? 0), false) : [reciprocalIssue(tensor, field)];
  });
}
