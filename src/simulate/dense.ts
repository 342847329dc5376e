import type { Distribution } from "../plan/distribution.js";
import { fill } from "./fill.js";
import type { Random } from "./random.js";

/** A linear map that is drawn afresh: `outputs` rows of `inputs` weights each, and a bias per row. */
export interface DenseDraw {
  readonly inputs: number;
  readonly outputs: number;
  readonly weight: Distribution;
  /** null without biases */
  readonly bias: Distribution | null;
}

/** Σ row[i]·values[start + i], in four sums that a processor can add side by side. */
function dot(row: Float64Array, values: Float64Array, start: number, count: number): number {
  const fours = count - (count % 4);
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let index = 0; index < fours; index += 4) {
    a += (row[index] ?? 0) * (values[start + index] ?? 0);
    b += (row[index + 1] ?? 0) * (values[start + index + 1] ?? 0);
    c += (row[index + 2] ?? 0) * (values[start + index + 2] ?? 0);
    d += (row[index + 3] ?? 0) * (values[start + index + 3] ?? 0);
  }
  for (let index = fours; index < count; index += 1) a += (row[index] ?? 0) * (values[start + index] ?? 0);
  return a + b + (c + d);
}

/**
 * Draws the map and applies it to `samples` vectors, which lie end to end in `from` and come out end to end in `to`.
 * A row is drawn, used on every sample and forgotten, so that no more than one is ever held.
 */
export function applyDrawn({ inputs, outputs, weight, bias }: DenseDraw, samples: number, from: Float64Array, to: Float64Array, random: Random): void {
  const biases = new Float64Array(outputs);
  if (bias !== null) fill(biases, outputs, bias, random);
  const isZero = weight.type === "constant" && weight.value === 0;
  const row = new Float64Array(isZero ? 0 : inputs);
  for (let output = 0; output < outputs; output += 1) {
    const offset = biases[output] ?? 0;
    fill(row, row.length, weight, random);
    for (let sample = 0; sample < samples; sample += 1) {
      to[sample * outputs + output] = offset + dot(row, from, sample * inputs, row.length);
    }
  }
}
