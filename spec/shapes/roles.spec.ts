import { describe, expect, test } from "@jest/globals";
import { shapesFromList, shapesFromSafetensors } from "../../src/shapes/index.js";
import { RULES } from "../../src/shapes/roles/rules/index.js";
import { headerBytes, headerOf } from "./safetensors-bytes.js";

type Shapes = Readonly<Record<string, readonly number[]>>;

/** "role layer traits", with "?" where it is a guess, or "left out", by name. */
function read(source: Shapes): Readonly<Record<string, string>> {
  const { paramMeta, ambiguous, skipped } = shapesFromList(source);
  const doubted = new Set(ambiguous.map(({ tensor }) => tensor));
  const kept = paramMeta.map(({ name, layer, label = "", ...traits }, index) => {
    const words = [name, layer, ...Object.entries(traits).map(([key, value]) => (value === true ? key : `${key}=${value}`))];
    return [label, `${words.join(" ")}${doubted.has(index) ? " ?" : ""}`] as const;
  });
  return Object.fromEntries([...kept, ...skipped.map(({ name }) => [name, "left out"] as const)]);
}

const doubt = (source: Shapes, label: string): string => shapesFromList(source).ambiguous.find((found) => found.label === label)?.reason ?? "none";

describe("norms", () => {
  test.each<[string, Shapes, Readonly<Record<string, string>>]>([
    ["are told by running statistics, whatever their name", { "m.weight": [8], "m.bias": [8], "m.running_mean": [8], "m.running_var": [8], "m.num_batches_tracked": [] }, { "m.weight": "bn_scale 0", "m.bias": "bn_shift 0", "m.running_mean": "left out", "m.running_var": "left out", "m.num_batches_tracked": "left out" }],
    ["are told by a bias of their own shape", { "m.1.weight": [8], "m.1.bias": [8], "n.weight": [4, 6, 6], "n.bias": [4, 6, 6] }, { "m.1.weight": "bn_scale 0", "m.1.bias": "bn_shift 0", "n.weight": "bn_scale 1", "n.bias": "bn_shift 1" }],
    ["are told by their name", { "input_layernorm.weight": [8], "ln_f.weight": [8], "bn1.weight": [8], "q_norm.weight": [4] }, { "input_layernorm.weight": "bn_scale 0", "ln_f.weight": "bn_scale 1", "bn1.weight": "bn_scale 2", "q_norm.weight": "bn_scale 3" }],
    ["are a guess for a vector without either", { "m.weight": [8] }, { "m.weight": "bn_scale 0 ?" }],
    ["are called gamma and beta", { "x.gamma": [8], "x.beta": [8], "y.beta": [8] }, { "x.gamma": "bn_scale 0", "x.beta": "bn_shift 0", "y.beta": "bn_shift 1" }],
    ["are no layer scales, which start elsewhere", { "block.gamma": [8], "layer_scale": [8, 1, 1], "ls1.gamma": [8] }, { "block.gamma": "bn_scale 0 ?", layer_scale: "bn_scale 1 ?", "ls1.gamma": "bn_scale 2 ?" }],
    ["may lack a scale", { "norm.bias": [8], "fc.weight": [8, 8] }, { "norm.bias": "bn_shift 0", "fc.weight": "weight 1" }],
  ])("%s", (_how, source, expected) => { expect(read(source)).toEqual(expected); });
});

describe("embeddings", () => {
  test.each<[string, Shapes, Readonly<Record<string, string>>]>([
    ["are tables of tokens and positions", { "wte.weight": [100, 8], "model.embed_tokens.weight": [100, 8], "pos_embed": [1, 5, 8], "cls_token": [1, 1, 8], "class_token": [1, 1, 8] }, { "wte.weight": "embedding 0", "model.embed_tokens.weight": "embedding 1", pos_embed: "embedding 2", cls_token: "embedding 3", class_token: "embedding 4" }],
    ["have no bias: with one it is a linear layer", { "embedding.weight": [8, 3], "embedding.bias": [8] }, { "embedding.weight": "weight 0", "embedding.bias": "bias 0" }],
    ["have two dimensions: with more it is a convolution", { "patch_embedding.weight": [8, 3, 4, 4] }, { "patch_embedding.weight": "weight 0" }],
    ["are a guess by a weaker name", { "x_embedder.weight": [8, 3], "shared.weight": [100, 8] }, { "x_embedder.weight": "embedding 0 ?", "shared.weight": "embedding 1 ?" }],
    ["are not what stands in a module of that name", { "embeddings.LayerNorm.weight": [8], "patch_embed.proj.weight": [8, 3, 4, 4], "time_embedding.linear_1.weight": [8, 4] }, { "embeddings.LayerNorm.weight": "bn_scale 0", "patch_embed.proj.weight": "weight 1", "time_embedding.linear_1.weight": "weight 2" }],
    ["hold Swin's biases of positions", { relative_position_bias_table: [169, 4] }, { relative_position_bias_table: "embedding 0" }],
  ])("%s", (_how, source, expected) => { expect(read(source)).toEqual(expected); });
});

