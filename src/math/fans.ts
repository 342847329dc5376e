import { elementCount } from "./element-count.js";

/** Number of inputs that feed one output unit, and of outputs that one input unit feeds. */
export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/**
 * Where a weight tensor keeps its axes. `OIHW`: [out, in, ...kernel], as in PyTorch; a transposed convolution is
 * [in, out, ...kernel]. `HWIO`: [...kernel, in, out], as in Keras, TF and JAX; transposed [...kernel, out, in].
 * `HWCM`: [...kernel, channels, multiplier], a depthwise kernel in TF, with one group per channel.
 */
export type Layout = "OIHW" | "HWIO" | "HWCM";

/** What else decides the fans of a weight tensor. */
export interface FanOptions {
  readonly layout?: Layout | undefined;
  /** Groups of a grouped convolution, default 1. */
  readonly groups?: number | undefined;
  /** A transposed convolution (stride 1 is assumed), default false. */
  readonly transposed?: boolean | undefined;
  /** Layers fused along the output axis (3 for q, k, v or GRU gates, 4 for LSTM gates), default 1. */
  readonly parts?: number | undefined;
}

/** Units on either side of a weight tensor, seen by one group, and the receptive field. */
export interface Axes {
  /** Input units that one output unit reads (per receptive-field position). */
  readonly inputs: number;
  /** Output units in all groups and parts: the length of the layer's bias. */
  readonly outputs: number;
  readonly groups: number;
  readonly receptiveField: number;
}

/** The axes of a weight tensor of at least two dimensions; null for fewer, which have no fans. */
export function axesOf(shape: readonly number[], options: FanOptions = {}): Axes | null {
  const { layout = "OIHW", transposed = false } = options;
  const channelsFirst = layout === "OIHW";
  const at = channelsFirst ? 0 : shape.length - 2;
  const first = shape[at];
  const second = shape[at + 1];
  if (first === undefined || second === undefined) return null;
  const receptiveField = elementCount(channelsFirst ? shape.slice(2) : shape.slice(0, at));
  if (layout === "HWCM") return { inputs: 1, outputs: first * second, groups: first, receptiveField };
  const groups = options.groups ?? 1;
  // Read from the side that PyTorch's forward convolution calls "out": the other axis holds one group's share.
  const [whole, share] = channelsFirst ? [first, second] : [second, first];
  return transposed
    ? { inputs: whole / groups, outputs: share * groups, groups, receptiveField }
    : { inputs: share, outputs: whole, groups, receptiveField };
}

/**
 * Fan-in and fan-out of a weight tensor, receptive field included; null for fewer than two dimensions.
 *
 * A grouped convolution feeds each input to its own group only, and fused layers each have outputs of their own:
 * both divide the fan-out. Source: He et al. 2015 (arXiv 1502.01852) section 2.2, for plain convolutions.
 */
export function fansOf(shape: readonly number[], options: FanOptions = {}): Fans | null {
  const axes = axesOf(shape, options);
  return axes === null ? null : fansOfAxes(axes, options.parts);
}

/** As {@link fansOf}, for axes that are already told apart. */
export function fansOfAxes({ inputs, outputs, groups, receptiveField }: Axes, parts = 1): Fans {
  return { fanIn: inputs * receptiveField, fanOut: (outputs / groups / parts) * receptiveField };
}
