import type { Rule } from "../rule.js";
import { BIASES, LONE_BIASES, UNKNOWN_VECTOR } from "./biases.js";
import { EMBEDDINGS } from "./embeddings.js";
import { LEFT_OUT } from "./left-out.js";
import { LEFT_OUT_EARLY } from "./left-out-early.js";
import { NORMS } from "./norms.js";
import { UNKNOWN_WEIGHTS, WEIGHTS } from "./weights.js";

/** Rules that come before what the model itself says of a tensor. */
export { UNKNOWN_VECTOR };

export const EARLY_RULES: readonly Rule[] = LEFT_OUT_EARLY;

/** The table: the first rule whose conditions hold decides. */
export const RULES: readonly Rule[] = [...LEFT_OUT, ...NORMS, ...BIASES, ...EMBEDDINGS, ...LONE_BIASES, ...WEIGHTS, ...UNKNOWN_WEIGHTS, UNKNOWN_VECTOR];
