import type { Rule } from "../rule.js";

const isText = (kind: string | undefined): boolean => kind === "text" || kind === "boolean";

/** Tensors that no graph and no name can make a parameter to generate. */
export const LEFT_OUT_EARLY: readonly Rule[] = [
  { id: "empty", also: ({ shape }) => shape.includes(0), role: null, because: "has no elements" },
  { id: "not-numbers", also: ({ tensor }) => isText(tensor.elements), role: null, because: "holds no numbers" },
  { id: "counter", leaf: /^(?:num_batches_tracked|global_step|iterations?|counter|n_averaged)$/, role: null, because: "counts batches or steps" },
  { id: "scalar", rank: [0, 0], role: null, because: "is a scalar, which has no fan, and no role gives it a start value; keep it in the main network" },
  { id: "buffer", leaf: /(?:^|_)buffer$/i, role: null, because: "is called a buffer, which is not trained" },
];
