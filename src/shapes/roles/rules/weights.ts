import type { Doubt } from "../../model-tensor.js";
import { besideQuery, fusedInto, fusedQkv, hasHeads, intoHeads, isGeglu, kerasGates, outOfHeads, stackedExperts, torchGates } from "../fused.js";
import type { Model } from "../model.js";
import { orientation, unknownMatrix } from "../orientation.js";
import type { Rule } from "../rule.js";
import { outerPrefix, type Subject } from "../subject.js";

const QKV = /^(?:in_proj|qkv|qkv_proj|w_?qkv|c_attn|query_key_value|to_qkv|attn_qkv|in_proj_qkv|qkv_conv)$/i;
const KV = /^(?:kv|kv_proj|to_kv|w_?kv|key_value|kv_linear|c_kv)$/i;
const GATED = /^(?:gate_up_proj|w12|gate_up)$/i;

const isNamedWeight = (subject: Subject, model: Model): boolean => model.namedLayout(subject) !== undefined;
const hasRecurrent = (subject: Subject, model: Model): boolean => model.sibling(subject, "recurrent_kernel") !== undefined;
const hasStateMatrix = (subject: Subject, model: Model): boolean => model.sibling(subject, "w_h") !== undefined;

/** Whether the module around a tensor's module is an LSTM; Haiku may have a "~" between them. */
function isInLstm({ prefix }: Subject): boolean {
  const around = prefix.split(/[./]/).slice(0, -2);
  const outer = around.at(-1) === "~" ? around.at(-2) : around.at(-1);
  return /lstm/i.test(outer ?? "");
}

const besideStateSpace = (subject: Subject, model: Model): boolean => model.at(`${outerPrefix(subject)}A_log`) !== undefined;

const LORA_B: Doubt = {
  reason: "LoRA starts this factor at 0, so that the adapted network starts unchanged, and a plan gives it a variance",
  alternatives: [{ generated: false }],
};
/** Weights: first those that hold several layers, then any other. */
export const WEIGHTS: readonly Rule[] = [
  { id: "lora-b", path: /(?:lora_B|lora_up|lora[._/]up|lora_embedding_B)(?:[._/]weight)?$/, rank: [2, 6], role: "weight", because: "is the second factor of a LoRA by its name", settle: orientation, doubt: LORA_B },
  { id: "lora-a", path: /(?:lora_A|lora_down|lora[._/]down|lora_embedding_A)(?:[._/]weight)?$/, rank: [2, 6], role: "weight", because: "is the first factor of a LoRA by its name", settle: orientation },
  { id: "recurrent", leaf: /^weight_[ih]h(?:_l\d+)?(?:_reverse)?$/, rank: [2, 2], role: "weight", because: "is a recurrent layer's matrix by its name", settle: torchGates },
  { id: "recurrent", leaf: /^(?:recurrent_)?kernel$/, rank: [2, 6], also: hasRecurrent, role: "weight", because: "is a recurrent layer's kernel: a recurrent kernel is beside it", settle: kerasGates },
  { id: "recurrent", leaf: /^w_[ih]$/, rank: [2, 2], also: hasStateMatrix, role: "weight", because: "is a recurrent layer's matrix by its name", settle: kerasGates },
  { id: "recurrent", module: /^linear$/i, leaf: /^w$/i, rank: [2, 2], also: isInLstm, role: "weight", because: "is the matrix of all 4 gates of an LSTM by its name", settle: fusedInto(4) },
  { id: "fused-pair", module: /^in_proj$/, leaf: /^weight$/, rank: [2, 2], also: besideStateSpace, role: "weight", because: "holds the input of a state space and its gate: the state space is beside it", settle: fusedInto(2) },
  { id: "fused-qkv", module: QKV, leaf: /^(?:weight|kernel|w)$/, rank: [2, 5], role: "weight", because: "holds queries, keys and values by its module's name", settle: fusedQkv },
  { id: "fused-qkv", leaf: /^(?:in_proj_weight|qkv_weight|w_?qkv)$/i, rank: [2, 5], role: "weight", because: "holds queries, keys and values by its name", settle: fusedQkv },
  { id: "fused-pair", module: KV, leaf: /^(?:weight|kernel|w)$/, rank: [2, 5], role: "weight", because: "holds keys and values by its module's name", settle: fusedInto(2) },
  { id: "fused-pair", module: GATED, leaf: /^(?:weight|kernel|w)$/, rank: [2, 2], role: "weight", because: "holds a layer and its gate by its module's name", settle: fusedInto(2) },
  { id: "fused-pair", path: /\.net\.0\.proj\.weight$/, module: /^proj$/, rank: [2, 2], also: isGeglu, role: "weight", because: "holds a layer and its gate: what follows reads half of its outputs", settle: fusedInto(2) },
  { id: "stacked-experts", module: /experts$/, leaf: /^(?:gate_up_proj|gate_proj|up_proj|down_proj|w[123]|weight)$/, rank: [3, 3], role: "weight", because: "stacks the matrices of all experts by its module's name", settle: stackedExperts },
  { id: "into-heads", rank: [3, 6], also: (subject, model) => isNamedWeight(subject, model) && hasHeads(subject, model), role: "weight", because: "projects into heads: its bias has several axes, which are its last ones", settle: intoHeads },
  { id: "into-heads", module: /^(?:query|key|value)$/, leaf: /^kernel$/, rank: [3, 3], role: "weight", because: "projects into heads by its module's name", settle: intoHeads },
  { id: "out-of-heads", module: /^(?:out|attention_output)$/, leaf: /^kernel$/, rank: [3, 3], also: besideQuery, role: "weight", because: "projects out of heads: a query is beside it", settle: outOfHeads },
  { id: "matrix", rank: [2, 2], also: isNamedWeight, role: "weight", because: "is a matrix that is called a weight", settle: orientation },
  { id: "kernel", rank: [3, 64], also: isNamedWeight, role: "weight", because: "has the dimensions of a convolution and is called a weight", settle: orientation },
];

/** What no other rule knows. */
export const UNKNOWN_WEIGHTS: readonly Rule[] = [
  { id: "unknown-matrix", rank: [2, 64], role: "weight", because: "has more than one dimension, and its name says nothing", settle: unknownMatrix },
];
