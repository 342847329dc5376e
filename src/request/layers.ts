import type { Conventions } from "../conventions.js";
import type { Tensor } from "./tensors.js";

/** Which weight each bias belongs to, and which weights share their layer with a generated bias. */
export interface Layers {
  /** The weight of a bias's layer; undefined when it is unknown. */
  readonly weightOf: (bias: Tensor) => Tensor | undefined;
  /** Whether the hypernetwork also generates a bias for the weight's layer. */
  readonly hasGeneratedBias: (weight: Tensor) => boolean;
}

/** The weight of each layer; with several, the last, as in the reference (for an RNN, the recurrent one). */
function weightsByLayer(tensors: readonly Tensor[]): ReadonlyMap<number, Tensor> {
  const found = new Map<number, Tensor>();
  for (const tensor of tensors) if (tensor.name === "weight") found.set(tensor.layer, tensor);
  return found;
}

function isAdjacentPair(weight: Tensor | undefined, bias: Tensor): weight is Tensor {
  return weight?.name === "weight" && weight.layer === -1 && weight.outputs === bias.size;
}

/**
 * The layers of a main network. Source: apply_hyperfan_init of hypnettorch's HMLP (layer_shapes, layer_has_bias);
 * the pairing of neighbours of unknown layer is this library's.
 */
export function layersOf(tensors: readonly Tensor[], generated: readonly Tensor[], rule: Conventions["unknownLayer"]): Layers {
  const byLayer = weightsByLayer(tensors);
  const weightOf = (bias: Tensor): Tensor | undefined => {
    if (bias.layer !== -1) return byLayer.get(bias.layer);
    const before = tensors[bias.index - 1];
    return rule === "adjacent" && isAdjacentPair(before, bias) ? before : undefined;
  };
  const biases = generated.filter(({ name }) => name === "bias");
  const biasedLayers = new Set(biases.map(({ layer }) => layer));
  const biasedWeights = new Set(biases.flatMap((bias) => (bias.layer === -1 ? (weightOf(bias)?.index ?? []) : [])));
  return {
    weightOf,
    hasGeneratedBias: ({ layer, index }) => (layer === -1 ? biasedWeights.has(index) : biasedLayers.has(layer)),
  };
}