describe("fused layers", () => {
  test.each<[string, Shapes, Readonly<Record<string, string>>]>([
    ["of queries, keys and values have three parts", { "attn.in_proj_weight": [24, 8], "attn.in_proj_bias": [24], "attn.qkv.weight": [24, 8] }, { "attn.in_proj_weight": "weight 0 parts=3", "attn.in_proj_bias": "bias 0", "attn.qkv.weight": "weight 1 parts=3" }],
    ["of unlike queries and keys are a guess", { "qkv_proj.weight": [16, 8] }, { "qkv_proj.weight": "weight 0 ?" }],
    ["of GPT-2 are [in, out], as their biases say, and so are square ones of the same name", { "attn.c_attn.weight": [8, 24], "attn.c_attn.bias": [24], "attn.c_proj.weight": [8, 8], "attn.c_proj.bias": [8], "mlp.c_proj.weight": [32, 8], "mlp.c_proj.bias": [8] }, { "attn.c_attn.weight": "weight 0 layout=HWIO parts=3", "attn.c_attn.bias": "bias 0", "attn.c_proj.weight": "weight 1 layout=HWIO", "attn.c_proj.bias": "bias 1", "mlp.c_proj.weight": "weight 2 layout=HWIO", "mlp.c_proj.bias": "bias 2" }],
    ["may have biases of queries and values alone", { "attn.q_bias": [8], "attn.v_bias": [8], "attn.qkv.weight": [24, 8] }, { "attn.q_bias": "bias 0", "attn.v_bias": "bias 0", "attn.qkv.weight": "weight 0 parts=3" }],
    ["of an LSTM have four parts, of a GRU three, of an RNN one", { "a.weight_ih_l0": [20, 3], "a.weight_hh_l0": [20, 5], "a.bias_ih_l0": [20], "a.bias_hh_l0": [20], "b.weight_ih": [15, 3], "b.weight_hh": [15, 5], "c.weight_ih_l1_reverse": [5, 3], "c.weight_hh_l1_reverse": [5, 5] }, { "a.weight_ih_l0": "weight 0 parts=4", "a.weight_hh_l0": "weight 1 parts=4", "a.bias_ih_l0": "bias 0", "a.bias_hh_l0": "bias 1", "b.weight_ih": "weight 2 parts=3", "b.weight_hh": "weight 3 parts=3", "c.weight_ih_l1_reverse": "weight 4", "c.weight_hh_l1_reverse": "weight 5" }],
    ["of an LSTM with a projection", { "a.weight_ih_l0": [20, 3], "a.weight_hh_l0": [20, 2], "a.weight_hr_l0": [2, 5] }, { "a.weight_ih_l0": "weight 0 parts=4", "a.weight_hh_l0": "weight 1 parts=4", "a.weight_hr_l0": "weight 2" }],
    ["of a recurrent layer without its state are a guess", { "a.weight_ih_l0": [20, 3] }, { "a.weight_ih_l0": "weight 0 ?" }],
    ["of a layer and its gate have two parts", { "ff.net.0.proj.weight": [32, 4], "ff.net.2.weight": [4, 16], "mlp.gate_up_proj.weight": [32, 8] }, { "ff.net.0.proj.weight": "weight 0 parts=2", "ff.net.2.weight": "weight 1", "mlp.gate_up_proj.weight": "weight 2 parts=2" }],
    ["of all experts have fans of one", { "experts.gate_up_proj": [4, 8, 32], "experts.down_proj": [4, 16, 8] }, { "experts.gate_up_proj": "weight 0 fanIn=8 fanOut=16", "experts.down_proj": "weight 1 fanIn=16 fanOut=8" }],
    ["of all experts may have their outputs first", { "experts.gate_up_proj": [4, 32, 8], "experts.down_proj": [4, 8, 16] }, { "experts.gate_up_proj": "weight 0 fanIn=8 fanOut=16", "experts.down_proj": "weight 1 fanIn=16 fanOut=8" }],
    ["of experts alone are a guess", { "experts.down_proj": [4, 16, 8] }, { "experts.down_proj": "weight 0 fanIn=16 fanOut=8 ?" }],
  ])("%s", (_how, source, expected) => { expect(read(source)).toEqual(expected); });
});

