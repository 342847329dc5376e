import { activationFunction } from "../math/activation-function.js";
import type { Circuit } from "./circuit.js";
import { applyDrawn } from "./dense.js";
import { normaliseFeatures, normaliseSamples } from "./normalise.js";
import type { Random } from "./random.js";

function normalise({ norm }: Circuit, values: Float64Array, samples: number, width: number): void {
  if (norm === "batch") normaliseFeatures(values, samples, width);
  else if (norm === "layer") normaliseSamples(values, samples, width);
}

/** Inverted dropout: zeros at the given rate, and the rest larger to make up for it. */
function drop(values: Float64Array, rate: number, { uniform }: Random): void {
  if (rate === 0) return;
  const scale = 1 / (1 - rate);
  for (let index = 0; index < values.length; index += 1) values[index] = uniform() < rate ? 0 : (values[index] ?? 0) * scale;
}

/** Draws the hidden layers and runs `samples` through them, one after the other: each is shown to `see`, and the last one is left. */
export function runHidden(circuit: Circuit, input: Float64Array, samples: number, random: Random, see: (activations: Float64Array, layer: number) => void): Float64Array {
  const { value } = activationFunction(circuit.activation);
  let current = input;
  circuit.hidden.forEach((layer, index) => {
    const values = new Float64Array(samples * layer.outputs);
    applyDrawn(layer, samples, current, values, random);
    normalise(circuit, values, samples, layer.outputs);
    for (let at = 0; at < values.length; at += 1) values[at] = value(values[at] ?? 0);
    drop(values, circuit.dropout, random);
    see(values, index);
    current = values;
  });
  return current;
}
