import { uniformOf } from "../../src/hypernetwork/distribution.js";
import type { Node } from "../../src/hypernetwork/node.js";
import { hiddenLayers, type Between } from "../../src/hypernetwork/trunk.js";

/** Hidden layers of these widths in training, each with the same gain. */
export function layersOf(widths: readonly number[], gain: number, between: Pick<Between, "activation"> & Partial<Between>): readonly Node[] {
  const layerOf = hiddenLayers({ norm: "none", dropout: 0, ...between }, "training");
  return widths.map((outputs, index) => {
    const inputs = widths[index - 1] ?? outputs;
    return layerOf({ inputs, outputs, weight: uniformOf(0, gain / inputs), bias: null }, gain);
  });
}
