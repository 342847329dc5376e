import { elementCount } from "../../math/element-count.js";
import type { Layout } from "../../math/fans.js";
import type { Traits } from "../model-shapes.js";
import { channelsOf, inputsOf, lengthOf, outputsOf, type Channels } from "./channels.js";
import type { Model } from "./model.js";
import { NOTHING_SETTLED, type Settled } from "./settled.js";
import { outerPrefix, type Subject } from "./subject.js";

/** Modules whose name says that they are transposed convolutions. */
const TRANSPOSED = /(?:^|_)(?:de_?conv|deconvolution|up_?conv|conv(?:olution)?_?[1-3]?d?_?transposed?|transposed?_?conv|trans_?conv)(?:_|\d|$)/i;
/** Modules whose name says that they are depthwise convolutions. */
const DEPTHWISE = /depth_?wise|(?:^|_)dw(?:_?conv)?(?:_|\d|$)|^conv_dw/i;

/** One object for all weights of a layout: most weights have no other trait. */
const LAYOUT_TRAITS: Readonly<Record<Layout, Traits>> = { OIHW: {}, HWIO: { layout: "HWIO" }, HWCM: { layout: "HWCM" } };
const layoutTrait = (layout: Layout): Traits => LAYOUT_TRAITS[layout];
/** The order that a leaf's name tells, or that of the framework. */
const matrixLayout = (subject: Subject, model: Model): Layout => model.namedLayout(subject) ?? (model.framework === "tensorflow" ? "HWIO" : "OIHW");
const unmatched = (length: number): string => `its bias has ${length} entries, which is the length of neither axis`;

/** A matrix: [out, in], unless its leaf's name or its bias says otherwise. */
function orientMatrix(subject: Subject, model: Model): Settled {
  const [rows, columns] = subject.shape;
  const named = matrixLayout(subject, model);
  const length = lengthOf(model.biasOf(subject));
  if (rows === columns || length === undefined) {
    const proven = model.provenLayout(subject);
    if (proven === undefined || proven === named) return { traits: layoutTrait(named) };
    return { traits: layoutTrait(proven), note: `axes as in other modules called ${subject.module}` };
  }
  const expected = named === "OIHW" ? rows : columns;
  if (length === expected) return { traits: layoutTrait(named) };
  const other = named === "OIHW" ? "HWIO" : "OIHW";
  if (length === rows || length === columns) return { traits: layoutTrait(other), note: `its bias has ${length} entries, so that axis is the output` };
  return { traits: layoutTrait(named), doubt: { reason: unmatched(length), alternatives: [{ layout: other }] } };
}

/** Length of the norm right behind a numbered module, as in nn.Sequential. */
function normBehind(subject: Subject, model: Model): number | undefined {
  if (!/^\d+$/.test(subject.module)) return undefined;
  const next = model.at(`${outerPrefix(subject)}${Number(subject.module) + 1}.${subject.leaf}`);
  return next?.shape.length === 1 ? next.shape[0] : undefined;
}

/** Grouped transposed: the bias is `groups` times as long as one group's share. */
function groupedTransposed({ whole, share, layout }: Channels, length: number): Settled | undefined {
  const groups = length / share;
  if (!Number.isInteger(groups) || groups < 2 || whole % groups !== 0) return undefined;
  const reason = `its bias of ${length} entries fits a transposed convolution of ${groups} groups only`;
  return { traits: { ...layoutTrait(layout), transposed: true, groups }, doubt: { reason, alternatives: [{ transposed: false, groups: 1 }] } };
}

/** Whether a kernel is that of a transposed convolution; undefined for a plain one. */
function orientTransposed(subject: Subject, model: Model, channels: Channels): Settled | undefined {
  const { whole, share, layout } = channels;
  const transposed: Traits = { ...layoutTrait(layout), transposed: true };
  const named = TRANSPOSED.test(subject.module);
  const length = lengthOf(model.biasOf(subject));
  if (length !== undefined) {
    if (length === whole) return named && whole === share ? { traits: transposed, note: "transposed by its module's name" } : undefined;
    if (length === share) return { traits: transposed, note: `transposed, since its bias has ${length} entries` };
    return groupedTransposed(channels, length) ?? { traits: layoutTrait(layout), doubt: { reason: unmatched(length), alternatives: [{ transposed: true }] } };
  }
  if (named) return { traits: transposed, note: "transposed by its module's name" };
  if (whole === share || normBehind(subject, model) !== share) return undefined;
  const reason = `the norm behind it has ${share} channels, so it is taken for a transposed convolution`;
  return { traits: transposed, doubt: { reason, alternatives: [{ transposed: false }] } };
}

/** The kernel that comes first and reads one channel. In a sorted list another layer may come before it after all. */
function orientFirst(subject: Subject, model: Model, { whole, layout }: Channels): Settled {
  const settled: Settled = { traits: layoutTrait(layout), note: "the first layer, which reads one channel" };
  const { isSorted, withOutputs } = model.neighbours();
  const mayFollow = isSorted && withOutputs(whole).some((other) => other !== subject);
  if (!mayFollow) return settled;
  const reason = `it reads one channel per output; it comes first by name, but other layers have ${whole} outputs, too, and it may be depthwise behind one of them`;
  return { ...settled, doubt: { reason, alternatives: [{ groups: whole }] } };
}

