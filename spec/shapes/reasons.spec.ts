import { describe, expect, test } from "@jest/globals";
import type { Alternative } from "../../src/shapes/index.js";
import type { Framework } from "../../src/shapes/model-tensor.js";
import { inferRoles } from "../../src/shapes/roles/infer.js";

type Row = readonly [source: Readonly<Record<string, readonly number[]>>, label: string, ...said: readonly (string | readonly Alternative[])[]];

/** Everything that is said of one tensor: role and traits, the reason, and any doubt with what it may be instead. */
function said(source: Row[0], label: string, framework?: Framework): readonly (string | readonly Alternative[])[] {
  const tensors = Object.entries(source).map(([name, shape]) => ({ name, shape }));
  const { paramMeta, ambiguous, reasons } = inferRoles(tensors, "list", framework);
  const tensor = paramMeta.findIndex((meta) => meta.label === label);
  const traits = Object.entries(paramMeta[tensor] ?? {}).filter(([key]) => !["name", "layer", "label"].includes(key));
  const meta = [paramMeta[tensor]?.name, ...traits.map(([key, value]) => `${key}=${value}`)].join(" ");
  const doubts = ambiguous.filter((found) => found.tensor === tensor).flatMap(({ reason, alternatives }) => [reason, alternatives]);
  return [meta, reasons[tensor]?.reason ?? "", ...doubts];
}

