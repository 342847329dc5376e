import { uniformOf } from "../hypernetwork/distribution.js";
import type { Node } from "../hypernetwork/node.js";
import type { Dense } from "../hypernetwork/nodes/dense.js";
import { hiddenLayers } from "../hypernetwork/trunk.js";
import { secondMoment } from "../math/moments.js";
import { toActivation } from "../request/activation-spec.js";
import type { Hypernet } from "../request/schema.js";

/** A hidden layer of a hypernetwork that is planned, in training. */
export interface PlannedLayer {
  readonly map: Dense;
  /** fan_in times the weight variance. */
  readonly gain: number;
  readonly node: Node;
}

/** fan_in times the weight variance, the same for all layers. Source: He et al. 2015 eq. 10; Glorot & Bengio 2010 eq. 10. */
export function hiddenGain({ activation, hiddenInit }: Pick<Hypernet, "activation" | "hiddenInit">): number {
  const gains = { matched: () => 1 / secondMoment(toActivation(activation), 1), kaiming: () => 2, lecun: () => 1, xavier: () => 1 };
  return gains[hiddenInit]();
}

/** The hidden layers that a request describes, behind an input of `inputDim` entries. */
export function plannedTrunk(hypernet: Hypernet, inputDim: number): readonly PlannedLayer[] {
  const gain = hiddenGain(hypernet);
  const between = { ...hypernet, activation: toActivation(hypernet.activation) };
  const layerOf = hiddenLayers(between, "training");
  let inputs = inputDim;
  return hypernet.hiddenDims.map((outputs) => {
    const bias = hypernet.useBias ? ({ type: "constant", value: 0 } as const) : null;
    const map = { inputs, outputs, weight: uniformOf(0, gain / inputs), bias };
    inputs = outputs;
    return { map, gain, node: layerOf(map, gain) };
  });
}
