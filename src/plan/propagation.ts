import type { Activation } from "../math/activation.js";
import { firstMoment, isHomogeneous, secondMoment } from "../math/moments.js";
import { toActivation } from "../request/activation-spec.js";
import type { Hypernet, InputBlock } from "../request/schema.js";

/** What an input block contributes: entries, and their mean and second moment in training. */
interface InputMoments {
  /** Total number of entries n. */
  readonly dim: number;
  /** Mean over the entries of E[x²], noise included. */
  readonly secondMoment: number;
  /** Σ E[x]. */
  readonly sumOfMeans: number;
  /** Σ Var(x). */
  readonly sumOfVariances: number;
}

/** Moments of the concatenated input blocks; all 0 for none. Source: docs/formulas.md, "The input". */
export function inputMoments(blocks: readonly InputBlock[]): InputMoments {
  const dim = blocks.reduce((total, block) => total + block.dim, 0);
  const total = (of: (block: InputBlock) => number): number => blocks.reduce((running, block) => running + of(block), 0);
  return {
    dim,
    // The share n_b/n first: n_b times a large variance could leave the doubles.
    secondMoment: total((block) => (block.dim / dim) * (block.variance + block.mean ** 2 + block.noiseStd ** 2)),
    sumOfMeans: total((block) => block.dim * block.mean),
    sumOfVariances: total((block) => block.dim * (block.variance + block.noiseStd ** 2)),
  };
}

/** The hidden layers of a hypernetwork as maps of second moments. */
export interface HiddenStack {
  readonly activation: Activation;
  readonly dims: readonly number[];
  /** fan_in times the weight variance, the same in every layer: variance of a pre-activation per input second moment. */
  readonly gain: number;
  readonly normalised: boolean;
  readonly keep: number;
}

/** The hidden layers that a request describes. Source of the gains: He et al. 2015 eq. 10; Glorot & Bengio 2010 eq. 12. */
export function hiddenStack(hypernet: Hypernet): HiddenStack {
  const activation = toActivation(hypernet.activation);
  const gains = { matched: () => 1 / secondMoment(activation, 1), kaiming: () => 2, xavier: () => 1 };
  return {
    activation,
    dims: hypernet.hiddenDims,
    gain: gains[hypernet.hiddenInit](),
    normalised: hypernet.norm !== "none",
    keep: 1 - hypernet.dropout,
  };
}

/** Variance of a layer's pre-activations, from the second moment of its inputs. */
function preActivationVariance({ gain, normalised }: HiddenStack, inputSecondMoment: number): number {
  const variance = gain * inputSecondMoment;
  // A norm layer scales whatever varies to variance 1; a constant zero stays zero.
  return normalised && variance > 0 ? 1 : variance;
}

function nextSecondMoment(stack: HiddenStack, inputSecondMoment: number): number {
  return secondMoment(stack.activation, preActivationVariance(stack, inputSecondMoment)) / stack.keep;
}

/** Second moment of each hidden layer's activations, in training, from that of the input. */
export function propagate(stack: HiddenStack, inputSecondMoment: number): readonly number[] {
  let current = inputSecondMoment;
  return stack.dims.map(() => (current = nextSecondMoment(stack, current)));
}

/** Second moment of what the output layer reads: the last hidden layer, or the input where there is none. */
export function lastSecondMoment(stack: HiddenStack, inputSecondMoment: number): number {
  return propagate(stack, inputSecondMoment).at(-1) ?? inputSecondMoment;
}

/** Whether the last second moment is proportional to that of the input. */
export function isProportional(stack: HiddenStack): boolean {
  return stack.dims.length === 0 || (isHomogeneous(stack.activation) && !stack.normalised);
}

/** Mean of one unit of the last hidden layer. */
export function lastMean(stack: HiddenStack, inputSecondMoment: number): number {
  const before = stack.dims.length > 1 ? (propagate(stack, inputSecondMoment).at(-2) ?? 0) : inputSecondMoment;
  return firstMoment(stack.activation, preActivationVariance(stack, before));
}
