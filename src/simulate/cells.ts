import { entryAt } from "../entry-at.js";
import type { Generated } from "../hypernetwork/program.js";
import type { Draw, PowerMeans, Scale } from "../hypernetwork/sample.js";
import type { Moments } from "../hypernetwork/distribution.js";
import { meanEstimate, varianceEstimate } from "./estimate.js";
import type { PairSums } from "./pair-sums.js";
import type { Measured } from "./result.js";

/** Something whose mean and variance are measured: what an output makes of a context, or a tensor. */
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

const readOf = (generated: Draw["generated"], output: number, context: number): PowerMeans => entryAt(entryAt(generated, output), context);

/** What an output makes of a context. */
export function pieceCell(predicted: Moments, output: number, context: number): Cell {
  return { predicted, scale: scaleOf(predicted), read: (generated) => readOf(generated, output, context) };
}

/**
 * A tensor: offset + scale · output over its pieces, each by its share of the elements. All rows of an output are drawn
 * alike, so any of them stand for the tensor's.
 */
export function tensorCell(predicted: Moments, { size, pieces, scale: factor, offset }: Generated, scaleAt: (output: number, context: number) => Scale): Cell {
  const scale = scaleOf(predicted);
  const terms = pieces.map(({ output, context, elements }) => {
    const own = scaleAt(output, context);
    // x = offset + factor (mean + std u) for the u that is read; counted from the tensor's scale it is shift + factor u.
    return { output, context, share: elements / size, factor: (factor * own.std) / scale.std, shift: (offset + factor * own.mean - scale.mean) / scale.std };
  });
  return {
    predicted,
    scale,
    read: (generated) => {
      let mean = 0;
      let square = 0;
      for (const { output, context, share, factor: times, shift } of terms) {
        const read = readOf(generated, output, context);
        mean += share * (times * read.mean + shift);
        square += share * (times ** 2 * read.square + 2 * times * shift * read.mean + shift ** 2);
      }
      return { mean, square };
    },
  };
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
