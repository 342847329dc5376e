import { bounded } from "../check/bounded.js";
import type { Compared } from "./report.js";

const boundedOrNull = (x: number | null): number | null => (x === null ? null : bounded(x));

/** A comparison of which every number can be written as JSON, whatever a plan of unknown origin predicts. */
export function compared({ predicted, measured, low, high, z, agrees }: Compared): Compared {
  return { predicted: bounded(predicted), measured, low: boundedOrNull(low), high: boundedOrNull(high), z: boundedOrNull(z), agrees };
}
