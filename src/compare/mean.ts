import { centreOf } from "./centre.js";
import { compareConstantMean } from "./constant.js";
import type { MeasuredTensor } from "./measurements-schema.js";
import { compared } from "./compared.js";
import type { Compared } from "./report.js";
import { hasVariance, type Sample } from "./sample.js";
import { scoreOfStudent, studentAt } from "./student.js";

const isConstant = ({ variance, meanVariance }: Sample): boolean => variance.planned === 0 && meanVariance === 0;

/** Whether a mean is tested by its scatter: not that of a constant, nor of too few numbers. */
export function isMeanTested(sample: Sample): boolean {
  return !isConstant(sample) && hasVariance(sample);
}

/**
 * A measured mean beside what a sample should show, by Student's test: the variance is the measured one, so that a wrong
 * variance does not count twice, and a network whose numbers are all large is allowed a larger mean.
 */
export function compareMean({ mean: measured, variance }: MeasuredTensor, sample: Sample, criticalZ: number): Compared {
  const { planned: predicted } = sample.mean;
  if (isConstant(sample)) return compareConstantMean(predicted, measured);
  if (!isMeanTested(sample)) return compared({ predicted, measured, low: null, high: null, z: null, agrees: true });
  const degrees = sample.effective.variance - 1;
  // One number less: the variance may have been divided by the count.
  const standardError = Math.sqrt(variance / Math.max(sample.effective.mean - 1, 1) + sample.meanVariance);
  const reach = standardError * studentAt(criticalZ, degrees);
  const { low, high } = centreOf(sample.mean);
  const beyond = Math.max(0, measured - high) + Math.min(0, measured - low);
  return compared({
    predicted,
    measured,
    low: low - reach,
    high: high + reach,
    z: standardError === 0 ? null : scoreOfStudent(beyond / standardError, degrees),
    agrees: Math.abs(beyond) <= reach,
  });
}
