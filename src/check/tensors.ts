import type { Moments } from "../hypernetwork/distribution.js";
import { bounded } from "./bounded.js";
import type { PlanTensor } from "../kinds/kind.js";
import type { IntendedSpread, PredictedSpread, TensorCheck } from "./report.js";
import { INTENT_RATIO, INTENT_SHIFT } from "./thresholds.js";

/** Whether a ratio and its inverse are at most `limit`. */
export function isWithin(ratio: number, limit: number): boolean {
  return ratio <= limit && 1 / ratio <= limit;
}

/** Predicted over intended standard deviation; null where that is 0. */
export function ratioOf(std: number, intended: number): number | null {
  return intended === 0 ? null : bounded(std / intended);
}

/** Whether a tensor has the standard deviation that it is meant to have, up to a factor `limit`. */
export function hasIntendedStd({ std, ratio }: PredictedSpread, limit: number): boolean {
  return ratio === null ? std === 0 : isWithin(ratio, limit);
}

function hasIntendedMean(predicted: PredictedSpread, intended: IntendedSpread): boolean {
  return Math.abs(predicted.mean - intended.mean) <= INTENT_SHIFT * Math.hypot(intended.mean, intended.std);
}

/** What one mode gives a tensor and is off its intent; nothing where nothing is intended. */
export function offIntent(predicted: PredictedSpread, intended: IntendedSpread | null): TensorCheck["off"] {
  if (intended === null) return [];
  return [...(hasIntendedMean(predicted, intended) ? [] : ["mean" as const]), ...(hasIntendedStd(predicted, INTENT_RATIO) ? [] : ["std" as const])];
}

function spreadOf({ mean, variance }: Moments): IntendedSpread {
  return { mean: bounded(mean), std: Math.sqrt(bounded(variance)) };
}

function against(moments: Moments, intended: IntendedSpread | null): PredictedSpread {
  const spread = spreadOf(moments);
  return { ...spread, ratio: intended === null ? null : ratioOf(spread.std, intended.std) };
}

/** A tensor's intended and predicted spread side by side; `evaluation` is undefined where it is the same as training. */
export function checkTensor(planned: PlanTensor, training: Moments, evaluation: Moments | undefined): TensorCheck {
  const { tensor, label, name, layer, shape } = planned;
  const intended = planned.intended === null ? null : spreadOf(planned.intended);
  const predicted = against(training, intended);
  const off = offIntent(predicted, intended);
  return {
    tensor,
    ...(label === undefined ? {} : { label }),
    name,
    layer,
    shape,
    intended,
    training: predicted,
    evaluation: evaluation === undefined ? null : against(evaluation, intended),
    verdict: intended === null ? null : off.length === 0 ? "fine" : "off-intent",
    off,
  };
}
