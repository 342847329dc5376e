import type { Conventions } from "../conventions.js";
import type { Activation } from "../math/activation.js";
import type { Fans } from "../math/fans.js";
import { harmonicMean, reciprocalSum } from "../math/means.js";
import { derivativeSecondMoment, secondMoment } from "../math/moments.js";
import { biasVariances, defaultBiasVariance, pickVariance, weightVariances, type Gains, type Method, type VariancePair } from "../math/target-variance.js";
import { remembered } from "../remembered.js";
import type { Layers } from "../request/layers.js";
import { fansWith, type Tensor } from "../request/tensors.js";
import { underflows } from "./numeric-issues.js";

/** What the variance rules of a main network need to know beside the tensor itself. */
export interface TargetRules {
  readonly method: Method;
  readonly conventions: Conventions;
  readonly layers: Layers;
  /** Whether any generated tensor is one-dimensional. */
  readonly anyVector: boolean;
  readonly gainsOf: (activation: Activation | undefined) => Gains;
}

const JOINS = { harmonic: harmonicMean, "reciprocal-sum": reciprocalSum } as const satisfies Record<Conventions["harmonicMean"], unknown>;

/** The gains of a main network's activation, 1/E[φ(g)²] and 1/E[φ'(g)²]; computed once per activation. */
export function gainTable(main: Activation): TargetRules["gainsOf"] {
  const gains = (activation: Activation): Gains => ({ in: 1 / secondMoment(activation, 1), out: 1 / derivativeSecondMoment(activation, 1) });
  const ofMain = gains(main);
  const known = new Map<string, Gains>();
  return (activation) => {
    if (activation === undefined) return ofMain;
    return remembered(known, JSON.stringify(activation), () => gains(activation));
  };
}

/** Fans of a tensor's layer: a weight's own, and for a bias those of its weight; null where there are none. */
export function layerFans(tensor: Tensor, layers: Layers): Fans | null {
  if (tensor.name !== "bias") return tensor.fans;
  return fansWith(tensor.given, layers.weightOf(tensor)?.fans ?? null);
}

/** Fans of a bias: those of its layer, or its own length where the layer is unknown. */
export function biasFans(bias: Tensor, layers: Layers, fanOutRule: Conventions["biasFanOut"]): Fans {
  const length = bias.shape[0] ?? 1;
  const layer = layers.weightOf(bias)?.fans;
  const ofRule = fanOutRule === "length" ? length : (layer?.fanOut ?? length);
  const { fanIn = layer?.fanIn ?? length, fanOut = ofRule } = bias.given;
  return { fanIn, fanOut };
}

function sharingOf(weight: Tensor, { conventions, layers, anyVector }: TargetRules): number {
  const shares = conventions.biasSharing === "any" ? anyVector : layers.hasGeneratedBias(weight);
  return shares ? 2 : 1;
}

function gainsFor(tensor: Tensor, { layers, gainsOf }: TargetRules): Gains {
  return gainsOf(tensor.activation ?? (tensor.name === "bias" ? layers.weightOf(tensor)?.activation : undefined));
}

/** Checked requests name a weight's fans; without them its variance is no number, and the planner says so. */
const NO_FANS: Fans = { fanIn: NaN, fanOut: NaN };

function hyperfanPair(tensor: Tensor, rules: TargetRules): VariancePair {
  const gains = gainsFor(tensor, rules);
  if (tensor.name === "bias") return biasVariances(gains, biasFans(tensor, rules.layers, rules.conventions.biasFanOut));
  return weightVariances(gains, tensor.fans ?? NO_FANS, sharingOf(tensor, rules));
}

/** `scale` times smaller, but for the reciprocal that an early revision of hypercl takes of a bias's fan-out variance. */
function scaledPair(tensor: Tensor, rules: TargetRules, scale: number): VariancePair {
  const pair = hyperfanPair(tensor, rules);
  const out = pair.out / scale;
  const inverted = tensor.name === "bias" && rules.conventions.outBias === "reciprocal";
  return { in: pair.in / scale, out: inverted ? gainsFor(tensor, rules).in / out : out };
}

/**
 * Variance that the method asks of a weight or bias, over `scale` (d_k · q_L turns the variance of a generated tensor
 * into that of its output head; 1 leaves it). Infinity where the conventions take the reciprocal of a zero.
 * Source: docs/formulas.md, "Target variances"; apply_hyperfan_init of HMLP and of hypercl's HyperNetwork.
 */
export function hyperfanVariance(tensor: Tensor, rules: TargetRules, scale = 1): number {
  const pair = scaledPair(tensor, rules, scale);
  // A mean of the two would hide the infinity.
  if (rules.method !== "in" && pair.out === Infinity) return Infinity;
  return pickVariance(rules.method, pair, JOINS[rules.conventions.harmonicMean]);
}

/** Whether a variance of the method is lost because the second moments of the tensor's activation overflow. */
export function hasLostGains(tensor: Tensor, rules: TargetRules): boolean {
  const gains = gainsFor(tensor, rules);
  return (rules.method !== "out" && underflows(gains.in)) || (rules.method !== "in" && underflows(gains.out));
}

/** The convention that takes the reciprocal of a tensor's variances, if one does. */
export function reciprocalField(tensor: Tensor, { method, conventions }: TargetRules): "outBias" | "harmonicMean" | undefined {
  if (method === "in") return undefined;
  if (tensor.name === "bias" && conventions.outBias === "reciprocal") return "outBias";
  return method === "harmonic" && conventions.harmonicMean === "reciprocal-sum" ? "harmonicMean" : undefined;
}

/**
 * Variance that a chunked hypernetwork is asked to give a tensor: no share for the bias in a weight, PyTorch's
 * default for a bias, 1 for any other name. Source: apply_chunked_hyperfan_init of ChunkedHMLP.
 */
export function chunkedVariance(tensor: Tensor, rules: TargetRules): number {
  if (tensor.name === "bias") return defaultBiasVariance(biasFans(tensor, rules.layers, "layer").fanIn);
  if (tensor.name !== "weight") return 1;
  const pair = weightVariances(gainsFor(tensor, rules), tensor.fans ?? NO_FANS);
  return pickVariance(rules.method, pair, JOINS[rules.conventions.harmonicMean]);
}
