import { gainOf } from "../hypernetwork/nodes/dense.js";
import { entryAt } from "../entry-at.js";
import { signalsThrough } from "../hypernetwork/program.js";
import { signalOf } from "../hypernetwork/signal.js";
import type { Mode } from "../hypernetwork/trunk.js";
import { denseOf, sharedProgram } from "../kinds/common.js";
import type { Plan } from "../plan/schema.js";
import type { InputPart, Source } from "./drawn-networks.js";

/** Second moment of an input of several parts. */
export function inputSecondMoment(inputs: readonly InputPart[]): number {
  const entries = inputs.reduce((total, part) => total + part.entries, 0);
  return inputs.reduce((total, part) => total + (part.entries / entries) * (part.mean ** 2 + part.variance), 0);
}

/** The blocks of a plan's input, normal; evaluation adds no noise to them. */
export function blockParts(plan: Plan, mode: Mode): readonly InputPart[] {
  return sharedProgram(plan, mode).blocks.map(({ dim, mean, variance, noiseStd }) => ({
    entries: dim, mean, variance: variance + noiseStd ** 2, type: "normal", count: 1,
  }));
}

/** A plan's hypernetwork, reading these inputs. */
export function sourceOf(plan: Plan, mode: Mode, inputs: readonly InputPart[]): Source {
  const { hypernet: { activation, norm, dropout }, hidden } = plan;
  const isTraining = mode === "training";
  const { layers } = sharedProgram(plan, mode);
  const plannedInput = inputSecondMoment(inputs);
  const signals = signalsThrough(layers, signalOf(1, plannedInput));
  return {
    inputs,
    plannedInput,
    layers: hidden.map(({ weight, bias }, index) => {
      const map = denseOf(weight, bias);
      return { width: map.outputs, gain: gainOf(map), fanIn: map.inputs, isUniform: weight.distribution.type === "uniform", planned: entryAt(signals, index + 1).secondMoment };
    }),
    stack: { activation, keep: isTraining ? 1 - dropout : 1 },
    norm: norm === "batch" && !isTraining ? "none" : norm,
    isProportional: layers.every(({ proportional }) => proportional),
  };
}
