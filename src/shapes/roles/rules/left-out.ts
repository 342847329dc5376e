import type { Model } from "../model.js";
import type { Rule } from "../rule.js";
import type { Subject } from "../subject.js";

const hasSibling = (...leaves: readonly string[]) => (subject: Subject, model: Model): boolean => leaves.some((leaf) => model.sibling(subject, leaf) !== undefined);

/** [1, 1, n, n]: which positions may look at which. */
function isCausalMask({ shape }: Subject): boolean {
  const [rows, columns] = shape.slice(-2);
  return rows === columns && shape.slice(0, -2).every((dimension) => dimension === 1);
}

/** Whether the weight beside a tensor is stored as integers. */
const besideIntegers = (subject: Subject, model: Model): boolean =>
  model.sibling(subject, "weight")?.tensor.elements === "integer" || hasSibling("qweight", "weight_packed", "weight_quantized")(subject, model);

/** Everything in a model that is no parameter, or none that a plan has a start for. */
export const LEFT_OUT: readonly Rule[] = [
  { id: "running-statistics", leaf: /^(?:running|moving)_(?:mean|var|variance|std)$/, role: null, because: "holds running statistics, which are measured and not trained" },
  { id: "running-statistics", path: /(?:^|[./])batch_stats[./]/, leaf: /^(?:mean|var)$/, role: null, because: "holds running statistics, which are measured and not trained" },
  { id: "running-statistics", leaf: /^(?:mean|var|variance)$/, also: hasSibling("scale", "gamma", "weight", "offset", "beta"), role: null, because: "holds running statistics, which are measured and not trained" },
  { id: "running-statistics", leaf: /^(?:average|hidden)$/, module: /^(?:mean|var)_ema$/, role: null, because: "holds running statistics, which are measured and not trained" },
  { id: "causal-mask", leaf: /^(?:bias|mask|tril|causal_mask|attn_mask)$/, rank: [3, 4], also: isCausalMask, role: null, because: "is square with leading ones: a mask, which is not trained" },
  { id: "mask", leaf: /(?:^|_)mask(?:ed_bias)?$|^tril$|^attn_bias_mask$/, rank: [1, 4], role: null, because: "is a mask, which is not trained" },
  {
    id: "fixed-table",
    leaf: /^(?:inv_freq|original_inv_freq|position_ids|token_type_ids|relative_position_index|relative_coords_table|masked_bias|(?:cos|sin)_cached|freqs?_cis|pe|pos_table|rotary_emb|bins|anchors|anchor_grid|strides?)$/,
    role: null,
    because: "is a table that the architecture fixes, which is not trained",
  },
  { id: "moving-average", path: /^model_ema[./]/, role: null, because: "belongs to the training, not to the model" },
  { id: "moving-average", leaf: /^(?:ExponentialMovingAverage|Adam|Adam_1|RMSProp|RMSProp_1|Momentum)$/, path: /[./]/, role: null, because: "belongs to the training, not to the model" },
  { id: "quantisation", leaf: /^(?:q_?zeros|g_idx|absmax|quant_map|nested_absmax|nested_quant_map|SCB|SCB_.*|quant_state.*|(?:weight|input|output|activation|k|v)_(?:scale|scales|zero_point|zero_points|scale_inv|scale_2|global_scale|shape))$/, role: null, because: "belongs to the quantisation of another tensor" },
  { id: "quantisation", leaf: /^(?:scales|biases|zeros)$/, also: besideIntegers, role: null, because: "belongs to the quantisation of another tensor" },
  { id: "integers", also: ({ tensor }) => tensor.elements === "integer", role: null, because: "holds integers: indices, or weights that are packed so that their own shape is not stored" },
  { id: "weight-norm-length", leaf: /^weight_g$/, also: hasSibling("weight_v"), role: null, because: "holds the lengths of a weight norm, which the directions do not tell; keep it in the main network" },
  { id: "spectral-norm-vector", leaf: /^weight_[uv]$/, rank: [1, 1], role: null, because: "belongs to the estimate of a spectral norm, which is not trained" },
  { id: "slope", module: /p_?relu/i, leaf: /^(?:weight|alpha|slope|a)$/, role: null, because: "is the slope of an activation, for which no role has a start value; keep it in the main network" },
  { id: "slope", leaf: /^p_?relu(?:_\d+)?$|^alphas?$/i, role: null, because: "is the slope of an activation, for which no role has a start value; keep it in the main network" },
  { id: "temperature", leaf: /^(?:logit_(?:scale|bias)|temperature|log_temperature|tau|inv_temp)$/, role: null, because: "is a temperature with a start value of its own; keep it in the main network" },
  { id: "state-space", leaf: /^(?:A_log|A_logs|Ds?|dt_bias|A_b_log|D_b|log_A_real|A_imag)$/, also: hasSibling("A_log", "A_logs", "log_A_real"), role: null, because: "is a parameter of a state space with a start value of its own; keep it in the main network" },
];
