import { propagate, type HiddenStack } from "../plan/propagation.js";
import { plannedStack, type Mode } from "../plan/replay.js";
import type { Plan } from "../plan/schema.js";
import type { DrawnLayer, InputPart, Source } from "./drawn-networks.js";

/** Second moment of an input of several parts. */
export function inputSecondMoment(inputs: readonly InputPart[]): number {
  const entries = inputs.reduce((total, part) => total + part.entries, 0);
  return inputs.reduce((total, part) => total + (part.entries / entries) * (part.mean ** 2 + part.variance), 0);
}

/** The blocks of a plan's input, normal; evaluation adds no noise to them. */
export function blockParts({ input }: Plan, mode: Mode): readonly InputPart[] {
  return input.blocks.map(({ dim, mean, variance, noiseStd }) => ({
    entries: dim, mean, variance: variance + (mode === "training" ? noiseStd ** 2 : 0), type: "normal", count: 1,
  }));
}

function layersOf({ hidden }: Plan, stack: HiddenStack, plannedInput: number): readonly DrawnLayer[] {
  const moments = propagate(stack, plannedInput);
  return stack.layers.map(({ width, gain }, index) => {
    const weight = hidden[index]?.weight;
    const [, fanIn = 1] = weight?.shape ?? [];
    return { width, gain, fanIn, isUniform: weight?.distribution.type === "uniform", planned: moments[index] ?? 0 };
  });
}

/** A plan's hypernetwork, reading these inputs. */
export function sourceOf(plan: Plan, mode: Mode, inputs: readonly InputPart[]): Source {
  const stack = plannedStack(plan, mode);
  const plannedInput = inputSecondMoment(inputs);
  return { inputs, plannedInput, layers: layersOf(plan, stack, plannedInput), stack, norm: stack.normalised ? plan.hypernet.norm : "none" };
}