/** A kernel that reads one channel per output: depthwise, unless it reads the model's only channel. */
function orientDepthwise(subject: Subject, model: Model, channels: Channels): Settled {
  const { whole, layout } = channels;
  const depthwise = (groups: number): Traits => ({ ...layoutTrait(layout), groups });
  if (DEPTHWISE.test(subject.module) || DEPTHWISE.test(subject.leaf)) return { traits: depthwise(whole), note: "depthwise by its name" };
  const before = model.neighbours().before(subject);
  if (before === undefined) return orientFirst(subject, model, channels);
  const given = outputsOf(before, model);
  if (given === whole) return { traits: depthwise(whole), note: `depthwise: one channel per output behind a layer of ${whole} outputs` };
  const reason = `it reads one channel per output, so it is taken for a depthwise convolution, but the layer before it has ${given ?? "unknown"} outputs`;
  return { traits: depthwise(whole), doubt: { reason, alternatives: [{ groups: 1 }] } };
}

/**
 * A kernel that reads fewer channels than the layer before it gives, when the one behind it reads all that it makes:
 * most likely in groups. Names and shapes store no groups, so it stays a guess.
 */
function orientGrouped(subject: Subject, model: Model, { whole, share, layout }: Channels): Settled | undefined {
  const { before, behind } = model.neighbours();
  const [previous, next] = [before(subject), behind(subject)];
  if (previous === undefined || next === undefined) return undefined;
  const groups = (outputsOf(previous, model) ?? 0) / share;
  const fits = Number.isInteger(groups) && groups > 1 && whole % groups === 0 && inputsOf(next, model) === whole;
  if (!fits) return undefined;
  // Two layers that read equally many channels stand side by side, most likely.
  if (inputsOf(previous, model) === share) {
    const reason = `it may stand beside the layer before it, which reads ${share} channels, too, or behind it in ${groups} groups; the file does not store them`;
    return { traits: layoutTrait(layout), doubt: { reason, alternatives: [{ groups }] } };
  }
  const reason = `it reads ${share} of the ${groups * share} channels of the layer before it, so ${groups} groups are assumed; the file does not store them`;
  return { traits: { ...layoutTrait(layout), groups }, doubt: { reason, alternatives: [{ groups: 1 }] } };
}

function orientGroups(subject: Subject, model: Model, channels: Channels): Settled {
  const { whole, share, layout } = channels;
  const plain: Settled = { traits: layoutTrait(layout) };
  // A kernel of one position mixes channels; split in groups it would not.
  const isPointwise = elementCount(subject.shape) === whole * share;
  if (isPointwise || share >= whole) return plain;
  if (share === 1) return orientDepthwise(subject, model, channels);
  return orientGrouped(subject, model, channels) ?? plain;
}

/** The kernel of a convolution. */
function orientKernel(subject: Subject, model: Model): Settled {
  const channels = channelsOf(subject, matrixLayout(subject, model));
  return orientTransposed(subject, model, channels) ?? orientGroups(subject, model, channels);
}

/** A depthwise kernel in TF's own order; Keras 3 calls it "kernel" as well. */
function isChannelMultiplier(subject: Subject, model: Model): boolean {
  const [channels = 0, multiplier = 0] = subject.shape.slice(-2);
  if (model.namedLayout(subject) === "HWCM") return true;
  return model.namedLayout(subject) === "HWIO" && DEPTHWISE.test(subject.module) && channels > 1 && multiplier < channels;
}

/** MLX keeps the input channels last: [out, ...kernel, in], an order that only fans can express. */
function orientMlx({ shape }: Subject): Settled {
  const [outputs = 1, ...rest] = shape;
  const inputs = rest.at(-1) ?? 1;
  const size = elementCount(rest);
  return { traits: { fanIn: size, fanOut: (outputs * size) / inputs }, note: "axes [out, ...kernel, in], as in MLX" };
}

/** The order of a weight's axes, and which of them a convolution's groups or transposition change. */
export function orientation(subject: Subject, model: Model): Settled {
  const { shape } = subject;
  if (shape.length === 2) return orientMatrix(subject, model);
  if (shape.length < 2) return NOTHING_SETTLED;
  if (isChannelMultiplier(subject, model)) return { traits: { layout: "HWCM" } };
  if (model.framework === "mlx" && model.namedLayout(subject) === "OIHW") return orientMlx(subject);
  return orientKernel(subject, model);
}

const UNKNOWN = "nothing but its number of dimensions says that it is a weight, and nothing says which axis is the input";

/** A tensor of several dimensions whose name says nothing: a weight in the framework's usual order, most likely. */
export function unknownMatrix(subject: Subject, model: Model): Settled {
  const settled = orientation(subject, model);
  const other = settled.traits?.layout === "HWIO" ? "OIHW" : "HWIO";
  return { ...settled, doubt: { reason: UNKNOWN, alternatives: [{ name: "weight", layout: other }, { name: "embedding" }, { generated: false }] } };
}