describe("convolutions", () => {
  test.each<[string, Shapes, Readonly<Record<string, string>>]>([
    ["that read one channel first are plain", { "conv1.weight": [6, 1, 5, 5], "conv2.weight": [16, 6, 5, 5] }, { "conv1.weight": "weight 0", "conv2.weight": "weight 1" }],
    ["that read one channel behind as many outputs are depthwise", { "a.weight": [8, 3, 3, 3], "b.weight": [8, 1, 3, 3] }, { "a.weight": "weight 0", "b.weight": "weight 1 groups=8" }],
    ["that read one channel behind other outputs are a guess", { "a.weight": [9, 3, 3, 3], "b.weight": [8, 1, 3, 3] }, { "a.weight": "weight 0", "b.weight": "weight 1 groups=8 ?" }],
    ["that are called depthwise are", { "dwconv.weight": [8, 1, 7, 7] }, { "dwconv.weight": "weight 0 groups=8" }],
    ["that read a share of the outputs before them are grouped, as a guess", { "a.weight": [8, 3, 1, 1], "b.weight": [8, 2, 3, 3], "c.weight": [4, 8, 1, 1] }, { "a.weight": "weight 0", "b.weight": "weight 1 groups=4 ?", "c.weight": "weight 2" }],
    ["that stand side by side are plain, as a guess", { "a.weight": [8, 2, 1, 1], "b.weight": [8, 2, 3, 3], "c.weight": [4, 8, 1, 1] }, { "a.weight": "weight 0", "b.weight": "weight 1 ?", "c.weight": "weight 2" }],
    ["of one position mix all channels", { "a.weight": [8, 3, 3, 3], "down.weight": [16, 4, 1, 1], "b.weight": [4, 16, 1, 1] }, { "a.weight": "weight 0", "down.weight": "weight 1", "b.weight": "weight 2" }],
    ["are transposed when their bias says so", { "up.weight": [16, 8, 2, 2], "up.bias": [8] }, { "up.weight": "weight 0 transposed", "up.bias": "bias 0" }],
    ["are transposed in groups when their bias says so, as a guess", { "up.weight": [16, 4, 2, 2], "up.bias": [8] }, { "up.weight": "weight 0 transposed groups=2 ?", "up.bias": "bias 0" }],
    ["are transposed when their name says so", { "deconv1.weight": [16, 8, 2, 2], "convtranspose.weight": [8, 8, 2, 2], "convtranspose.bias": [8] }, { "deconv1.weight": "weight 0 transposed", "convtranspose.weight": "weight 1 transposed", "convtranspose.bias": "bias 1" }],
    ["are plain when their bias says so, whatever their name", { "upconv1.weight": [256, 64, 3, 3], "upconv1.bias": [256] }, { "upconv1.weight": "weight 0", "upconv1.bias": "bias 0" }],
    ["are transposed when the norm behind them says so, as a guess", { "main.0.weight": [100, 512, 4, 4], "main.1.weight": [512], "main.1.bias": [512] }, { "main.0.weight": "weight 0 transposed ?", "main.1.weight": "bn_scale 1", "main.1.bias": "bn_shift 1" }],
    ["with a bias that fits neither axis are a guess", { "a.weight": [16, 8, 2, 2], "a.bias": [7] }, { "a.weight": "weight 0 ?", "a.bias": "bias 0" }],
  ])("%s", (_how, source, expected) => { expect(read(source)).toEqual(expected); });

  test("in a file that is sorted by name are put into the order of their numbers", () => {
    const names = { "features.1.weight": [8, 3, 3, 3], "features.10.weight": [4, 1, 3, 3], "features.2.weight": [16, 8, 3, 3], "features.9.weight": [4, 16, 3, 3] };
    const header = headerOf(Object.entries(names).map(([name, shape]) => ({ name, shape })));
    const { paramMeta, ambiguous } = shapesFromSafetensors(headerBytes(JSON.stringify(header)));
    expect(paramMeta[1]).toMatchObject({ label: "features.10.weight", groups: 4 });
    expect(ambiguous).toEqual([]);
  });

  test("that come first by name in a sorted file are a guess, if another layer could be before them", () => {
    const source = { "a.weight": [8, 1, 3, 3], "z.weight": [8, 3, 3, 3] };
    expect(read(source)).toEqual({ "a.weight": "weight 0 ?", "z.weight": "weight 1" });
    expect(doubt(source, "a.weight")).toBe("it reads one channel per output; it comes first by name, but other layers have 8 outputs, too, and it may be depthwise behind one of them");
  });
});

