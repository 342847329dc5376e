import { samplesOf, totalSamples, type Circuit, type OutputDraw } from "./circuit.js";
import { applyDrawn } from "./dense.js";
import { runHidden } from "./hidden.js";
import { drawSamples } from "./inputs.js";
import type { Random } from "./random.js";

/** A mean and spread to count from: numbers enter sums as (x − mean)/std. */
export interface Scale {
  readonly mean: number;
  readonly std: number;
}

/** Mean and mean square of scaled numbers. */
export interface PowerMeans {
  readonly mean: number;
  readonly square: number;
}

/** What one draw of a hypernetwork shows. */
export interface Draw {
  /** Mean square of each hidden layer's activations, over all groups by their shares. */
  readonly hidden: readonly number[];
  /** The generated numbers of each output and, within it, each group of samples, scaled. */
  readonly generated: readonly (readonly PowerMeans[])[];
}

function powerMeans(values: Float64Array, start: number, end: number, { mean, std }: Scale): PowerMeans {
  let sum = 0;
  let squares = 0;
  for (let index = start; index < end; index += 1) {
    const scaled = ((values[index] ?? 0) - mean) / std;
    sum += scaled;
    squares += scaled * scaled;
  }
  return { mean: sum / (end - start), square: squares / (end - start) };
}

/** What `find` makes of each group's stretch of `values`, which hold `width` numbers per sample. */
function byGroup<Found>(circuit: Circuit, width: number, find: (start: number, end: number, group: number) => Found): readonly Found[] {
  let end = 0;
  return circuit.groups.map((group, index) => {
    const start = end;
    end += samplesOf(group, circuit) * width;
    return find(start, end, index);
  });
}

const UNSCALED: Scale = { mean: 0, std: 1 };

function meanSquare(circuit: Circuit, values: Float64Array, width: number): number {
  const shares = circuit.groups.map(({ share }) => share);
  const squares = byGroup(circuit, width, (start, end) => powerMeans(values, start, end, UNSCALED).square);
  return squares.reduce((total, square, group) => total + (shares[group] ?? 0) * square, 0);
}

/** Draws a whole hypernetwork and its inputs, and runs it. `scales` has a scale for each output and each group in it. */
export function drawOnce(circuit: Circuit, scales: readonly (readonly Scale[])[], random: Random): Draw {
  const samples = totalSamples(circuit);
  const input = drawSamples(circuit, random);
  const hidden: number[] = [];
  const last = runHidden(circuit, input, samples, random, (values, layer) => {
    hidden.push(meanSquare(circuit, values, circuit.hidden[layer]?.outputs ?? 0));
  });
  const measure = (output: OutputDraw, position: number): readonly PowerMeans[] => {
    const values = new Float64Array(samples * output.outputs);
    applyDrawn(output, samples, last, values, random);
    return byGroup(circuit, output.outputs, (start, end, group) => powerMeans(values, start, end, scales[position]?.[group] ?? UNSCALED));
  };
  return {
    hidden,
    generated: circuit.outputs.map(measure),
  };
}
