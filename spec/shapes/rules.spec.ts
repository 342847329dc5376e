import { describe, expect, test } from "@jest/globals";
import type { ModelTensor } from "../../src/shapes/model-tensor.js";
import { inferRoles } from "../../src/shapes/roles/infer.js";
import { EARLY_RULES, RULES } from "../../src/shapes/roles/rules/index.js";

type Shape = readonly number[];

const idOf = (because: string): string => [...EARLY_RULES, ...RULES].find((rule) => rule.because === because)?.id ?? because;

/** The rule that decides on a tensor, the last of some. What is left out only has a reason, which tells its rule. */
function ruleIn(tensors: readonly ModelTensor[]): string {
  const { paramMeta, reasons, skipped } = inferRoles([{ name: "another.weight", shape: [2, 3] }, ...tensors], "list");
  const name = tensors.at(-1)?.name;
  const tensor = paramMeta.findIndex(({ label }) => label === name);
  return reasons[tensor]?.rule ?? idOf(skipped.find((found) => found.name === name)?.reason ?? "none");
}

const ruleOf = (name: string, shape: Shape): string => ruleIn([{ name, shape }]);

const words = (text: string): readonly string[] => text.split(" ");

const TABLE: readonly (readonly [rule: string, shape: Shape, names: readonly string[]])[] = [
  ["counter", [3], words("num_batches_tracked m.num_batches_tracked global_step iteration iterations counter n_averaged")],
  ["buffer", [3], words("buffer m.buffer my_buffer MY_BUFFER")],
  ["scalar", [], words("scale weight anything")],
  ["empty", [0, 3], words("weight bias")],
  ["running-statistics", [3], words("m.running_mean running_var running_std running_variance moving_mean moving_var moving_variance moving_std batch_stats.mean a.batch_stats.bn.mean a/batch_stats/bn/var mean_ema.average var_ema.hidden var_ema.average mean_ema.hidden")],
  ["causal-mask", [1, 5, 5], words("attn.bias mask tril causal_mask attn_mask")],
  ["causal-mask", [1, 1, 5, 5], words("attn.bias")],
  ["mask", [2, 5], words("mask m.mask key_mask tril attn_bias_mask attn_masked_bias mask")],
  ["mask", [5], words("mask")],
  ["mask", [2, 3, 4, 5], words("mask")],
  ["fixed-table", [4, 5], words("inv_freq original_inv_freq position_ids token_type_ids relative_position_index relative_coords_table cos_cached sin_cached freq_cis freqs_cis pe pos_table rotary_emb bins anchors anchor_grid stride strides")],
  ["moving-average", [4, 5], words("model_ema.conv.weight model_ema/conv/weight a/ExponentialMovingAverage a/Adam a/Adam_1 a/RMSProp a.RMSProp_1 a.Momentum")],
  ["quantisation", [4, 5], words("qzeros q_zeros g_idx absmax quant_map nested_absmax nested_quant_map SCB SCB_format quant_state quant_state_x m.weight_scale weight_scales weight_zero_point weight_zero_points weight_scale_inv weight_scale_2 input_global_scale weight_shape output_scale activation_scale k_scale v_scale")],
  ["spectral-norm-vector", [4], words("weight_u")],
  ["slope", [4], words("prelu.weight p_relu.weight m.act_prelu.alpha PReLU.slope prelu.a m.prelu prelu_1 p_relu alpha alphas m.Alpha")],
  ["temperature", [4], words("logit_scale logit_bias temperature log_temperature tau inv_temp")],
  ["response-norm", [1, 1, 1, 8], words("m.grn.weight m.grn.gamma m.GRN.weight")],
  ["layer-scale", [8], words("ls.gamma ls1.gamma ls_1.gamma m_ls2.gamma layer_scale.weight layerscale.x layer_scale_1.lambda1 layer_scale layerscale layer_scale_parameter gamma_1 lambda_1 lambda1 gamma")],
  ["layer-scale", [8, 1, 1], words("layer_scale ls.gamma gamma")],
  ["norm-by-name", [8], words("norm.weight layernorm.weight LayerNorm.weight bn.weight bn1.weight ln.scale ln_1.gamma gn.g x_rms.gain rms1.weights rms_x.w my_bn.weight_1 a_ln1.weight norm.bias norm.beta norm.shift norm.b norm.offset norm.biases norm.bias_0 norm.scale_12")],
  ["norm-by-leaf", [8], words("beta m.beta")],
  ["lone-vector", [8], words("weight m.weight scale gain g")],
  ["token", [1, 1, 8], words("cls_token class_token dist_token distillation_token mask_token pad_token register_tokens reg_token storage_tokens query_tokens prompt_tokens null_token bos_token eos_embed sep_embedding learnable_tokens clstoken CLS_TOKEN latents latent class_embedding class_embeddings query_embeds null_emb mask_embed")],
  ["position-table", [1, 5, 8], words("pos_embed pos_emb pos_embedding pos_embeddings pos_encoding position_embedding positional_embedding positional_encoding abs_pos_embed absolute_pos_embed abspos_emb temporal_embed temporal_encodings spatial_embed time_embed posemb pos_embeds pos_embed_x pos_embed_win pos_embed1 relative_position_bias_table rel_pos rel_pos_h rel_pos_w rel_pos_t spatial_pos temporal_pos class_pos rel_height rel_width attention_biases")],
  ["table-by-leaf", [9, 8], words("embedding embeddings m.embedding_table embedding_weights embed_matrix lookup_table Embedding")],
  ["table-by-leaf", [9], words("embedding")],
  ["table-by-leaf", [9, 8, 7], words("embedding")],
  ["table-by-module", [9, 8], [
    ...words("wte wpe tok_emb tokemb tok_embed tok_embeds tok_embeddings tok_embedding pos_emb pos_embeddings posemb embed_tokens embedtokens embed_tokens_per_layer embed_positions embedpositions embed_in word_embeddings token_embedding position_embeddings positional_embedding token_type_embeddings segment_embed label_embed lang_embed language_embed class_embed char_embed item_embedding user_embedding entity_embedding relation_embedding speaker_embedding word_embedding_table wordembed relative_attention_bias rel_attn_bias embedding_table embedding embeddings query_embed row_embed col_embed refpoint_embed tgt_embed WTE").map((module) => `m.${module}.weight`),
    "wte.w", "wte/kernel", "wte/weights",
  ]],
  ["shared-table", [9, 8], words("shared.weight m.shared.weight")],
  ["maybe-table", [9, 8], words("emb.weight x_embed.weight my_embedding.weight embedder.weight embeds_1.weight emb2.weight my_embeddings.w Embed_x.weight")],
  ["maybe-token", [9, 8], words("my_token tokens x_embeds x_embed x_embedding x_embeddings emb prompt prompts my_prompts bias_k bias_v X_TOKEN")],
  ["lone-bias", [8], words("bias m.b biases B in_bias bias_x a_bias_b bias_weights b1 B2 b_3 b12")],
  ["lora-b", [9, 8], words("lora_B x.lora_B.weight x/lora_up.weight x.lora_up lora.up.weight lora_up_weight lora_embedding_B q.lora_B.default.weight lora/up lora_B/weight")],
  ["lora-a", [9, 8], words("lora_A x.lora_A.weight x/lora_down.weight x.lora_down lora.down.weight lora_down_weight lora_embedding_A q.lora_A.default.weight lora/down lora_A/weight")],
  ["recurrent", [8, 2], words("weight_ih weight_hh weight_ih_l0 weight_hh_l12 weight_ih_reverse weight_hh_l0_reverse lstm/linear/w my_lstm_1/linear/w lstm.linear.w LSTM/linear/W lstm/~/linear/w lstm.~.linear.w")],
  ["fused-qkv", [24, 8], words("in_proj.weight qkv.weight qkv_proj.weight wqkv.weight w_qkv.weight c_attn.weight query_key_value.weight to_qkv.weight attn_qkv.weight in_proj_qkv.weight qkv_conv.weight QKV.weight qkv/kernel qkv.w in_proj_weight qkv_weight wqkv w_qkv WQKV")],
  ["fused-qkv", [24, 8, 1, 1, 1], words("qkv.weight in_proj_weight")],
  ["fused-pair", [16, 8], words("kv.weight kv_proj.weight to_kv.weight wkv.weight w_kv.weight key_value.weight kv_linear.weight c_kv.weight KV.weight kv/kernel kv.w gate_up_proj.weight w12.weight gate_up.weight GATE_UP.weight w12/kernel w12.w")],
  ["fused-pair", [16, 8, 1, 1, 1], words("kv.weight")],
  ["stacked-experts", [4, 8, 16], words("experts.gate_up_proj m.experts.gate_proj experts.up_proj experts.down_proj experts.w1 experts.w2 experts.w3 experts.weight local_experts.weight")],
  ["into-heads", [8, 2, 4], words("query/kernel m/key/kernel value.kernel")],
  ["matrix", [8, 4], words("weight m.weight m.kernel x_weight w W w1 w_out weights conv_weights my_kernel")],
  ["kernel", [8, 4, 3], words("weight m.weight kernel w depthwise_kernel")],
  ["unknown-matrix", [8, 4], words("x proj something")],
  ["unknown-vector", [8], words("x proj something")],
];

