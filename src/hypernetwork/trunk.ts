import type { Activation } from "../math/activation.js";
import { serial, type Node } from "./node.js";
import { activation } from "./nodes/activation.js";
import { dense, type Dense } from "./nodes/dense.js";
import { dropout } from "./nodes/dropout.js";
import { norm } from "./nodes/norm.js";

/** Training draws dropout masks and noise and normalises over the batch; evaluation, at initialisation, does neither. */
export type Mode = "training" | "evaluation";

/** What lies between the linear maps of a hypernetwork. */
export interface Between {
  readonly activation: Activation;
  readonly norm: "none" | "batch" | "layer";
  readonly dropout: number;
}

/**
 * What lies behind a linear map: a norm layer, the activation, and dropout. In evaluation nothing is dropped, and batch
 * norm has its initial running statistics 0 and 1, which change nothing; layer norm is the same in both modes.
 */
function nodesBehind({ activation: phi, norm: kind, dropout: rate }: Between, mode: Mode): readonly Node[] {
  const isTraining = mode === "training";
  return [
    ...(kind === "layer" || (kind === "batch" && isTraining) ? [norm(kind)] : []),
    activation(phi),
    ...(isTraining && rate > 0 ? [dropout(rate)] : []),
  ];
}

/** Makes the hidden layers of a hypernetwork, each a linear map and what lies behind it; `gain` is the map's as it was planned. */
export function hiddenLayers(between: Between, mode: Mode): (map: Dense, gain?: number) => Node {
  const behind = nodesBehind(between, mode);
  return (map, gain) => serial([dense(map, gain), ...behind]);
}
