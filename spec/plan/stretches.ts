import { chunkTargets, type TargetRun } from "../../src/plan/chunk-targets.js";

/** A tensor as chunks see it: a number of elements that all want one variance. */
export interface Stretch {
  readonly size: number;
  readonly variance: number;
}

/** Target variances of the chunks that hold `stretches`. */
export function targetsOf(stretches: readonly Stretch[], chunkSize: number, padLast: boolean): readonly TargetRun[] {
  return chunkTargets(
    stretches,
    stretches.map(({ variance }) => variance),
    chunkSize,
    padLast,
  );
}
