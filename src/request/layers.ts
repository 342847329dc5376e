import type { Conventions } from "../conventions.js";
import type { Tensor } from "./tensors.js";

/** Which weight each bias belongs to, and which weights share their layer with a generated bias. */
export interface Layers {
  /** The weight of a bias's layer; undefined when it is unknown. */
  readonly weightOf: (bias: Tensor) => Tensor | undefined;
  /** Whether the hypernetwork also generates a bias for the weight's layer. */
  readonly hasGeneratedBias: (weight: Tensor) => boolean;
}

/**
 * The weight of each layer; with several, the last, as in the reference (for an RNN, the recurrent one). In an array,
 * since layers are mostly numbered from 0, and a large map takes longer to ask.
 */
function weightsByLayer(tensors: readonly Tensor[]): readonly (Tensor | undefined)[] {
  const found: Tensor[] = [];
  for (const tensor of tensors) if (tensor.name === "weight" && tensor.layer !== -1) found[tensor.layer] = tensor;
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
    if (bias.layer !== -1) return byLayer[bias.layer];
    const before = tensors[bias.index - 1];
    return rule === "adjacent" && isAdjacentPair(before, bias) ? before : undefined;
  };
  const biasedLayers: boolean[] = [];
  const biasedWeights = new Set<number>();
  for (const tensor of generated) {
    if (tensor.name !== "bias") continue;
    if (tensor.layer !== -1) biasedLayers[tensor.layer] = true;
    else biasedWeights.add(weightOf(tensor)?.index ?? -1);
  }
  return {
    weightOf,
    hasGeneratedBias: ({ layer, index }) => (layer === -1 ? biasedWeights.has(index) : (biasedLayers[layer] ?? false)),
  };
}
