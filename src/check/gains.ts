import type { Activation } from "../math/activation.js";
import { derivativeSecondMoment, secondMoment } from "../math/moments.js";
import type { Moments } from "../hypernetwork/distribution.js";
import { bounded } from "./bounded.js";

/** A layer of the main network as a map of second moments. */
export interface LayerMap {
  readonly fanIn: number;
  readonly fanOut: number;
  readonly activation: Activation;
  /** E[w²]: the variance, and the square of a mean. */
  readonly weightSquare: number;
  /** E[b²], 0 without a generated bias. */
  readonly biasSquare: number;
}

/** What a layer does to the second moments of activations and of gradients. */
export interface LayerGains extends Pick<LayerMap, "fanIn" | "fanOut"> {
  /** Null where nothing arrives. */
  readonly forward: number | null;
  /** Second moment of the activations behind the layer. */
  readonly reached: number;
  readonly backward: number;
}

/** E[x²] of a tensor's elements. */
export function squareOf({ mean, variance }: Moments): number {
  return bounded(variance + mean ** 2);
}

/** Variance of a layer's pre-activations, for the second moment q of what arrives: fan_in E[w²] q + E[b²]. */
function preActivation({ fanIn, weightSquare, biasSquare }: LayerMap, arriving: number): number {
  return bounded(fanIn * weightSquare * arriving + biasSquare);
}

/** fan_out E[w²] E[φ′(√z g)²]: a unit's gradient is the sum of those that it feeds. */
function backwardGain({ fanOut, weightSquare, activation }: LayerMap, z: number): number {
  return bounded(fanOut * weightSquare * bounded(derivativeSecondMoment(activation, z)));
}

/**
 * The gains along a main network: of activations q′/q with q′ = S_φ(z) and z = fan_in E[w²] q + E[b²], of gradients
 * fan_out E[w²] E[φ′(√z g)²]. The first layer gets the second moment 1, and so does every layer where `reset` is set:
 * a norm layer then lies before it.
 * Source: docs/checking.md, "Layers"; He et al. 2015 (arXiv 1502.01852) section 2.2; Poole et al. 2016 (arXiv 1606.05340).
 */
export function gainsAlong(layers: readonly LayerMap[], reset: boolean): readonly LayerGains[] {
  let arriving = 1;
  return layers.map((layer) => {
    if (reset) arriving = 1;
    const before = arriving;
    const z = preActivation(layer, before);
    arriving = bounded(secondMoment(layer.activation, z));
    const { fanIn, fanOut } = layer;
    return { fanIn, fanOut, forward: before === 0 ? null : bounded(arriving / before), reached: arriving, backward: backwardGain(layer, z) };
  });
}
