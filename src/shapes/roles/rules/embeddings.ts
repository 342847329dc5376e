import type { Doubt } from "../../model-tensor.js";
import type { Model } from "../model.js";
import type { Rule } from "../rule.js";
import type { Subject } from "../subject.js";

const withoutBias = (subject: Subject, model: Model): boolean => model.biasOf(subject) === undefined;

/** Modules that are tables of vectors and nothing else. */
const TABLE = new RegExp(
  `^(?:${[
    "wte|wpe|tok_?emb(?:ed(?:ding)?s?)?|pos_?emb(?:ed(?:ding)?s?)?|embed_?tokens(?:_per_layer)?|embed_?positions|embed_in",
    "(?:word|token|position(?:al)?|token_type|segment|label|lang(?:uage)?|class|char|item|user|entity|relation|speaker)_?embed(?:ding)?s?(?:_table)?",
    "relative_attention_bias|rel_attn_bias|embedding_table|embeddings?|query_embed|row_embed|col_embed|refpoint_embed|tgt_embed",
  ].join("|")})$`,
  "i",
);

const MAYBE_TABLE: Doubt = {
  reason: "a matrix without a bias in a module called an embedding may be a table of vectors or a linear layer",
  alternatives: [{ name: "weight" }],
};
const SHARED: Doubt = {
  reason: "a matrix called shared may be the token table of an encoder and its decoder or a linear layer",
  alternatives: [{ name: "weight" }],
};
const MAYBE_TOKENS: Doubt = {
  reason: "by its name it holds vectors that are read as they are, but nothing else confirms it",
  alternatives: [{ name: "weight" }, { generated: false }],
};

/** Tables of vectors: tokens, positions, classes. */
export const EMBEDDINGS: readonly Rule[] = [
  {
    id: "token",
    leaf: /^(?:(?:cls|class|dist|distillation|mask|pad|register|reg|storage|query|prompt|null|bos|eos|sep|learnable)_?(?:tokens?|embed(?:ding)?s?|emb)|latents?)$/i,
    role: "embedding",
    because: "is a learned token by its name",
  },
  {
    id: "position-table",
    leaf: /^(?:(?:abs(?:olute)?_?)?(?:pos(?:ition)?(?:al)?|temporal|spatial|time)_?(?:emb|embed|embedding|embeddings|encoding)s?(?:_?\w{1,8})?|relative_position_bias_table|rel_pos(?:_[hwt])?|(?:spatial|temporal|class)_pos|rel_(?:height|width)|attention_biases)$/i,
    role: "embedding",
    because: "is a table of positions by its name",
  },
  { id: "table-by-leaf", leaf: /^(?:embeddings?|embedding_table|embedding_weights|embed_matrix|lookup_table)$/i, rank: [1, 3], role: "embedding", because: "is a table of vectors by its name" },
  { id: "table-by-module", module: TABLE, leaf: /^(?:weight|w|kernel|weights)$/, rank: [2, 2], also: withoutBias, role: "embedding", because: "is a matrix without a bias in a module that is called a table of vectors" },
  { id: "shared-table", module: /^shared$/, leaf: /^weight$/, rank: [2, 2], also: withoutBias, role: "embedding", because: "is a matrix called shared, as the token table of an encoder and its decoder", doubt: SHARED },
  { id: "maybe-table", module: /(?:^|_)emb(?:ed(?:ding|der)?)?s?(?:_|\d|$)/i, leaf: /^(?:weight|w)$/, rank: [2, 2], also: withoutBias, role: "embedding", because: "is a matrix without a bias in a module that is called an embedding", doubt: MAYBE_TABLE },
  { id: "maybe-token", leaf: /(?:^|_)(?:tokens?|embed(?:ding)?s?|emb|prompts?)$|^bias_[kv]$/i, role: "embedding", because: "is called a token or an embedding", doubt: MAYBE_TOKENS },
];