describe("what is no parameter to generate", () => {
  test.each<[string, Shapes]>([
    ["a causal mask", { "attn.bias": [1, 1, 16, 16] }],
    ["tables of rotations", { "rotary_emb.inv_freq": [32] }],
    ["tables of positions", { position_ids: [1, 77] }],
    ["the slopes of an activation", { "prelu.weight": [8], "act.alpha": [8], "layers.2.prelu.weight": [1] }],
    ["the lengths of a weight norm", { "conv.weight_g": [8, 1, 1] }],
    ["the vectors of a spectral norm", { "fc.weight_u": [8], "fc.weight_v": [4] }],
    ["the scales of a quantisation", { "q.weight_scale_inv": [2, 2], "q.qzeros": [2, 2], "q.g_idx": [8] }],
    ["temperatures", { "attn.logit_scale": [4, 1, 1] }],
    ["state spaces", { "mixer.A_log": [8, 2], "mixer.D": [8] }],
    ["averages of the training", { "model_ema.conv.weight": [2, 2] }],
  ])("%s", (_what, source) => {
    const others = { "conv.weight_v": [8, 4, 3], "z.weight": [2, 2] };
    const found = read({ ...source, ...others });
    for (const name of Object.keys(source)) expect(`${name}: ${found[name]}`).toBe(`${name}: left out`);
    expect(found["z.weight"]).toMatch(/^weight/);
  });
});

describe("other weights", () => {
  test("of a LoRA are two factors, of which the second starts at 0 elsewhere", () => {
    expect(read({ "q.lora_A.default.weight": [4, 8], "q.lora_B.default.weight": [16, 4], "k.lora_down.weight": [4, 8], "k.lora_up.weight": [8, 4], "k.alpha": [] })).toEqual({
      "q.lora_A.default.weight": "weight 0",
      "q.lora_B.default.weight": "weight 1 ?",
      "k.lora_down.weight": "weight 2",
      "k.lora_up.weight": "weight 3 ?",
      "k.alpha": "left out",
    });
  });

  test("of parametrised layers belong to the bias of the layer", () => {
    expect(read({ "c.bias": [8], "c.parametrizations.weight.original0": [8, 1], "c.parametrizations.weight.original1": [8, 4] })).toEqual({
      "c.bias": "bias 0",
      "c.parametrizations.weight.original0": "left out",
      "c.parametrizations.weight.original1": "weight 0",
    });
  });

  test("may be numbered in place of modules", () => {
    expect(read({ w1: [784, 300], b1: [300], w2: [300, 10], b2: [10] })).toEqual({ w1: "weight 0 layout=HWIO", b1: "bias 0", w2: "weight 1 layout=HWIO", b2: "bias 1" });
  });

  test("with names that say nothing are a guess, as vectors are", () => {
    expect(read({ "visual.proj": [768, 512], something: [7] })).toEqual({ "visual.proj": "weight 0 ?", something: "bias -1 ?" });
  });

  test("are not there for a bias whose weight is left out", () => {
    const header = headerOf([{ name: "q.bias", shape: [8] }, { name: "q.weight", shape: [8, 1], dtype: "I32" }]);
    const { paramMeta, ambiguous } = shapesFromSafetensors(headerBytes(JSON.stringify(header)));
    expect(paramMeta).toEqual([{ name: "bias", layer: -1, label: "q.bias" }]);
    expect(ambiguous[0]?.reason).toBe("its weight is left out, so that its fans are unknown");
  });
});

describe("the table of rules", () => {
  test("says why in every row, as the rest of a sentence", () => {
    for (const { because, id } of RULES) {
      expect(`${id}: ${because}`).toMatch(/: (?:is|has|holds|counts|belongs|scales|shifts|stacks|projects) /);
      expect(because).not.toMatch(/\.$/);
    }
  });

  test("gives an alternative wherever it doubts", () => {
    for (const { doubt: found } of RULES) expect(found?.alternatives ?? [{}]).not.toEqual([]);
  });
});

test("two names that the reader takes for one do not confuse it", () => {
  expect(read({ "a/kernel": [2, 3], "a/kernel:0": [2, 3] })).toEqual({ "a/kernel": "weight 0 layout=HWIO", "a/kernel:0": "weight 1 layout=HWIO" });
});
