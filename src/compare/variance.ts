import { centreOf, type Centre } from "./centre.js";
import { compareConstantVariance } from "./constant.js";
import type { MeasuredTensor } from "./measurements-schema.js";
import { compared } from "./compared.js";
import type { Compared } from "./report.js";
import { hasVariance, type Sample } from "./sample.js";
import { scoreOf, valueAt, type Spread } from "./spread.js";

/** The score beside the nearer end of the centre; 0 inside. */
function scoreBeside({ low, high }: Centre, measured: number, spread: Spread): number {
  const above = scoreOf(measured / high, spread);
  return above > 0 ? above : Math.min(0, low === 0 ? 0 : scoreOf(measured / low, spread));
}

/** Whether a variance is tested by its scatter: not that of a constant, nor of too few numbers. */
export function isVarianceTested(sample: Sample): boolean {
  return sample.variance.planned > 0 && hasVariance(sample);
}

/** A measured variance beside what a sample should show. Nothing is said of fewer than two numbers. */
export function compareVariance({ mean, variance: measured, count }: MeasuredTensor, sample: Sample, criticalZ: number): Compared {
  const { planned: predicted } = sample.variance;
  if (predicted === 0) return compareConstantVariance(measured, mean);
  if (!isVarianceTested(sample)) return compared({ predicted, measured, low: null, high: null, z: null, agrees: true });
  const { low, high } = centreOf(sample.variance);
  // Whoever measured may have divided by the count or by one less.
  const centre = { low: low * (1 - 1 / count), high };
  const z = scoreBeside(centre, measured, sample.spread);
  return compared({
    predicted,
    measured,
    low: centre.low * valueAt(-criticalZ, sample.spread),
    high: centre.high * valueAt(criticalZ, sample.spread),
    z,
    agrees: Math.abs(z) <= criticalZ,
  });
}