describe.each<[what: string, rows: readonly Row[]]>([
  ["tensors that hold several layers", [
    [{ "qkv.weight": [24, 8] }, "qkv.weight", "weight parts=3", "holds queries, keys and values by its module's name"],
    [{ "qkv.weight": [12, 8] }, "qkv.weight", "weight parts=3", "holds queries, keys and values by its module's name", "its 12 outputs are not three times its 8 inputs, so queries, keys and values may have different sizes", [{ parts: 1 }]],
    [{ "qkv.weight": [16, 8] }, "qkv.weight", "weight", "holds queries, keys and values by its module's name", "its 16 outputs are not three times its 8 inputs, so queries, keys and values may have different sizes", [{ fanOut: 8 }]],
    [{ "qkv.weight": [30, 10, 1, 1] }, "qkv.weight", "weight parts=3", "holds queries, keys and values by its module's name"],
    [{ "kv.weight": [16, 8] }, "kv.weight", "weight parts=2", "holds keys and values by its module's name"],
    [{ "kv.weight": [15, 8] }, "kv.weight", "weight", "holds keys and values by its module's name"],
    [{ "kv.weight": [16, 8], "kv.bias": [16] }, "kv.weight", "weight parts=2", "holds keys and values by its module's name"],
    [{ "mixer.in_proj.weight": [16, 8], "mixer.A_log": [8, 2] }, "mixer.in_proj.weight", "weight parts=2", "holds the input of a state space and its gate: the state space is beside it"],
    [{ "a.weight_ih_l0": [20, 3], "a.weight_hh_l0": [20, 5] }, "a.weight_ih_l0", "weight parts=4", "is a recurrent layer's matrix by its name; the 4 gates of an LSTM"],
    [{ "a.weight_ih_l0": [15, 3], "a.weight_hh_l0": [15, 5] }, "a.weight_ih_l0", "weight parts=3", "is a recurrent layer's matrix by its name; the 3 gates of a GRU"],
    [{ "a.weight_ih_l0": [5, 3], "a.weight_hh_l0": [5, 5] }, "a.weight_ih_l0", "weight", "is a recurrent layer's matrix by its name; no gates"],
    [{ "a.weight_ih_l0": [10, 3], "a.weight_hh_l0": [10, 5] }, "a.weight_ih_l0", "weight", "is a recurrent layer's matrix by its name"],
    [{ "a.weight_ih_l0": [10, 3] }, "a.weight_ih_l0", "weight", "is a recurrent layer's matrix by its name"],
    [{ "a.weight_ih_l0": [20, 3], "a.weight_hh_l0": [20, 2], "a.weight_hr_l0": [2, 5] }, "a.weight_ih_l0", "weight parts=4", "is a recurrent layer's matrix by its name; the 4 gates of an LSTM"],
    [{ "a.weight_ih_l0": [20, 3], "a.weight_hh_l0": [20, 2], "a.weight_hr_l0": [2, 5] }, "a.weight_hh_l0", "weight parts=4", "is a recurrent layer's matrix by its name; the 4 gates of an LSTM"],
    [{ "a.weight_ih_l0": [20, 3], "a.weight_hh_l0": [20, 2], "a.weight_hr_l0": [2, 5] }, "a.weight_hr_l0", "weight", "is a matrix that is called a weight"],
    [{ "a.weight_ih_l0": [1, 1], "a.weight_hh_l0": [9, 3] }, "a.weight_ih_l0", "weight", "is a recurrent layer's matrix by its name"],
    [{ "a.weight_ih_l0": [18, 1], "a.weight_hh_l0": [20, 2], "a.weight_hr_l0": [2, 5] }, "a.weight_ih_l0", "weight", "is a recurrent layer's matrix by its name", "no recurrent matrix beside it tells the number of its gates", [{ parts: 3 }]],
    [{ "a.weight_ih_l0": [4, 1], "a.weight_hh_l0": [4] }, "a.weight_ih_l0", "weight", "is a recurrent layer's matrix by its name", "no recurrent matrix beside it tells the number of its gates", [{ parts: 4 }]],
    [{ "lstm/linear/w": [12, 30] }, "lstm/linear/w", "weight layout=HWIO", "is the matrix of all 4 gates of an LSTM by its name"],
    [{ "lstm/linear/w": [12, 32], "lstm/linear/b": [32] }, "lstm/linear/w", "weight layout=HWIO parts=4", "is the matrix of all 4 gates of an LSTM by its name"],
    [{ "a/kernel": [3, 20], "a/recurrent_kernel": [5, 20] }, "a/kernel", "weight layout=HWIO parts=4", "is a recurrent layer's kernel: a recurrent kernel is beside it; the 4 gates of an LSTM"],
    [{ "a/w_i": [3, 15], "a/w_h": [5, 15] }, "a/w_i", "weight layout=HWIO parts=3", "is a recurrent layer's matrix by its name; the 3 gates of a GRU"],
    [{ "a.weight": [8, 4, 6], "a.bias": [4, 6] }, "a.weight", "weight fanIn=8 fanOut=24", "projects into heads: its bias has several axes, which are its last ones"],
    [{ "a.weight": [8, 4, 6], "a.bias": [6, 4] }, "a.weight", "weight", "has the dimensions of a convolution and is called a weight", "its bias has 24 entries, which is the length of neither axis", [{ transposed: true }]],
    [{ "a.weight": [4, 6], "a.bias": [4, 6] }, "a.weight", "bn_scale", "has a bias of its own shape, as only a norm's scale has"],
    [{ "a.weight": [8, 4, 6], "a.bias": [8, 4, 6] }, "a.weight", "bn_scale", "has a bias of its own shape, as only a norm's scale has"],
    [{ "a.weight": [8, 4, 6], "a.bias": [6] }, "a.weight", "weight", "has the dimensions of a convolution and is called a weight", "its bias has 6 entries, which is the length of neither axis", [{ transposed: true }]],
    [{ "m/query/kernel": [8, 4, 6] }, "m/query/kernel", "weight fanIn=8 fanOut=24", "projects into heads by its module's name"],
    [{ "m/query/kernel": [8, 4, 6], "m/query/bias": [4, 6], "m/out/kernel": [4, 6, 8] }, "m/query/kernel", "weight fanIn=8 fanOut=24", "projects into heads: its bias has several axes, which are its last ones"],
    [{ "m/query/kernel": [8, 4, 6], "m/query/bias": [6] }, "m/query/kernel", "weight fanIn=32 fanOut=6", "projects into heads by its module's name"],
    [{ "m/query/kernel": [8, 4, 6], "m/query/bias": [4, 6], "m/out/kernel": [4, 6, 8] }, "m/out/kernel", "weight fanIn=24 fanOut=8", "projects out of heads: a query is beside it"],
    [{ "m/out/kernel": [4, 6, 8] }, "m/out/kernel", "weight layout=HWIO", "has the dimensions of a convolution and is called a weight"],
    [{ "n/query/kernel": [8, 4, 6], "m/out/kernel": [4, 6, 8] }, "m/out/kernel", "weight layout=HWIO", "has the dimensions of a convolution and is called a weight"],
    [{ "m.query.kernel": [8, 4, 6], "m.attention_output.kernel": [4, 6, 8] }, "m.attention_output.kernel", "weight fanIn=24 fanOut=8", "projects out of heads: a query is beside it"],
    [{ "ff.net.0.proj.weight": [32, 4], "ff.net.2.weight": [4, 16] }, "ff.net.0.proj.weight", "weight parts=2", "holds a layer and its gate: what follows reads half of its outputs"],
    [{ "ff.net.0.proj.weight": [32, 4], "ff.net.2.weight": [4, 32] }, "ff.net.0.proj.weight", "weight", "is a matrix that is called a weight"],
    [{ "ff.net.0.proj.weight": [32, 4] }, "ff.net.0.proj.weight", "weight", "is a matrix that is called a weight"],
    [{ "attn.q_bias": [8], "attn.v_bias": [8], "attn.qkv.weight": [24, 8] }, "attn.q_bias", "bias", "is a bias of the queries, keys and values beside it by its name"],
    [{ "attn.in_proj_bias": [8], "attn.q_proj_weight": [8, 8] }, "attn.in_proj_bias", "bias", "is a bias of the queries, keys and values beside it by its name"],
    [{ "attn.q_bias": [8], "attn.in_proj_weight": [24, 8] }, "attn.q_bias", "bias", "is a bias of the queries, keys and values beside it by its name"],
    [{ "attn.q_bias": [8] }, "attn.q_bias", "bias", "is a bias by its name", "no weight is beside it, so that its layer and its fans are unknown", [{ name: "bn_shift" }, { generated: false }]],
    [{ "q.lora_A.default.weight": [4, 8], "q.lora_B.default.weight": [16, 4] }, "q.lora_B.default.weight", "weight", "is the second factor of a LoRA by its name", "LoRA starts this factor at 0, so that the adapted network starts unchanged, and a plan gives it a variance", [{ generated: false }]],
    [{ "lstm/linear/w": [12, 32] }, "lstm/linear/w", "weight layout=HWIO parts=4", "is the matrix of all 4 gates of an LSTM by its name"],
    [{ "lstm/~/linear/w": [12, 32] }, "lstm/~/linear/w", "weight layout=HWIO parts=4", "is the matrix of all 4 gates of an LSTM by its name"],
  ]],
  ["tensors that hold all experts", [
    [{ "experts.gate_up_proj": [4, 8, 32], "experts.down_proj": [4, 16, 8] }, "experts.gate_up_proj", "weight fanIn=8 fanOut=16", "stacks the matrices of all experts by its module's name; one matrix per expert"],
    [{ "experts.gate_up_proj": [4, 8, 32], "experts.down_proj": [4, 16, 8] }, "experts.down_proj", "weight fanIn=16 fanOut=8", "stacks the matrices of all experts by its module's name; one matrix per expert"],
    [{ "experts.gate_up_proj": [4, 32, 8], "experts.down_proj": [4, 8, 16] }, "experts.gate_up_proj", "weight fanIn=8 fanOut=16", "stacks the matrices of all experts by its module's name; one matrix per expert"],
    [{ "experts.gate_up_proj": [4, 32, 8], "experts.down_proj": [4, 8, 16] }, "experts.down_proj", "weight fanIn=16 fanOut=8", "stacks the matrices of all experts by its module's name; one matrix per expert"],
    [{ "experts.gate_up_proj": [4, 8, 32], "experts.down_proj": [4, 16, 9] }, "experts.down_proj", "weight fanIn=16 fanOut=9", "stacks the matrices of all experts by its module's name; one matrix per expert", "nothing tells which of the last two axes of these experts are the inputs", [{ fanIn: 9, fanOut: 16 }]],
    [{ "experts.gate_up_proj": [4, 8, 32], "experts.down_proj": [4, 15, 8] }, "experts.down_proj", "weight fanIn=15 fanOut=8", "stacks the matrices of all experts by its module's name; one matrix per expert", "nothing tells which of the last two axes of these experts are the inputs", [{ fanIn: 8, fanOut: 15 }]],
    [{ "experts.gate_up_proj": [4, 32, 8], "experts.down_proj": [4, 9, 16] }, "experts.down_proj", "weight fanIn=9 fanOut=16", "stacks the matrices of all experts by its module's name; one matrix per expert", "nothing tells which of the last two axes of these experts are the inputs", [{ fanIn: 16, fanOut: 9 }]],
    [{ "experts.gate_up_proj": [4, 32, 8], "experts.down_proj": [4, 8, 15] }, "experts.down_proj", "weight fanIn=8 fanOut=15", "stacks the matrices of all experts by its module's name; one matrix per expert", "nothing tells which of the last two axes of these experts are the inputs", [{ fanIn: 15, fanOut: 8 }]],
    [{ "experts.gate_up_proj": [4, 8, 32] }, "experts.gate_up_proj", "weight fanIn=8 fanOut=16", "stacks the matrices of all experts by its module's name; one matrix per expert", "nothing tells which of the last two axes of these experts are the inputs", [{ fanIn: 32, fanOut: 4 }]],
    [{ "experts.gate_up_proj": [4, 8, 31] }, "experts.gate_up_proj", "weight fanIn=8 fanOut=31", "stacks the matrices of all experts by its module's name; one matrix per expert", "nothing tells which of the last two axes of these experts are the inputs", [{ fanIn: 31, fanOut: 4 }]],
  ]],
  ["matrices", [
    [{ "a.weight": [6, 4] }, "a.weight", "weight", "is a matrix that is called a weight"],
    [{ "a.weight": [6, 4], "a.bias": [6] }, "a.weight", "weight", "is a matrix that is called a weight"],
    [{ "a.weight": [6, 4], "a.bias": [4] }, "a.weight", "weight layout=HWIO", "is a matrix that is called a weight; its bias has 4 entries, so that axis is the output"],
    [{ "a.weight": [6, 4], "a.bias": [5] }, "a.weight", "weight", "is a matrix that is called a weight", "its bias has 5 entries, which is the length of neither axis", [{ layout: "HWIO" }]],
    [{ "a.kernel": [6, 4] }, "a.kernel", "weight layout=HWIO", "is a matrix that is called a weight"],
    [{ "a.kernel": [6, 4], "a.bias": [6] }, "a.kernel", "weight", "is a matrix that is called a weight; its bias has 6 entries, so that axis is the output"],
    [{ "a.kernel": [6, 4], "a.bias": [4] }, "a.kernel", "weight layout=HWIO", "is a matrix that is called a weight"],
    [{ "a.kernel": [6, 4], "a.bias": [5] }, "a.kernel", "weight layout=HWIO", "is a matrix that is called a weight", "its bias has 5 entries, which is the length of neither axis", [{ layout: "OIHW" }]],
    [{ "x.proj.weight": [6, 4], "x.proj.bias": [4], "y.proj.weight": [4, 4], "y.proj.bias": [4] }, "y.proj.weight", "weight layout=HWIO", "is a matrix that is called a weight; axes as in other modules called proj"],
    [{ "x.proj.weight": [6, 4], "x.proj.bias": [4], "y.proj.weight": [4, 6] }, "y.proj.weight", "weight layout=HWIO", "is a matrix that is called a weight; axes as in other modules called proj"],
    [{ "x.proj.weight": [6, 4], "x.proj.bias": [6], "y.proj.weight": [4, 6] }, "y.proj.weight", "weight", "is a matrix that is called a weight"],
    [{ "x.proj.weight": [6, 4], "x.proj.bias": [4], "z.proj.weight": [6, 4], "z.proj.bias": [6], "y.proj.weight": [4, 6] }, "y.proj.weight", "weight", "is a matrix that is called a weight"],
    [{ "x.proj.weight": [6, 4], "x.proj.bias": [4], "z.proj.weight": [6, 4], "z.proj.bias": [4], "y.proj.weight": [4, 6] }, "y.proj.weight", "weight layout=HWIO", "is a matrix that is called a weight; axes as in other modules called proj"],
    [{ "x.proj.weight": [6, 4], "x.proj.bias": [4], "y.other.weight": [4, 4] }, "y.other.weight", "weight", "is a matrix that is called a weight"],
    [{ "x.proj.weight": [6, 4, 1], "x.proj.bias": [4], "y.proj.weight": [4, 4] }, "y.proj.weight", "weight", "is a matrix that is called a weight"],
    [{ "visual.proj": [768, 512] }, "visual.proj", "weight", "has more than one dimension, and its name says nothing", "nothing but its number of dimensions says that it is a weight, and nothing says which axis is the input", [{ name: "weight", layout: "HWIO" }, { name: "embedding" }, { generated: false }]],
    [{ x: [3, 4, 5] }, "x", "weight", "has more than one dimension, and its name says nothing", "nothing but its number of dimensions says that it is a weight, and nothing says which axis is the input", [{ name: "weight", layout: "HWIO" }, { name: "embedding" }, { generated: false }]],
  ]],
  ["transposed convolutions, or not", [
    [{ "up.weight": [16, 8, 2, 2], "up.bias": [8] }, "up.weight", "weight transposed=true", "has the dimensions of a convolution and is called a weight; transposed, since its bias has 8 entries"],
    [{ "up.weight": [16, 4, 2, 2], "up.bias": [8] }, "up.weight", "weight transposed=true groups=2", "has the dimensions of a convolution and is called a weight", "its bias of 8 entries fits a transposed convolution of 2 groups only", [{ transposed: false, groups: 1 }]],
    [{ "up.weight": [16, 3, 2, 2], "up.bias": [8] }, "up.weight", "weight", "has the dimensions of a convolution and is called a weight", "its bias has 8 entries, which is the length of neither axis", [{ transposed: true }]],
    [{ "up.weight": [16, 8, 2, 2], "up.bias": [4] }, "up.weight", "weight", "has the dimensions of a convolution and is called a weight", "its bias has 4 entries, which is the length of neither axis", [{ transposed: true }]],
    [{ "up.weight": [15, 4, 2, 2], "up.bias": [8] }, "up.weight", "weight", "has the dimensions of a convolution and is called a weight", "its bias has 8 entries, which is the length of neither axis", [{ transposed: true }]],
    [{ "up.weight": [16, 8, 2, 2], "up.bias": [7] }, "up.weight", "weight", "has the dimensions of a convolution and is called a weight", "its bias has 7 entries, which is the length of neither axis", [{ transposed: true }]],
    [{ "up.weight": [16, 8, 2, 2], "up.bias": [16] }, "up.weight", "weight", "has the dimensions of a convolution and is called a weight"],
    [{ "deconv.weight": [8, 8, 2, 2], "deconv.bias": [8] }, "deconv.weight", "weight transposed=true", "has the dimensions of a convolution and is called a weight; transposed by its module's name"],
    [{ "deconv.weight": [16, 8, 2, 2], "deconv.bias": [16] }, "deconv.weight", "weight", "has the dimensions of a convolution and is called a weight"],
    [{ "deconv.weight": [16, 8, 2, 2] }, "deconv.weight", "weight transposed=true", "has the dimensions of a convolution and is called a weight; transposed by its module's name"],
    [{ "up.kernel": [2, 2, 8, 16], "up.bias": [8] }, "up.kernel", "weight layout=HWIO transposed=true", "has the dimensions of a convolution and is called a weight; transposed, since its bias has 8 entries"],
    [{ "up.kernel": [2, 2, 8, 16], "up.bias": [16] }, "up.kernel", "weight layout=HWIO", "has the dimensions of a convolution and is called a weight"],
    [{ "main.0.weight": [100, 512, 4, 4], "main.1.weight": [512], "main.1.bias": [512] }, "main.0.weight", "weight transposed=true", "has the dimensions of a convolution and is called a weight", "the norm behind it has 512 channels, so it is taken for a transposed convolution", [{ transposed: false }]],
    [{ "main.0.weight": [512, 512, 4, 4], "main.1.weight": [512], "main.1.bias": [512] }, "main.0.weight", "weight", "has the dimensions of a convolution and is called a weight"],
    [{ "main.0.weight": [100, 512, 4, 4], "main.1.weight": [100], "main.1.bias": [100] }, "main.0.weight", "weight", "has the dimensions of a convolution and is called a weight"],
    [{ "main.0.weight": [100, 512, 4, 4], "main.1.weight": [512, 512], "main.1.bias": [512] }, "main.0.weight", "weight", "has the dimensions of a convolution and is called a weight"],
    [{ "main.a.weight": [100, 512, 4, 4], "main.1.weight": [512], "main.1.bias": [512] }, "main.a.weight", "weight", "has the dimensions of a convolution and is called a weight"],
    [{ "main.9.weight": [100, 512, 4, 4], "main.10.weight": [512], "main.10.bias": [512] }, "main.9.weight", "weight transposed=true", "has the dimensions of a convolution and is called a weight", "the norm behind it has 512 channels, so it is taken for a transposed convolution", [{ transposed: false }]],
  ]],
  ["convolutions in groups, or not", [
    [{ "conv.weight": [6, 1, 5, 5] }, "conv.weight", "weight", "has the dimensions of a convolution and is called a weight; the first layer, which reads one channel"],
    [{ "conv1.weight": [6, 1, 5, 5], "conv2.weight": [16, 6, 5, 5] }, "conv1.weight", "weight", "has the dimensions of a convolution and is called a weight; the first layer, which reads one channel"],
    [{ "a.weight": [8, 1, 3, 3], "z.weight": [8, 3, 3, 3] }, "a.weight", "weight", "has the dimensions of a convolution and is called a weight; the first layer, which reads one channel", "it reads one channel per output; it comes first by name, but other layers have 8 outputs, too, and it may be depthwise behind one of them", [{ groups: 8 }]],
    [{ "z.weight": [8, 3, 3, 3], "a.weight": [8, 1, 3, 3] }, "a.weight", "weight", "has the dimensions of a convolution and is called a weight; the first layer, which reads one channel", "it reads one channel per output; it comes first by name, but other layers have 8 outputs, too, and it may be depthwise behind one of them", [{ groups: 8 }]],
    [{ "z.weight": [9, 3, 3, 3], "a.weight": [8, 1, 3, 3] }, "a.weight", "weight", "has the dimensions of a convolution and is called a weight; the first layer, which reads one channel"],
    [{ "z.weight": [8, 3], "a.weight": [8, 1, 3, 3] }, "a.weight", "weight", "has the dimensions of a convolution and is called a weight; the first layer, which reads one channel", "it reads one channel per output; it comes first by name, but other layers have 8 outputs, too, and it may be depthwise behind one of them", [{ groups: 8 }]],
    [{ "z.weight": [3, 8], "z.bias": [8], "a.weight": [8, 1, 3, 3] }, "a.weight", "weight", "has the dimensions of a convolution and is called a weight; the first layer, which reads one channel", "it reads one channel per output; it comes first by name, but other layers have 8 outputs, too, and it may be depthwise behind one of them", [{ groups: 8 }]],
    [{ "z.kernel": [3, 8], "a.kernel": [3, 3, 1, 8] }, "a.kernel", "weight layout=HWIO", "has the dimensions of a convolution and is called a weight; the first layer, which reads one channel", "it reads one channel per output; it comes first by name, but other layers have 8 outputs, too, and it may be depthwise behind one of them", [{ groups: 8 }]],
    [{ "a.weight": [8, 3, 3, 3], "b.weight": [8, 1, 3, 3] }, "b.weight", "weight groups=8", "has the dimensions of a convolution and is called a weight; depthwise: one channel per output behind a layer of 8 outputs"],
    [{ "a.weight": [9, 3, 3, 3], "b.weight": [8, 1, 3, 3] }, "b.weight", "weight groups=8", "has the dimensions of a convolution and is called a weight", "it reads one channel per output, so it is taken for a depthwise convolution, but the layer before it has 9 outputs", [{ groups: 1 }]],
    [{ "a.weight": [8, 3], "b.weight": [8, 1, 3, 3] }, "b.weight", "weight groups=8", "has the dimensions of a convolution and is called a weight; depthwise: one channel per output behind a layer of 8 outputs"],
    [{ "a.kernel": [3, 8], "b.kernel": [3, 3, 1, 8] }, "b.kernel", "weight layout=HWIO groups=8", "has the dimensions of a convolution and is called a weight; depthwise: one channel per output behind a layer of 8 outputs"],
    [{ "depthwise.kernel": [3, 8, 2] }, "depthwise.kernel", "weight layout=HWCM", "has the dimensions of a convolution and is called a weight"],
    [{ "depthwise.kernel": [3, 2, 1] }, "depthwise.kernel", "weight layout=HWCM", "has the dimensions of a convolution and is called a weight"],
    [{ "depthwise.kernel": [3, 1, 1] }, "depthwise.kernel", "weight layout=HWIO", "has the dimensions of a convolution and is called a weight"],
    [{ "depthwise.weight": [3, 8, 2] }, "depthwise.weight", "weight", "has the dimensions of a convolution and is called a weight"],
    [{ "conv.kernel": [3, 8, 2] }, "conv.kernel", "weight layout=HWIO", "has the dimensions of a convolution and is called a weight"],
    [{ "dwconv.weight": [8, 1, 7, 7] }, "dwconv.weight", "weight groups=8", "has the dimensions of a convolution and is called a weight; depthwise by its name"],
    [{ "m.depthwise_weight": [8, 1, 7, 7] }, "m.depthwise_weight", "weight groups=8", "has the dimensions of a convolution and is called a weight; depthwise by its name"],
    [{ "a.weight": [8, 3, 1, 1], "b.weight": [8, 2, 3, 3], "c.weight": [4, 8, 1, 1] }, "b.weight", "weight groups=4", "has the dimensions of a convolution and is called a weight", "it reads 2 of the 8 channels of the layer before it, so 4 groups are assumed; the file does not store them", [{ groups: 1 }]],
    [{ "a.weight": [8, 2, 1, 1], "b.weight": [8, 2, 3, 3], "c.weight": [4, 8, 1, 1] }, "b.weight", "weight", "has the dimensions of a convolution and is called a weight", "it may stand beside the layer before it, which reads 2 channels, too, or behind it in 4 groups; the file does not store them", [{ groups: 4 }]],
    [{ "a.weight": [8, 3, 1, 1], "b.weight": [8, 2, 1, 1], "c.weight": [4, 8, 1, 1] }, "b.weight", "weight", "has the dimensions of a convolution and is called a weight"],
    [{ "a.weight": [8, 3, 1, 1], "b.weight": [8, 3, 3, 3], "c.weight": [4, 8, 1, 1] }, "b.weight", "weight", "has the dimensions of a convolution and is called a weight"],
    [{ "a.weight": [8, 3, 1, 1], "b.weight": [8, 2, 3, 3], "c.weight": [4, 7, 1, 1] }, "b.weight", "weight", "has the dimensions of a convolution and is called a weight"],
    [{ "a.weight": [8, 3, 1, 1], "b.weight": [6, 2, 3, 3], "c.weight": [4, 6, 1, 1] }, "b.weight", "weight", "has the dimensions of a convolution and is called a weight"],
    [{ "a.weight": [2, 3, 1, 1], "b.weight": [8, 2, 3, 3], "c.weight": [4, 8, 1, 1] }, "b.weight", "weight", "has the dimensions of a convolution and is called a weight"],
    [{ "b.weight": [8, 2, 3, 3], "c.weight": [4, 8, 1, 1] }, "b.weight", "weight", "has the dimensions of a convolution and is called a weight"],
    [{ "a.weight": [8, 3, 1, 1], "b.weight": [8, 2, 3, 3] }, "b.weight", "weight", "has the dimensions of a convolution and is called a weight"],
    [{ "a.kernel": [1, 1, 3, 8], "b.kernel": [3, 3, 2, 8], "c.kernel": [1, 1, 8, 4] }, "b.kernel", "weight layout=HWIO groups=4", "has the dimensions of a convolution and is called a weight", "it reads 2 of the 8 channels of the layer before it, so 4 groups are assumed; the file does not store them", [{ groups: 1 }]],
    [{ "m.depthwise_kernel": [3, 3, 8, 2] }, "m.depthwise_kernel", "weight layout=HWCM", "has the dimensions of a convolution and is called a weight"],
    [{ "depthwise.kernel": [3, 3, 8, 1] }, "depthwise.kernel", "weight layout=HWCM", "has the dimensions of a convolution and is called a weight"],
    [{ "depthwise.kernel": [3, 3, 1, 8] }, "depthwise.kernel", "weight layout=HWIO groups=8", "has the dimensions of a convolution and is called a weight; depthwise by its name"],
    [{ "depthwise.kernel": [3, 3, 8, 8] }, "depthwise.kernel", "weight layout=HWIO", "has the dimensions of a convolution and is called a weight"],
    [{ "depthwise.kernel": [3, 3, 1, 1] }, "depthwise.kernel", "weight layout=HWIO", "has the dimensions of a convolution and is called a weight"],
    [{ "depthwise.weight": [8, 2, 3, 3] }, "depthwise.weight", "weight", "has the dimensions of a convolution and is called a weight"],
  ]],
])("%s", (_what, rows) => {
  test.each(rows)("%j: %s", (source, label, ...expected) => {
    expect(said(source, label)).toEqual(expected);
  });
});

