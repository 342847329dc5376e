import { momentsOf, type Distribution } from "../distribution.js";
import { fill } from "../fill.js";
import type { Node, Samples } from "../node.js";
import type { Random } from "../random.js";
import { spreadOf } from "../signal.js";

/** A linear map that is drawn afresh: `outputs` rows of `inputs` weights each, and a bias per row. */
export interface Dense {
  readonly inputs: number;
  readonly outputs: number;
  readonly weight: Distribution;
  /** Null without biases. */
  readonly bias: Distribution | null;
}

/** Kurtosis less 3 of what is drawn from a distribution; nothing counts for what does not vary. */
const EXCESS: Readonly<Record<Distribution["type"], number>> = { uniform: -1.2, normal: 0, constant: 0 };

/** Excess kurtosis of Σ w_j h_j for one h, the mean over networks: that of w times Σ h⁴/(Σ h²)². */
function excessOfSum(weightExcess: number, kurtosis: number, terms: number): number {
  return (weightExcess * kurtosis) / (terms + kurtosis - 1);
}

/** fan_in times the variance of the weights: variance of a unit per second moment of what it reads. */
export function gainOf({ inputs, weight }: Pick<Dense, "inputs" | "weight">): number {
  return inputs * momentsOf(weight).variance;
}

/** Σ row[i]·values[start + i], in four sums that a processor can add side by side. */
function dot(row: Float64Array, values: Float64Array, start: number): number {
  const fours = row.length - (row.length % 4);
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  const at = (index: number): number => (row[index] as number) * (values[start + index] as number);
  for (let index = 0; index < fours; index += 4) {
    a += at(index);
    b += at(index + 1);
    c += at(index + 2);
    d += at(index + 3);
  }
  for (let index = fours; index < row.length; index += 1) a += at(index);
  return a + b + (c + d);
}

/** Draws the map and applies it. A row is drawn, used on every sample and forgotten, so that no more than one is held. */
export function applyDrawn({ inputs, outputs, weight, bias }: Dense, { count, values }: Samples, random: Random): Samples {
  const result = new Float64Array(count * outputs);
  const biases = new Float64Array(outputs);
  if (bias !== null) fill(biases, outputs, bias, random);
  const isZero = weight.type === "constant" && weight.value === 0;
  const row = new Float64Array(isZero ? 0 : inputs);
  for (let output = 0; output < outputs; output += 1) {
    fill(row, row.length, weight, random);
    for (let sample = 0; sample < count; sample += 1) {
      result[sample * outputs + output] = (biases[output] as number) + dot(row, values, sample * inputs);
    }
  }
  return { count, width: outputs, values: result };
}

/**
 * W h, with independent weights of mean 0: Var(z) = gain · E[h²]. `gain` is fan_in · Var(W) as it was planned, or
 * {@link gainOf} what is drawn. Source: docs/formulas.md, "The hidden layers".
 */
export function dense(map: Dense, gain = gainOf(map)): Node {
  const { outputs: width, weight } = map;
  return {
    forward: (before) => {
      const variance = gain * before.secondMoment;
      return {
        width,
        secondMoment: variance,
        mean: 0,
        variance,
        get scatter() {
          const { spread, kurtosis: arriving } = before.scatter;
          const kurtosis = 3 + excessOfSum(EXCESS[weight.type], arriving, before.width);
          return { spread: spreadOf(spread, { width, kurtosis }), kurtosis };
        },
      };
    },
    joint: (cosine) => cosine,
    sample: (samples, random) => applyDrawn(map, samples, random),
    proportional: true,
  };
}
