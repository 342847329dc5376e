import type { Layout } from "../../math/fans.js";
import { memoised } from "../../remembered.js";

/** A leaf that names a weight, the order of its axes, and what its bias may be called. */
interface LeafFamily {
  readonly leaf: RegExp;
  /** Undefined for a leaf that may be any parameter. */
  readonly layout: Layout | undefined;
  readonly biases: readonly string[];
}

/** The first match counts. `$1` is what the pattern's first group matched; a dot is a line break, too. */
const FAMILIES: readonly LeafFamily[] = [
  { leaf: /^weight_[gu]$/, layout: undefined, biases: [] },
  { leaf: /^weight(?:_orig|_v)?$/, layout: "OIHW", biases: ["bias"] },
  { leaf: /^(?:kernel|filters?|pointwise_(?:kernel|filter))$/, layout: "HWIO", biases: ["bias"] },
  { leaf: /^depthwise_(?:kernel|filter)$/, layout: "HWCM", biases: ["bias"] },
  { leaf: /^(?:weights|pointwise_weights)$/, layout: "HWIO", biases: ["biases", "bias", "convolution_bn_offset"] },
  { leaf: /^depthwise_weights$/, layout: "HWCM", biases: ["biases", "bias", "depthwise_bn_offset"] },
  { leaf: /^(.+_)weights$/s, layout: "HWIO", biases: ["$1biases", "$1bn_offset"] },
  { leaf: /^(recurrent_)kernel$/, layout: "HWIO", biases: ["$1bias"] },
  { leaf: /^gamma$/, layout: undefined, biases: ["beta"] },
  { leaf: /^scale$/, layout: undefined, biases: ["bias", "offset", "shift"] },
  { leaf: /^g$/, layout: undefined, biases: ["b"] },
  { leaf: /^w(_[ih])$/, layout: "HWIO", biases: [] },
  { leaf: /^[wW](_?\d*|_.*)$/s, layout: "HWIO", biases: ["b$1", "B$1"] },
  { leaf: /^(.*)weight(.*)$/s, layout: "OIHW", biases: ["$1bias$2"] },
  { leaf: /^(.*)kernel(.*)$/s, layout: "HWIO", biases: ["$1bias$2"] },
  { leaf: /^(.+)$/s, layout: undefined, biases: ["$1_bias"] },
];

/** What a leaf's name says. */
export interface Leaf {
  readonly layout: Layout | undefined;
  readonly biases: readonly string[];
}

const NOTHING: Leaf = { layout: undefined, biases: [] };
/** `bias` itself and its kin have no bias. */
const BIAS_LIKE = /bias|^b\d*$|beta|running|mean|var/i;

function readLeaf(name: string): Leaf {
  if (BIAS_LIKE.test(name)) return NOTHING;
  const family = FAMILIES.find(({ leaf }) => leaf.test(name));
  if (family === undefined) return NOTHING;
  return { layout: family.layout, biases: family.biases.map((bias) => name.replace(family.leaf, bias)) };
}

/** Reads each of a model's few leaf names once. */
export function leafReader(): (name: string) => Leaf {
  return memoised(readLeaf);
}
