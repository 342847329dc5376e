import type { Activation } from "../math/activation.js";
import { firstMoment, isHomogeneous, secondMoment } from "../math/moments.js";
import { toActivation } from "../request/activation-spec.js";
import type { HeadMoments, Moments } from "../request/head-rule.js";
import type { Hypernet, InputBlock } from "../request/schema.js";

/** What an input block contributes: entries, and their mean and second moment in training. */
export interface InputMoments {
  /** Total number of entries n. */
  readonly dim: number;
  /** Mean over the entries of E[x²], noise included. */
  readonly secondMoment: number;
  /** Σ E[x]. */
  readonly sumOfMeans: number;
  /** Σ Var(x). */
  readonly sumOfVariances: number;
}

/** Moments of the concatenated input blocks in training; all 0 for none. Source: docs/formulas.md, "The input". */
export function inputMoments(blocks: readonly Readonly<InputBlock>[]): InputMoments {
  const dim = blocks.reduce((total, block) => total + block.dim, 0);
  // The share n_b/n first: n_b times a large variance could leave the doubles.
  const mean = (of: (block: Readonly<InputBlock>) => number): number => blocks.reduce((running, block) => running + (block.dim / dim) * of(block), 0);
  return {
    dim,
    secondMoment: mean((block) => block.variance + block.mean ** 2 + block.noiseStd ** 2),
    sumOfMeans: dim * mean((block) => block.mean),
    sumOfVariances: dim * mean((block) => block.variance + block.noiseStd ** 2),
  };
}

/** A hidden layer as a map of second moments. */
export interface HiddenMap {
  readonly width: number;
  /** fan_in times the weight variance: variance of a pre-activation per second moment of its inputs. */
  readonly gain: number;
}

/** The hidden layers of a hypernetwork, in one mode. */
export interface HiddenStack {
  readonly layers: readonly HiddenMap[];
  readonly activation: Activation;
  /** Whether a norm layer scales pre-activations to variance 1. */
  readonly normalised: boolean;
  /** Share of the activations that dropout keeps. */
  readonly keep: number;
}

/** fan_in times the weight variance, the same for all layers. Source: He et al. 2015 eq. 10; Glorot & Bengio 2010 eq. 10. */
export function hiddenGain({ activation, hiddenInit }: Pick<Hypernet, "activation" | "hiddenInit">): number {
  const gains = { matched: () => 1 / secondMoment(toActivation(activation), 1), kaiming: () => 2, lecun: () => 1, xavier: () => 1 };
  return gains[hiddenInit]();
}

/** The hidden layers that a request describes, in training. */
export function hiddenStack(hypernet: Hypernet): HiddenStack {
  const gain = hiddenGain(hypernet);
  return {
    layers: hypernet.hiddenDims.map((width) => ({ width, gain })),
    activation: toActivation(hypernet.activation),
    normalised: hypernet.norm !== "none",
    keep: 1 - hypernet.dropout,
  };
}

/** Variance of a layer's pre-activations, from the second moment of its inputs. */
function preActivationVariance({ gain }: HiddenMap, { normalised }: HiddenStack, inputSecondMoment: number): number {
  const variance = gain * inputSecondMoment;
  // A norm layer scales whatever varies to variance 1; a constant zero stays zero.
  return normalised && variance > 0 ? 1 : variance;
}

/** Second moment of each hidden layer's activations from that of the input. */
export function propagate(stack: HiddenStack, inputSecondMoment: number): readonly number[] {
  let current = inputSecondMoment;
  return stack.layers.map((layer) => {
    const variance = preActivationVariance(layer, stack, current);
    // What has left the doubles stays outside, whatever the activation would make of it.
    return (current = variance === Infinity ? Infinity : secondMoment(stack.activation, variance) / stack.keep);
  });
}

/** Second moment of what the output layer reads: the last hidden layer, or the input where there is none. */
export function lastSecondMoment(stack: HiddenStack, inputSecondMoment: number): number {
  return propagate(stack, inputSecondMoment).at(-1) ?? inputSecondMoment;
}

/** Whether the last second moment is proportional to that of the input. */
export function isProportional(stack: HiddenStack): boolean {
  return stack.layers.length === 0 || (isHomogeneous(stack.activation) && !stack.normalised);
}

/** What the output layer reads: `width` units, of which every head takes a weighted sum. */
export interface LastLayer {
  readonly width: number;
  readonly secondMoment: number;
  /** Mean of the sum of all units. */
  readonly sumMean: number;
  /** Variance of the sum of all units, those of a hidden layer taken as independent (exact in the limit of width). */
  readonly sumVariance: number;
}

/** The last hidden layer, or the input where there is none. */
export function lastLayer(stack: HiddenStack, input: InputMoments): LastLayer {
  const layer = stack.layers.at(-1);
  if (layer === undefined) {
    return { width: input.dim, secondMoment: input.secondMoment, sumMean: input.sumOfMeans, sumVariance: input.sumOfVariances };
  }
  const secondMoments = [input.secondMoment, ...propagate(stack, input.secondMoment)];
  const [before = 0, last = 0] = secondMoments.slice(-2);
  const mean = firstMoment(stack.activation, preActivationVariance(layer, stack, before));
  return { width: layer.width, secondMoment: last, sumMean: layer.width * mean, sumVariance: layer.width * Math.max(0, last - mean ** 2) };
}

/** a·b, and 0 where either is: the other may have left the doubles, as the variance of a sum can, and does not matter. */
const product = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a * b);

/** Mean and variance of what a head generates. Source: docs/formulas.md, "The output layer". */
export function generatedMoments(head: HeadMoments, last: LastLayer): Moments {
  const fromSpread = product(last.width * head.weightVariance, last.secondMoment);
  const fromMean = product(head.weightMean ** 2, last.sumVariance);
  return {
    mean: product(head.weightMean, last.sumMean) + head.biasMean,
    variance: fromSpread + fromMean + head.biasVariance,
  };
}
