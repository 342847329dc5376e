import { momentsOf } from "../plan/distribution.js";
import { lastLayer, type LastLayer } from "../plan/propagation.js";
import { plannedInput, plannedStack, type Mode } from "../plan/replay.js";
import type { Head, HyperfanPlan } from "../plan/schema.js";
import type { Source } from "./drawn-networks.js";
import type { Models, TensorModel } from "./model.js";
import { blockParts, sourceOf } from "./source.js";

function headModel({ weight, bias }: Head, source: Source, last: LastLayer): TensorModel {
  const weights = momentsOf(weight);
  const biases = bias === null ? { mean: 0, variance: 0 } : momentsOf(bias);
  // Without a mean of the weights, nothing: not that of infinitely many units either.
  const times = (x: number): number => (weights.mean === 0 ? 0 : weights.mean * x);
  return {
    source,
    fromWeights: last.width * weights.variance * last.secondMoment,
    fromBias: biases.variance,
    offset: biases.mean,
    slope: times(last.width * Math.sqrt(last.secondMoment)),
    mean: times(last.sumMean) + biases.mean,
    between: times(weights.mean * last.sumVariance),
    isUniform: { weights: weight.type === "uniform", bias: bias?.type === "uniform" },
    width: last.width,
    worth: { variance: 1, mean: 1 },
  };
}

/** What a full hypernetwork gives the tensor of each head. All heads read the same. */
export function fullModels(plan: HyperfanPlan, mode: Mode): Models {
  const source = sourceOf(plan, mode, blockParts(plan, mode));
  const last = lastLayer(plannedStack(plan, mode), plannedInput(plan, mode));
  return (position) => {
    const head = plan.heads[position];
    return head === undefined ? undefined : headModel(head, source, last);
  };
}
