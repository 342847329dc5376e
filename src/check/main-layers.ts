import type { PlanTensor } from "../kinds/kind.js";

/** A generated tensor and its position in the plan. */
export interface Placed {
  readonly planned: PlanTensor;
  readonly position: number;
}

/** A layer of the main network. */
export interface MainLayer {
  readonly weight: Placed;
  readonly biases: readonly Placed[];
}

const UNKNOWN = -1;

function inNetworkOrder(tensors: readonly PlanTensor[]): readonly Placed[] {
  const placed = tensors.map((planned, position) => ({ planned, position }));
  return placed.sort((a, b) => a.planned.tensor - b.planned.tensor);
}

const isWeight = ({ planned: { name, fans } }: Placed): boolean => name === "weight" && fans !== null;

/** Whether a bias of unknown layer was planned as that of the weight right before it: it then has the weight's fans. */
function isAdjacentPair({ planned: weight }: Placed, { planned: bias }: Placed): boolean {
  return bias.tensor === weight.tensor + 1 && weight.fans?.fanIn === bias.fans?.fanIn && weight.fans?.fanOut === bias.fans?.fanOut;
}

/** Each bias with the weight that it goes with. */
function pairs(placed: readonly Placed[]): readonly (readonly [bias: Placed, weight: Placed])[] {
  // Set from the end, the first weight of a layer stays: it takes the biases that come before any weight.
  const nearest = new Map(placed.filter(isWeight).toReversed().map((weight) => [weight.planned.layer, weight]));
  return placed.flatMap((each) => {
    const { name, layer } = each.planned;
    if (isWeight(each)) nearest.set(layer, each);
    const weight = name === "bias" ? nearest.get(layer) : undefined;
    return weight !== undefined && (layer !== UNKNOWN || isAdjacentPair(weight, each)) ? [[each, weight] as const] : [];
  });
}

/**
 * The layers of the main network that a plan generates a weight for, in the order of targetShapes. A bias goes with
 * the nearest weight of its layer; in a recurrent layer each of several weights is a layer of its own.
 */
export function mainLayers(tensors: readonly PlanTensor[]): readonly MainLayer[] {
  const placed = inNetworkOrder(tensors);
  const biases = new Map<Placed, Placed[]>(placed.filter(isWeight).map((weight) => [weight, []]));
  for (const [bias, weight] of pairs(placed)) biases.get(weight)?.push(bias);
  return [...biases].map(([weight, own]) => ({ weight, biases: own }));
}
