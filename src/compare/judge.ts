import { compareConstantMean, compareConstantVariance, ROUNDING } from "./constant.js";
import type { MeasuredTensor } from "./measurements-schema.js";
import { logRatio, type Limits, type Nulls } from "./nulls.js";
import type { Compared } from "./report.js";
import { isConstant, isVarianceTested, standardErrorOf, type Sample } from "./sample.js";

const finite = (x: number): number => Math.min(Math.max(x, -Number.MAX_VALUE), Number.MAX_VALUE);

/** A score of 0 between those beside either end of a range, and the nearer one outside of it. */
const beside = (besideLow: number, besideHigh: number): number => (besideHigh > 0 ? besideHigh : Math.min(0, besideLow));

/** A number that is not judged: too few were measured. */
const unjudged = (predicted: number, measured: number): Compared => ({ predicted, measured, low: null, high: null, z: null, agrees: true });

const endsOf = ({ planned, drawn }: Limits) => ({ low: Math.min(planned, drawn), high: Math.max(planned, drawn) });

/**
 * A number beside its interval. What is predicted lies in there: of a distribution that rare networks pull far to one
 * side, even the mean may be farther out than chance goes.
 */
function within(predicted: number, measured: number, low: number, high: number, z: number, criticalZ: number): Compared {
  const rounding = ROUNDING * Math.abs(predicted);
  const ends = { low: finite(Math.min(low, predicted - rounding)), high: finite(Math.max(high, predicted + rounding)) };
  const agrees = measured >= ends.low && measured <= ends.high;
  return { predicted, measured, ...ends, z: agrees ? Math.min(Math.max(z, -criticalZ), criticalZ) : finite(z), agrees };
}

/**
 * A measured mean beside what a sample should show, by the measured variance: so a wrong variance does not count twice,
 * and a network whose numbers are all large is allowed a larger mean.
 */
export function compareMean({ mean: measured, variance }: MeasuredTensor, sample: Sample, nulls: Nulls | null, criticalZ: number): Compared {
  const { mean: predicted } = sample;
  const standardError = standardErrorOf(sample, variance);
  if (isConstant(sample)) return compareConstantMean(predicted, measured);
  if (nulls === null) return unjudged(predicted, measured);
  if (standardError === 0) return compareConstantMean(predicted, measured);
  const { ofMean } = nulls;
  const { low, high } = endsOf(nulls.mean);
  const score = (from: number): number => ofMean.scoreOf((measured - from) / standardError);
  const [least, most] = [ofMean.valueAt(-criticalZ), ofMean.valueAt(criticalZ)];
  return within(predicted, measured, low + least * standardError, high + most * standardError, beside(score(low), score(high)), criticalZ);
}

/** A measured variance beside what a sample should show. */
export function compareVariance({ mean, variance: measured, count }: MeasuredTensor, sample: Sample, nulls: Nulls | null, criticalZ: number): Compared {
  const { variance: predicted } = sample;
  if (predicted === 0) return compareConstantVariance(measured, mean);
  if (nulls === null || !isVarianceTested(sample)) return unjudged(predicted, measured);
  const { ofVariance } = nulls;
  const { low, high } = endsOf(nulls.variance);
  // Whoever measured may have divided by the count or by one less.
  const divided = 1 - 1 / count;
  const score = (by: number): number => ofVariance.scoreOf(logRatio(measured, by));
  const [least, most] = [ofVariance.valueAt(-criticalZ), ofVariance.valueAt(criticalZ)];
  return within(predicted, measured, divided * low * Math.exp(least), high * Math.exp(most), beside(score(divided * low), score(high)), criticalZ);
}
