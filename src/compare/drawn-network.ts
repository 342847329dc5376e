import type { Distribution } from "../plan/distribution.js";
import type { HiddenStack } from "../plan/propagation.js";
import { plannedStack, type Mode } from "../plan/replay.js";
import type { Plan } from "../plan/schema.js";
import { blockPart, type InputPart } from "./realised-input.js";
import { proportionalKurtosis, type DrawnLayer } from "./realised.js";

/** The hypernetwork of a plan as it is drawn, in one mode. */
export interface DrawnNetwork {
  readonly stack: HiddenStack;
  readonly layers: readonly DrawnLayer[];
  /** The input without chunk embeddings. */
  readonly inputs: readonly InputPart[];
}

/** Kurtosis less 3 of what is drawn from a distribution; nothing counts for what does not vary. */
export const EXCESS: Readonly<Record<Distribution["type"], number>> = { uniform: -1.2, normal: 0, constant: 0 };

/** Evaluation adds no noise to the inputs. */
export function drawnNetwork(plan: Plan, mode: Mode): DrawnNetwork {
  const stack = plannedStack(plan, mode);
  const kurtosis = proportionalKurtosis(stack);
  const blocks = mode === "training" ? plan.input.blocks : plan.input.blocks.map((block) => ({ ...block, noiseStd: 0 }));
  return {
    stack,
    layers: stack.layers.map((layer, index) => {
      const weight = plan.hidden[index]?.weight;
      return { ...layer, fanIn: weight?.shape[1] ?? 1, excess: weight === undefined ? 0 : EXCESS[weight.distribution.type], kurtosis };
    }),
    inputs: blocks.map(blockPart),
  };
}
