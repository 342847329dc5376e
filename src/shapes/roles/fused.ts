import { axesOf } from "../../math/fans.js";
import type { Traits } from "../model-shapes.js";
import type { Model } from "./model.js";
import { orientation } from "./orientation.js";
import { NOTHING_SETTLED, type Settled } from "./settled.js";
import { outerPrefix, type Subject } from "./subject.js";

/** Whether the outputs of a weight, in each of its groups, can be those of so many layers of one size. */
function divides(parts: number, { shape }: Subject, { traits }: Settled): boolean {
  const axes = axesOf(shape, traits);
  return axes !== null && (axes.outputs / axes.groups) % parts === 0;
}

/** A weight of `parts` layers of one size side by side. */
const withParts = (settled: Settled, parts: number): Settled => (parts > 1 ? { ...settled, traits: { ...settled.traits, parts } } : settled);

/** Queries, keys and values in one matrix. With fewer keys than queries the three are not alike. */
export function fusedQkv(subject: Subject, model: Model): Settled {
  const settled = orientation(subject, model);
  const axes = axesOf(subject.shape, settled.traits);
  if (axes === null) return settled;
  const { inputs, outputs } = axes;
  const isFused = divides(3, subject, settled);
  const fused = isFused ? withParts(settled, 3) : settled;
  if (outputs === 3 * inputs) return fused;
  const reason = `its ${outputs} outputs are not three times its ${inputs} inputs, so queries, keys and values may have different sizes`;
  return { ...fused, doubt: { reason, alternatives: [isFused ? { parts: 1 } : { fanOut: inputs }] } };
}

/** So many layers of one size in one matrix, where the number of outputs allows it. */
export const fusedInto = (parts: number) => (subject: Subject, model: Model): Settled => {
  const settled = orientation(subject, model);
  return divides(parts, subject, settled) ? withParts(settled, parts) : settled;
};

const GATES: Readonly<Record<number, string>> = { 1: "no gates", 3: "the 3 gates of a GRU", 4: "the 4 gates of an LSTM" };

function inGates(subject: Subject, settled: Settled, count: number): Settled {
  const note = GATES[count];
  if (note !== undefined && divides(count, subject, settled)) return { ...withParts(settled, count), note };
  const reason = "no recurrent matrix beside it tells the number of its gates";
  return { ...settled, doubt: { reason, alternatives: [{ parts: 4 }, { parts: 3 }] } };
}

/** How many times its state a recurrent matrix has outputs; no number without one. */
const gatesOf = (recurrent: Subject | undefined, outputsAt: number, stateAt: number): number =>
  (recurrent?.shape.at(outputsAt) ?? 0) / (recurrent?.shape.at(stateAt) ?? 0);

/** weight_ih_l0 and weight_hh_l0 of torch.nn.LSTM, GRU and RNN. A projected state has its own matrix, and an LSTM alone can have one. */
export function torchGates(subject: Subject, model: Model): Settled {
  const recurrent = model.sibling(subject, subject.leaf.replace("weight_ih", "weight_hh"));
  const projection = model.sibling(subject, subject.leaf.replace(/weight_[ih]h/, "weight_hr"));
  return inGates(subject, { traits: {} }, projection === undefined ? gatesOf(recurrent, 0, 1) : 4);
}

/** kernel and recurrent_kernel of Keras, w_i and w_h of Haiku. */
export function kerasGates(subject: Subject, model: Model): Settled {
  const recurrent = model.sibling(subject, subject.leaf.startsWith("w_") ? "w_h" : "recurrent_kernel");
  return inGates(subject, { traits: { layout: "HWIO" } }, gatesOf(recurrent, -1, -2));
}

const product = (numbers: readonly number[]): number => numbers.reduce((total, x) => total * x, 1);
const fans = (fanIn: number, fanOut: number): Settled => ({ traits: { fanIn, fanOut } });

/** Whether a bias of several axes is as long as the weight's last axes, so that those are its outputs. */
export function hasHeads(subject: Subject, model: Model): boolean {
  const bias = model.biasOf(subject)?.shape ?? [];
  return bias.length > 1 && bias.length < subject.shape.length && bias.every((dimension, axis) => dimension === subject.shape.at(axis - bias.length));
}

/** A projection into heads: [in, heads, size]. */
export function intoHeads(subject: Subject, model: Model): Settled {
  const outputs = Math.max(1, model.biasOf(subject)?.shape.length ?? subject.shape.length - 1);
  return fans(product(subject.shape.slice(0, -outputs)), product(subject.shape.slice(-outputs)));
}

/** Whether a module called query is beside a tensor's module, so that its kernel of three axes is no convolution. */
export const besideQuery = (subject: Subject, model: Model): boolean => model.at(`${outerPrefix(subject)}query${subject.prefix.slice(-1)}${subject.leaf}`) !== undefined;

/** A projection out of heads: [heads, size, out]. */
export function outOfHeads({ shape }: Subject): Settled {
  return fans(product(shape.slice(0, -1)), shape.at(-1) ?? 1);
}

/** Matrices of all experts in one tensor. The two matrices of an expert fit together in one order of the axes only. */
export function stackedExperts(subject: Subject, model: Model): Settled {
  const [, second = 0, third = 0] = subject.shape;
  const up = model.sibling(subject, "gate_up_proj");
  const inFirst = fitsInFirst(up, model.sibling(subject, "down_proj"));
  // A layer and its gate, where the outputs allow it.
  const oneOf = (outputs: number): number => (subject === up && outputs % 2 === 0 ? outputs / 2 : outputs);
  const fansFrom = (inputs: number, outputs: number): Traits => ({ fanIn: inputs, fanOut: oneOf(outputs) });
  const settled = { traits: inFirst === false ? fansFrom(third, second) : fansFrom(second, third), note: "one matrix per expert" };
  if (inFirst !== undefined) return settled;
  const reason = "nothing tells which of the last two axes of these experts are the inputs";
  return { ...settled, doubt: { reason, alternatives: [fansFrom(third, second)] } };
}

/** Whether both are [experts, in, out]; false for [experts, out, in], undefined where neither fits. */
function fitsInFirst(up: Subject | undefined, down: Subject | undefined): boolean | undefined {
  if (up === undefined || down === undefined) return undefined;
  const [, upSecond = 0, upThird = 0] = up.shape;
  const [, downSecond = 0, downThird = 0] = down.shape;
  if (upThird === 2 * downSecond && upSecond === downThird) return true;
  return upSecond === 2 * downThird && upThird === downSecond ? false : undefined;
}

/** The projection before a GEGLU, if the matrix behind it reads half of what it makes. */
export function isGeglu(subject: Subject, model: Model): boolean {
  const behind = model.at(subject.path.replace(/0\.proj\.weight$/, "2.weight"));
  return behind?.shape[1] === (subject.shape[0] ?? 0) / 2;
}

/** The query-key-value layer that a bias of its own name belongs to. */
export function biasOfQkv(subject: Subject, model: Model): Settled {
  const weight = ["qkv.weight", "in_proj_weight", "q_proj_weight"].map((name) => model.at(subject.prefix + name)).find((found) => found !== undefined);
  return weight === undefined ? NOTHING_SETTLED : { layer: weight.index };
}
