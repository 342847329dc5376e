import { activationFunction } from "../../math/activation-function.js";
import type { Activation } from "../../math/activation.js";
import { jointMoments } from "../../math/joint-moment.js";
import { firstMoment, isHomogeneous, secondMoment } from "../../math/moments.js";
import { gaussianMean } from "../../math/quadrature.js";
import { memoised } from "../../remembered.js";
import { cosineOf } from "../cosine.js";
import type { Node } from "../node.js";
import { commonSpread, spreadOf, type Scatter, type Signal } from "../signal.js";

/** E[φ(x)⁴]/E[φ(x)²]² for a normal x of mean 0 and this variance; 1 for what is always 0. */
function kurtosisBehind(phi: Activation, variance: number): number {
  const square = secondMoment(phi, variance);
  if (square === 0) return 1;
  const { value } = activationFunction(phi);
  // In units of what comes out, so that no fourth power leaves the doubles.
  const unit = Math.sqrt(square);
  return gaussianMean((x) => (value(x) / unit) ** 4, Math.sqrt(variance));
}

/** Step in log v for a slope. */
const STEP = 1e-3;

/** d log S_φ(v) / d log v: 1 where the activation is proportional, less where it saturates. */
function elasticity(phi: Activation, variance: number): number {
  if (isHomogeneous(phi) || variance === 0) return 1;
  const [low, high] = [secondMoment(phi, variance * Math.exp(-STEP)), secondMoment(phi, variance * Math.exp(STEP))];
  return low > 0 ? Math.log(high / low) / (2 * STEP) : 1;
}

/** What the squares φ(x)² of units have in common with their mean, E[xφ(x)²]²/(v E[φ(x)²]²): of centred units that part cannot scatter. */
function shareOfMean(phi: Activation, variance: number): number {
  const square = secondMoment(phi, variance);
  if (square === 0) return 0;
  const { value } = activationFunction(phi);
  const std = Math.sqrt(variance);
  return gaussianMean((x) => (x / std) * (value(x) ** 2 / square), std) ** 2;
}

/** The common scale of units goes through φ to first order. */
function scatterBehind(phi: Activation, { width, secondMoment: arriving, scatter: { spread, kurtosis: before, centred } }: Signal): Scatter {
  const kurtosis = kurtosisBehind(phi, arriving);
  const common = elasticity(phi, arriving) ** 2 * commonSpread(spread, { width, kurtosis: before });
  const withMean = centred === true ? shareOfMean(phi, arriving) / width : 0;
  return { spread: spreadOf(common, { width, kurtosis }) - withMean, kurtosis };
}

/**
 * φ of every unit. Units are taken to be normal with mean 0, as behind a dense node they are in the limit of width.
 * Source: docs/formulas.md, "The hidden layers"; for `joint` "Likeness of chunks".
 */
export function activation(phi: Activation): Node {
  const { value } = activationFunction(phi);
  // Contexts, layers and pairs of chunks ask for the same variances again and again.
  const squareAt = memoised((variance: number) => (variance === Infinity ? Infinity : secondMoment(phi, variance)));
  const productAt = jointMoments(phi);
  return {
    forward: (before) => {
      const { width, secondMoment: arriving } = before;
      const square = squareAt(arriving);
      return {
        width,
        secondMoment: square,
        get mean() {
          return firstMoment(phi, arriving);
        },
        get variance() {
          return Math.max(0, square - this.mean ** 2);
        },
        get scatter() {
          return scatterBehind(phi, before);
        },
      };
    },
    joint: (cosine, { secondMoment: a }, { secondMoment: b }) => cosineOf(productAt(a, b, cosine), squareAt(a), squareAt(b)),
    sample: (samples) => {
      const { values } = samples;
      for (let index = 0; index < values.length; index += 1) values[index] = value(values[index] as number);
      return samples;
    },
    proportional: isHomogeneous(phi),
  };
}
