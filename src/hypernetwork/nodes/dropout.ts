import type { Node } from "../node.js";
import { commonSpread, spreadOf } from "../signal.js";

/** Inverted dropout: zeros at the given rate, and the rest larger to make up for it. Every sample has a mask of its own. */
export function dropout(rate: number): Node {
  const keep = 1 - rate;
  return {
    forward: (before) => {
      const { width } = before;
      const square = before.secondMoment / keep;
      return {
        width,
        secondMoment: square,
        get mean() {
          return before.mean;
        },
        get variance() {
          return Math.max(0, square - this.mean ** 2);
        },
        get scatter() {
          const { spread, kurtosis } = before.scatter;
          const common = commonSpread(spread, { width, kurtosis });
          return { spread: spreadOf(common, { width, kurtosis: kurtosis / keep }), kurtosis: kurtosis / keep };
        },
      };
    },
    joint: (cosine) => keep * cosine,
    sample: (samples, { uniform }) => {
      const { values } = samples;
      const scale = 1 / keep;
      for (let index = 0; index < values.length; index += 1) values[index] = uniform() < rate ? 0 : (values[index] as number) * scale;
      return samples;
    },
    proportional: true,
  };
}