test.each([
  ..."deconv de_conv deconvolution upconv up_conv conv_transpose convtranspose conv_transposed conv1d_transpose conv2dtranspose conv_2d_transpose convolution_transpose convolutiontransposed".split(" "),
  ..."transpose_conv transposed_conv transposeconv trans_conv transconv deconv1 upconv_2 my_deconv DeConv".split(" "),
])("a convolution is transposed in a module called %s", (module) => {
  const weight = `${module}.weight`;
  expect(said({ [weight]: [8, 4, 2, 2] }, weight)[0]).toBe("weight transposed=true");
});

test.each("conv xdeconv deconvx conv4d_transpose transconvx conv_transposex up_convs".split(" "))("a convolution is not transposed in a module called %s", (module) => {
  const weight = `${module}.weight`;
  expect(said({ [weight]: [8, 4, 2, 2] }, weight)[0]).toBe("weight");
});

test.each("depthwise depth_wise my_DepthWise2 dw dw1 dwconv dw_conv dw_conv_1 x_dw conv_dw_x conv_dw".split(" "))("a convolution of one channel per output is depthwise in a module called %s", (module) => {
  const weight = `${module}.weight`;
  expect(said({ [weight]: [8, 1, 2, 2] }, weight)).toEqual(["weight groups=8", "has the dimensions of a convolution and is called a weight; depthwise by its name"]);
});

