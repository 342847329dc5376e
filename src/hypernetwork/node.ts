import type { Random } from "./random.js";
import type { Signal } from "./signal.js";

/** Units of several samples, sample by sample, of one draw of a hypernetwork. */
export interface Samples {
  readonly count: number;
  readonly width: number;
  /** `count · width` numbers. A node may change them in place. */
  readonly values: Float64Array;
}

/**
 * One operation of a hypernetwork: all that is known of it stands in its file, and nothing else knows which there are.
 * Source of the idea: neural-tangents, where a layer is the triple of its init, apply and kernel functions.
 */
export interface Node {
  /** What the node makes of a signal. */
  readonly forward: (before: Signal) => Signal;
  /** Cosine of the units of two samples behind the node, from that before it and the two signals before it. */
  readonly joint: (cosine: number, a: Signal, b: Signal) => number;
  /** Draws the node's parameters and runs samples through it. */
  readonly sample: (before: Samples, random: Random) => Samples;
  /** Whether the second moment behind the node is proportional to that before it: then it is inverted by division. */
  readonly proportional: boolean;
}

/** Nodes one after the other. */
export function serial(nodes: readonly Node[]): Node {
  return {
    forward: (before) => nodes.reduce((signal, node) => node.forward(signal), before),
    joint: (cosine, a, b) => {
      let [first, second, current] = [a, b, cosine];
      for (const node of nodes) {
        current = node.joint(current, first, second);
        [first, second] = [node.forward(first), node.forward(second)];
      }
      return current;
    },
    sample: (before, random) => nodes.reduce((samples, node) => node.sample(samples, random), before),
    proportional: nodes.every(({ proportional }) => proportional),
  };
}
