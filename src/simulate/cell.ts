import type { Moments } from "../request/head-rule.js";
import type { Draw, PowerMeans, Scale } from "./draw.js";
import { meanEstimate, varianceEstimate } from "./estimate.js";
import type { PairSums } from "./pair-sums.js";
import type { Measured } from "./result.js";

/** Something whose variance is measured: a tensor, or a run of chunks. */
export interface Cell {
  readonly predicted: Moments;
  /** The scale of what `read` gives. */
  readonly scale: Scale;
  readonly read: (generated: Draw["generated"]) => PowerMeans;
}

/** Numbers are counted in standard deviations from the mean that is predicted for them, so that no square leaves the doubles. */
export function scaleOf({ mean, variance }: Moments): Scale {
  return { mean, std: variance > 0 ? Math.sqrt(variance) : 1 };
}

/** What a cell without measurements reads. */
export const NOTHING: PowerMeans = { mean: 0, square: 0 };

/** A cell for what one output generates from one group of samples. */
export function singleCell(predicted: Moments, output: number, group: number): Cell {
  return { predicted, scale: scaleOf(predicted), read: (generated) => generated[output]?.[group] ?? NOTHING };
}

/** measured/predicted; null where nothing is predicted. */
export function ratioOf({ measured, predicted }: { readonly measured: number; readonly predicted: number }): number | null {
  return predicted === 0 ? null : measured / predicted;
}

/** What a cell turned out to be, from the sums of what was read in each draw. */
export function measuredCell({ predicted, scale }: Cell, sums: PairSums): Measured {
  const variance = varianceEstimate(predicted.variance, sums, scale);
  return { mean: meanEstimate(predicted.mean, sums, scale), variance, ratio: ratioOf(variance) };
}
