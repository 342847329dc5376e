import type { Activation } from "../math/activation.js";
import type { Plan } from "../plan/schema.js";
import type { Moments } from "../hypernetwork/distribution.js";
import { gainsAlong, squareOf, type LayerMap } from "./gains.js";
import { mainLayers, type MainLayer, type Placed } from "./main-layers.js";
import { planTensors } from "../kinds/index.js";
import type { Predictions } from "./predictions.js";
import type { LayerCheck, LayerSignals, TensorCheck } from "./report.js";
import { layerSignals } from "./signals.js";
import { worstVerdict } from "./verdict.js";

/** Whether the main network has norm layers: their scales are among what is generated. */
export function hasNormLayers(plan: Plan): boolean {
  return planTensors(plan).some(({ name }) => name === "bn_scale");
}

const NO_FANS = { fanIn: 1, fanOut: 1 };

function layerMap({ weight, biases }: MainLayer, main: Activation, moments: readonly Moments[]): LayerMap {
  const square = ({ position }: Placed): number => squareOf(moments[position] ?? { mean: 0, variance: 0 });
  const { fanIn, fanOut } = weight.planned.fans ?? NO_FANS;
  return {
    fanIn,
    fanOut,
    activation: weight.planned.activation ?? main,
    weightSquare: square(weight),
    biasSquare: biases.reduce((total, bias) => total + square(bias), 0),
  };
}

/** What layers do to signals when the tensors have these moments. */
function signalsOf(plan: Plan, layers: readonly MainLayer[], moments: readonly Moments[]): readonly LayerSignals[] {
  const reset = hasNormLayers(plan);
  return layerSignals(gainsAlong(layers.map((layer) => layerMap(layer, plan.mainActivation, moments)), reset), reset);
}

/** All of a layer's check that does not depend on its signals. */
function describeLayer({ weight, biases }: MainLayer, main: Activation): Omit<LayerCheck, "training" | "evaluation" | "verdict"> {
  const { tensor, label, layer, fans, activation } = weight.planned;
  const { fanIn, fanOut } = fans ?? NO_FANS;
  return {
    weight: tensor,
    biases: biases.map(({ planned }) => planned.tensor),
    ...(label === undefined ? {} : { label }),
    layer,
    fanIn,
    fanOut,
    activation: activation ?? main,
  };
}

/** The layers of the main network; `checks` are those of the plan's tensors, in its order. */
export function checkLayers(plan: Plan, { training, evaluation }: Predictions, checks: readonly TensorCheck[]): readonly LayerCheck[] {
  const layers = mainLayers(planTensors(plan));
  const evaluated = evaluation === undefined ? [] : signalsOf(plan, layers, evaluation.tensors);
  const trained = signalsOf(plan, layers, training.tensors);
  return layers.flatMap((layer, index) => {
    const signals = trained[index];
    if (signals === undefined) return [];
    const own = [layer.weight, ...layer.biases].map(({ position }) => checks[position]?.verdict);
    const verdict = worstVerdict([signals.forward.verdict, signals.backward.verdict, ...own]);
    return [{ ...describeLayer(layer, plan.mainActivation), training: signals, evaluation: evaluated[index] ?? null, verdict }];
  });
}
