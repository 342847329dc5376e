import { firstMoment, secondMoment } from "../math/moments.js";
import { momentsOf } from "../plan/distribution.js";
import { lastLayer, type HiddenStack, type LastLayer } from "../plan/propagation.js";
import { plannedInput, type Mode } from "../plan/replay.js";
import type { Head, HyperfanPlan } from "../plan/schema.js";
import { drawnNetwork, EXCESS, type DrawnNetwork } from "./drawn-network.js";
import { normalNodes } from "./gauss-hermite.js";
import { exactly, type Generator } from "./generator.js";
import { realisedInput } from "./realised-input.js";
import { excessOfSum, realisedLayers, type Realised } from "./realised.js";
import { NO_SPREAD, sumSpread, valueAt } from "./spread.js";

/** Mean and variance of the sum of the last layer's units, over networks. */
interface UnitSum {
  readonly mean: number;
  readonly variance: number;
}

/**
 * The sum of the last layer's units. They read the same input, so they rise and fall together with its length: the
 * variance of their mean given the input counts width² times, beside that of each unit.
 */
function unitSum({ stack, layers }: DrawnNetwork, realised: readonly Realised[], planned: LastLayer): UnitSum {
  const layer = layers.at(-1);
  const before = realised.at(-2);
  if (layer === undefined || before === undefined) return { mean: planned.sumMean, variance: planned.sumVariance };
  const nodes = normalNodes.map(({ z, weight }) => {
    const variance = preActivation(stack, layer.gain * before.mean * valueAt(z, before.spread));
    const mean = firstMoment(stack.activation, variance);
    return { weight, mean, own: Math.max(0, secondMoment(stack.activation, variance) / stack.keep - mean ** 2) };
  });
  const mean = nodes.reduce((total, node) => total + node.weight * node.mean, 0);
  const variance = nodes.reduce((total, node) => total + node.weight * (layer.width * node.own + layer.width ** 2 * (node.mean - mean) ** 2), 0);
  return { mean: layer.width * mean, variance };
}

const preActivation = ({ normalised }: HiddenStack, variance: number): number => (normalised && variance > 0 ? 1 : variance);

/** What all heads of a plan read. */
interface Source {
  readonly planned: LastLayer;
  readonly realised: Realised;
  readonly sum: UnitSum;
}

function sourceOf(plan: HyperfanPlan, mode: Mode): Source {
  const network = drawnNetwork(plan, mode);
  const input = realisedInput(network.inputs);
  const realised = realisedLayers(input, network.layers, network.stack);
  const planned = lastLayer(network.stack, plannedInput(plan, mode));
  return { planned, realised: realised.at(-1) ?? input, sum: unitSum(network, realised, planned) };
}

function headGenerator({ weight, bias }: Head, { planned, realised, sum }: Source): Generator {
  const weights = momentsOf(weight);
  const biases = bias === null ? { mean: 0, variance: 0 } : momentsOf(bias);
  const fromWeights = planned.width * weights.variance * planned.secondMoment;
  const within = fromWeights + biases.variance;
  const share = within === 0 ? 0 : fromWeights / within;
  const ofBias = bias === null ? 0 : EXCESS[bias.type];
  return {
    worth: { variance: 1, mean: 1 },
    within: { planned: within, corrected: planned.width * weights.variance * realised.mean + biases.variance },
    spread: sumSpread(realised.spread, share, NO_SPREAD),
    excess: share ** 2 * excessOfSum(EXCESS[weight.type], realised.kurtosis, planned.width) + (1 - share) ** 2 * ofBias,
    mean: weights.mean === 0 ? exactly(biases.mean) : { planned: weights.mean * planned.sumMean + biases.mean, corrected: weights.mean * sum.mean + biases.mean },
    between: weights.mean === 0 ? exactly(0) : { planned: weights.mean ** 2 * planned.sumVariance, corrected: weights.mean ** 2 * sum.variance },
  };
}

/** What a plan's hypernetwork gives the tensor of each head, by its position. */
export function fullGenerators(plan: HyperfanPlan, mode: Mode): (position: number) => Generator | undefined {
  const source = sourceOf(plan, mode);
  return (position) => {
    const head = plan.heads[position];
    return head === undefined ? undefined : headGenerator(head, source);
  };
}
