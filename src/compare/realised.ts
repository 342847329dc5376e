import { activationFunction } from "../math/activation-function.js";
import { isHomogeneous, secondMoment } from "../math/moments.js";
import { gaussianMean } from "../math/quadrature.js";
import type { HiddenMap, HiddenStack } from "../plan/propagation.js";
import { normalNodes } from "./gauss-hermite.js";
import { gammaSpread, NO_SPREAD, productSpread, valueAt, type Spread } from "./spread.js";

/** The second moment of a layer's units as one network has it: it differs from network to network. */
export interface Realised {
  /** Over networks. */
  readonly mean: number;
  readonly spread: Spread;
  /** E[h⁴]/E[h²]² of a unit h of one network. */
  readonly kurtosis: number;
}

/** A hidden layer with what its realised second moment depends on besides. */
export interface DrawnLayer extends HiddenMap {
  readonly fanIn: number;
  /** Kurtosis of its weights less 3: −1.2 for uniform, 0 for normal ones. */
  readonly excess: number;
  /** E[h⁴]/E[h²]² of its units where that is the same for every input; null elsewhere. */
  readonly kurtosis: number | null;
}

type Pointwise = (x: number) => number;

/**
 * E[f(x)] for x of mean 0, this variance, and a kurtosis of 3 + excess: a normal density with the first correction for
 * sums of few terms, He₄/24 times the excess. Source: Cramér 1946, Mathematical Methods of Statistics, section 17.6.
 */
function nearlyNormalMean(f: Pointwise, variance: number, excess: number): number {
  const std = Math.sqrt(variance);
  if (std === 0 || excess === 0) return gaussianMean(f, std);
  return gaussianMean((x) => {
    const square = (x / std) ** 2;
    return f(x) * (1 + (excess / 24) * (square * square - 6 * square + 3));
  }, std);
}

/** Excess kurtosis of Σ w_j h_j for one h, the mean over networks: that of w times Σ h⁴/(Σ h²)². */
export function excessOfSum(weightExcess: number, kurtosis: number, terms: number): number {
  return (weightExcess * kurtosis) / (terms + kurtosis - 1);
}

/** E[φ²] and E[φ⁴] behind the activation and dropout, in units of `scale` and its square, given the variance of the pre-activations. */
function unitMoments({ activation, keep }: HiddenStack, variance: number, excess: number, scale: number): { readonly square: number; readonly fourth: number } {
  const { value } = activationFunction(activation);
  const unit = Math.sqrt(scale);
  return {
    square: nearlyNormalMean((x) => (value(x) / unit) ** 2, variance, excess) / keep,
    fourth: nearlyNormalMean((x) => (value(x) / unit) ** 4, variance, excess) / keep ** 3,
  };
}

/** E[h⁴]/E[h²]² of the units of any hidden layer, where the activation is proportional at all scales; null elsewhere. */
export function proportionalKurtosis(stack: HiddenStack): number | null {
  if (!isHomogeneous(stack.activation)) return null;
  const { square, fourth } = unitMoments(stack, 1, 0, secondMoment(stack.activation, 1));
  return fourth / square ** 2;
}

/** A layer whose second moment is proportional to that of its input: a factor of its own, whatever the input. */
function proportionalLayer(before: Realised, { width, gain }: DrawnLayer, { activation, keep }: HiddenStack, kurtosis: number): Realised {
  return {
    mean: secondMoment(activation, gain * before.mean) / keep,
    spread: productSpread(before.spread, gammaSpread((kurtosis - 1) / width)),
    kurtosis,
  };
}

const sum = (terms: readonly number[]): number => terms.reduce((total, term) => total + term, 0);

const NOTHING: Realised = { mean: 0, spread: NO_SPREAD, kurtosis: 1 };

/** Any other layer: the law of total cumulants over the realised second moments of its input. */
function generalLayer(before: Realised, { width, gain, fanIn, excess }: DrawnLayer, stack: HiddenStack): Realised {
  const sumExcess = excessOfSum(excess, before.kurtosis, fanIn);
  // In units of about what comes out, so that no fourth power leaves the doubles.
  const scale = secondMoment(stack.activation, gain * before.mean);
  if (scale === 0) return NOTHING;
  const nodes = normalNodes.map(({ z, weight }) => {
    const { square, fourth } = unitMoments(stack, gain * before.mean * valueAt(z, before.spread), sumExcess, scale);
    // Given its input, a layer's second moment is a mean over independent units, much like a gamma variable.
    const own = Math.max(0, fourth - square * square) / width;
    return { weight, square, fourth, own, ownThird: square > 0 ? (2 * own * own) / square : 0 };
  });
  const mean = sum(nodes.map(({ weight, square }) => weight * square));
  const variance = sum(nodes.map(({ weight, square, own }) => weight * ((square - mean) ** 2 + own)));
  const third = sum(nodes.map(({ weight, square, own, ownThird }) => weight * ((square - mean) ** 3 + 3 * (square - mean) * own + ownThird)));
  const squares = sum(nodes.map(({ weight, square }) => weight * square * square));
  return {
    mean: mean * scale,
    spread: variance > 0 ? { variance: variance / mean ** 2, skewness: Math.min(third / variance ** 1.5, (2 * Math.sqrt(variance)) / mean) } : NO_SPREAD,
    kurtosis: sum(nodes.map(({ weight, fourth }) => weight * fourth)) / squares,
  };
}

/** What a layer reads once a norm layer has scaled its pre-activations to variance 1: no input is longer than another. */
function normalised(before: Realised, gain: number): Realised {
  return gain * before.mean > 0 ? { ...before, mean: 1 / gain, spread: NO_SPREAD } : before;
}

function realisedLayer(before: Realised, layer: DrawnLayer, stack: HiddenStack): Realised {
  const arriving = stack.normalised ? normalised(before, layer.gain) : before;
  return layer.kurtosis === null ? generalLayer(arriving, layer, stack) : proportionalLayer(arriving, layer, stack, layer.kurtosis);
}

/** The realised second moment of each layer, the input first. */
export function realisedLayers(input: Realised, layers: readonly DrawnLayer[], stack: HiddenStack): readonly Realised[] {
  const found = [input];
  for (const layer of layers) found.push(realisedLayer(found.at(-1) ?? input, layer, stack));
  return found;
}
