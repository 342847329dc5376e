import type { Node, Samples } from "../node.js";
import { spreadOf, type Scatter } from "../signal.js";

/** The numbers of a strided series, moved to mean 0 and scaled to variance 1; zeros where nothing varies. */
function standardise(values: Float64Array, start: number, count: number, stride: number): void {
  const end = start + count * stride;
  // Counted from the first one, equal numbers differ by nothing, and not by how their mean is rounded.
  const first = values[start] as number;
  let sum = 0;
  for (let at = start; at < end; at += stride) sum += (values[at] as number) - first;
  const mean = sum / count;
  let squares = 0;
  for (let at = start; at < end; at += stride) squares += ((values[at] as number) - first - mean) ** 2;
  const scale = squares === 0 ? 0 : 1 / Math.sqrt(squares / count);
  for (let at = start; at < end; at += stride) values[at] = ((values[at] as number) - first - mean) * scale;
}

/** What is standardised together: each unit over all samples, or each sample over all units. Neither has an epsilon. */
const AXES = {
  batch: ({ values, count, width }: Samples) => {
    for (let unit = 0; unit < width; unit += 1) standardise(values, unit, count, width);
  },
  layer: ({ values, count, width }: Samples) => {
    for (let sample = 0; sample < count; sample += 1) standardise(values, sample * width, width, 1);
  },
} as const;

/** A sample's units, all of one length behind a layer norm, and as if independent behind a batch norm. */
const SCATTER = {
  batch: (width: number, kurtosis: number): Scatter => ({ spread: spreadOf(0, { width, kurtosis }), kurtosis }),
  layer: (_: number, kurtosis: number): Scatter => ({ spread: 0, kurtosis, centred: true }),
} as const;

/** Batch norm in training, or layer norm: every unit, or every sample, has mean 0 and variance 1. Zeros stay zeros. */
export function norm(over: keyof typeof AXES): Node {
  return {
    forward: (before) => {
      if (before.secondMoment === 0) return before;
      const { width } = before;
      return {
        width,
        secondMoment: 1,
        mean: 0,
        variance: 1,
        get scatter() {
          return SCATTER[over](width, before.scatter.kurtosis);
        },
      };
    },
    joint: (cosine) => cosine,
    sample: (samples) => {
      AXES[over](samples);
      return samples;
    },
    proportional: false,
  };
}