test.each("conv xdw dwx dwconvx xconv_dwx".split(" "))("a convolution of one channel per output is the first layer in a module called %s", (module) => {
  const weight = `${module}.weight`;
  expect(said({ [weight]: [8, 1, 2, 2] }, weight)[0]).toBe("weight");
});

test("a bias names its weight", () => {
  expect(said({ "m.weight": [8, 4], "m.bias": [8] }, "m.bias")).toEqual(["bias", "is the bias of the weight beside it; that weight is m.weight"]);
});

test("MLX keeps the inputs of a weight last", () => {
  expect(said({ "conv.weight": [16, 3, 3, 8] }, "conv.weight", "mlx")).toEqual(["weight fanIn=72 fanOut=144", "has the dimensions of a convolution and is called a weight; axes [out, ...kernel, in], as in MLX"]);
  expect(said({ "conv.kernel": [3, 3, 8, 16] }, "conv.kernel", "mlx")[0]).toBe("weight layout=HWIO");
});

test("a matrix whose name says nothing has the order of its framework, as a guess", () => {
  const instead = (layout: "OIHW" | "HWIO") => [{ name: "weight", layout }, { name: "embedding" }, { generated: false }];
  const [because, doubt] = ["has more than one dimension, and its name says nothing", "nothing but its number of dimensions says that it is a weight, and nothing says which axis is the input"];
  expect(said({ x: [3, 4] }, "x", "tensorflow")).toEqual(["weight layout=HWIO", because, doubt, instead("OIHW")]);
  expect(said({ x: [3, 4] }, "x", "mlx")).toEqual(["weight", because, doubt, instead("HWIO")]);
});