describe.each(TABLE)("the rule %s, for shape %j, takes", (rule, shape, names) => {
  test.each(names)("%s", (name) => {
    expect(ruleOf(name, shape)).toBe(rule);
  });
});

/** Rules that take a tensor by something else than its name, or whatever rules on names leave. */
const BY_MORE = ["empty", "scalar", "matrix", "kernel", "unknown-matrix", "unknown-vector"];

/** A name with letters before or behind its last part, and before or behind the part before that. */
const changed = (name: string): readonly string[] =>
  [/[^./]*$/u, /[^./]{2,}(?=[./][^./]*$)/u].flatMap((part) => (part.test(name) ? [name.replace(part, "zz$&"), name.replace(part, "$&zz")] : []));

const STILL: Readonly<Record<string, string>> = {
  buffer: "zzMY_BUFFER zzmy_buffer",
  "running-statistics": "a.batch_stats.bnzz.mean a.batch_stats.zzbn.mean a/batch_stats/bnzz/var a/batch_stats/zzbn/var",
  "causal-mask": "attnzz.bias zzattn.bias",
  mask: "zzattn_bias_mask zzattn_masked_bias zzkey_mask",
  "moving-average": "model_ema.conv.weightzz model_ema.conv.zzweight model_ema.convzz.weight model_ema.zzconv.weight model_ema/conv/weightzz model_ema/conv/zzweight model_ema/convzz/weight model_ema/zzconv/weight",
  quantisation: "SCB_formatzz quant_state_xzz quant_statezz",
  slope: "PReLUzz.slope m.act_preluzz.alpha m.zzact_prelu.alpha p_reluzz.weight preluzz.a preluzz.weight zzPReLU.slope zzp_relu.weight zzprelu.a zzprelu.weight",
  "layer-scale": "layer_scale.weightzz layer_scale.zzweight layer_scale_1.lambda1zz layer_scale_1.zzlambda1 layer_scale_1zz.lambda1 layer_scale_parameterzz layer_scalezz layerscale.xzz layerscale.zzx layerscalezz ls.gammazz ls.zzgamma ls1.gammazz ls1.zzgamma ls1zz.gamma ls_1.gammazz ls_1.zzgamma ls_1zz.gamma lszz.gamma m_ls2.gammazz m_ls2.zzgamma m_ls2zz.gamma zzlayer_scale_1.lambda1 zzls.gamma zzls1.gamma zzls_1.gamma zzm_ls2.gamma",
  "norm-by-name": "LayerNormzz.weight a_ln1zz.weight bn1zz.weight layernormzz.weight ln_1zz.gamma normzz.b normzz.beta normzz.bias normzz.bias_0 normzz.biases normzz.offset normzz.scale_12 normzz.shift normzz.weight rms1zz.weights rms_xzz.w zzLayerNorm.weight zza_ln1.weight zzlayernorm.weight zzmy_bn.weight_1 zznorm.b zznorm.beta zznorm.bias zznorm.bias_0 zznorm.biases zznorm.offset zznorm.scale_12 zznorm.shift zznorm.weight zzx_rms.gain",
  "position-table": "abs_pos_embedzz absolute_pos_embedzz abspos_embzz pos_embed1zz pos_embed_winzz pos_embed_xzz pos_embeddingszz pos_embeddingzz pos_embedszz pos_embedzz pos_embzz pos_encodingzz posembzz position_embeddingzz positional_embeddingzz positional_encodingzz spatial_embedzz temporal_embedzz temporal_encodingszz time_embedzz",
  "maybe-table": "Embed_xzz.weight emb2zz.weight embeds_1zz.weight zzmy_embedding.weight zzmy_embeddings.w zzx_embed.weight",
  "maybe-token": "zzX_TOKEN zzmy_prompts zzmy_token zzx_embed zzx_embedding zzx_embeddings zzx_embeds",
  "lone-bias": "a_bias_bzz bias_weightszz bias_xzz zza_bias_b zzin_bias",
  "lora-b": "q.lora_B.defaultzz.weight q.lora_B.zzdefault.weight x.zzlora_B.weight x.zzlora_up x/zzlora_up.weight zzlora/up zzlora_B zzlora_B/weight zzlora_embedding_B zzlora_up_weight",
  "lora-a": "q.lora_A.defaultzz.weight q.lora_A.zzdefault.weight x.zzlora_A.weight x.zzlora_down x/zzlora_down.weight zzlora/down zzlora_A zzlora_A/weight zzlora_down_weight zzlora_embedding_A",
  "stacked-experts": "m.zzexperts.gate_proj zzexperts.down_proj zzexperts.gate_up_proj zzexperts.up_proj zzexperts.w1 zzexperts.w2 zzexperts.w3 zzexperts.weight zzlocal_experts.weight",
};

