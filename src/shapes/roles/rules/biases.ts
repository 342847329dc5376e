import type { Doubt } from "../../model-tensor.js";
import { biasOfQkv } from "../fused.js";
import type { Model } from "../model.js";
import type { Rule } from "../rule.js";
import type { Settled } from "../settled.js";
import type { Subject } from "../subject.js";

const BIAS_LEAF = /^(?:bias|b|biases|B)$|(?:^|_)bias(?:_|$)|^bias_weights$|^[bB]_?\d+$/;

const NO_WEIGHT: Doubt = {
  reason: "no weight is beside it, so that its layer and its fans are unknown",
  alternatives: [{ name: "bn_shift" }, { generated: false }],
};
const MAYBE_NORM: Doubt = {
  reason: "nothing but its one dimension says that it is a bias, and its layer is unknown",
  alternatives: [{ name: "bn_scale" }, { name: "bn_shift" }, { generated: false }],
};

const hasWeight = (subject: Subject, model: Model): boolean => model.ownerOf(subject) !== undefined;
const hasQkv = (subject: Subject, model: Model): boolean => biasOfQkv(subject, model).layer !== undefined;
const layerOfWeight = (subject: Subject, model: Model): Settled => {
  const weight = model.ownerOf(subject);
  return weight === undefined ? {} : { layer: weight.index, note: `that weight is ${weight.tensor.name}` };
};

/** Biases. Those of norms are decided before. */
export const BIASES: readonly Rule[] = [
  { id: "bias", also: hasWeight, role: "bias", because: "is the bias of the weight beside it", settle: layerOfWeight },
  { id: "bias-of-qkv", leaf: /^(?:[qkv]_bias|in_proj_bias)$/, also: hasQkv, role: "bias", because: "is a bias of the queries, keys and values beside it by its name", settle: biasOfQkv },
];

/** Biases without a weight beside them, among what is left when the embeddings are decided. */
export const LONE_BIASES: readonly Rule[] = [
  { id: "lone-bias", leaf: BIAS_LEAF, role: "bias", because: "is a bias by its name", doubt: NO_WEIGHT },
];

/** What no other rule knows. */
export const UNKNOWN_VECTOR: Rule = { id: "unknown-vector", rank: [1, 1], role: "bias", because: "has one dimension, and its name says nothing", doubt: MAYBE_NORM };