test.each([...new Set(TABLE.map(([rule]) => rule))].filter((rule) => !BY_MORE.includes(rule)))("the rule %s takes no names with letters more, but for these", (rule) => {
  const found = TABLE.filter(([id]) => id === rule).flatMap(([, shape, names]) => names.flatMap(changed).filter((name) => ruleOf(name, shape) === rule));
  expect([...new Set(found)].toSorted().join(" ")).toEqual(STILL[rule] ?? "");
});

/** "name dimensions elements", with only the name of a tensor of [8]. */
function tensorOf(text: string): ModelTensor {
  const [name = "", dimensions = "8", elements] = text.split(" ");
  return { name, shape: dimensions.split(",").map(Number), ...(elements === undefined ? {} : { elements: elements as "integer" }) };
}

const beside = (name: string, others: readonly string[]): string => ruleIn([...others, name].map(tensorOf));

/** Commas part dimensions as well as tensors; a tensor has a letter in front. */
const tensorsIn = (text: string): readonly string[] => text.split(/,(?=[a-z])/u);

describe("what stands beside a tensor decides, too", () => {
  test.each<[rule: string, names: string, others: string]>([
    ["running-statistics", "m/mean,m/var,m/variance", "m/scale,m/gamma,m/weight,m/offset,m/beta"],
    ["quantisation", "m.scales 4,5,m.biases 4,5,m.zeros 4,5", "m.weight 4,5 integer,m.qweight 4,5,m.weight_packed 4,5,m.weight_quantized 4,5"],
    ["weight-norm-length", "m.weight_g 8,1", "m.weight_v 8,4"],
    ["state-space", "m.D,m.Ds,m.dt_bias,m.A_b_log,m.D_b,m.A_imag", "m.A_log 8,2,m.A_logs 8,2,m.log_A_real 8,2"],
    ["norm-by-statistics", "m.weight 9,9,m.scale 9,9,m.gamma 9,9,m.g 9,9,m.w 9,9,m.gain 9,9,m.weights 9,9,m.weight_1 9,9,m.bias,m.shift,m.beta,m.b,m.offset,m.biases,m.bias_12", "m.running_mean,m.moving_mean,m.running_var"],
    ["bias-of-qkv", "m.q_bias,m.k_bias,m.v_bias", "m.qkv.weight 24,8,m.in_proj_weight 24,8,m.q_proj_weight 8,8"],
    ["bias-of-qkv", "m.in_proj_bias", "m.qkv.weight 24,8,m.q_proj_weight 8,8"],
    ["bias", "m.bias", "m.weight 8,4,m.kernel 4,8,m.filter 4,8,m.weights 4,8"],
    ["norm-by-shape", "m.weight 4,6,m.scale 4,6", "m.bias 4,6"],
    ["norm-by-shape", "m.gamma 4,6", "m.beta 4,6"],
    ["norm-by-shape", "m.bias 4,6", "m.weight 4,6,m.scale 4,6"],
    ["recurrent", "m.kernel 3,20", "m.recurrent_kernel 5,20"],
    ["recurrent", "m.w_i 3,20", "m.w_h 5,20"],
    ["fused-pair", "m.in_proj.weight 16,8", "m.A_log 8,2"],
    ["out-of-heads", "m.out.kernel 2,4,8,m.attention_output.kernel 2,4,8", "m.query.kernel 8,2,4"],
    ["matrix", "m.embedding.weight 9,8", "m.embedding.bias 9"],
    ["matrix", "m.shared.weight 9,8", "m.shared.bias 9"],
  ])("%s: %s beside %s", (rule, names, others) => {
    for (const name of tensorsIn(names)) {
      const found = tensorsIn(others).map((other) => [name, other, beside(name, [other])]);
      expect(found).toEqual(tensorsIn(others).map((other) => [name, other, rule]));
      expect([name, beside(name, [])]).not.toEqual([name, rule]);
    }
  });
});

test.each<[what: string, rule: string, name: string]>([
  ["what holds integers", "integers", "m.weight 4,5 integer"],
  ["what holds text", "not-numbers", "m.weight 4,5 text"],
  ["what holds booleans", "not-numbers", "m.weight 4,5 boolean"],
  ["a mask that is not square, which is a bias", "lone-bias", "attn.bias 1,5,4"],
  ["a mask with leading dimensions, which is a bias", "lone-bias", "attn.bias 2,5,5"],
  ["one leading dimension of two", "lone-bias", "attn.bias 1,2,5,5"],
])("%s: %s", (_, rule, name) => {
  expect(beside(name, [])).toBe(rule);
});
