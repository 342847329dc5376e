import type { ModelTensor } from "../model-tensor.js";

/** A tensor with its name taken apart: `layer1.0.conv1.weight` is the leaf `weight` of the module `conv1`. */
export interface Subject {
  readonly index: number;
  readonly tensor: ModelTensor;
  readonly shape: readonly number[];
  /** The name, with what a framework adds to it taken off. */
  readonly path: string;
  /** The path up to its last separator, with it. */
  readonly prefix: string;
  readonly module: string;
  readonly leaf: string;
}

/** What PyTorch's parametrisations call what their predecessors called otherwise. */
const PARAMETRISATIONS: readonly (readonly [RegExp, string])[] = [
  [/parametrizations\.weight\.original0$/, "weight_g"],
  [/parametrizations\.weight\.original1$/, "weight_v"],
  [/parametrizations\.weight\.original$/, "weight_orig"],
  [/parametrizations\.weight\.\d+\._(u|v)$/, "weight_$1"],
];

/** Wrappers that belong to no module: an adapter's name in PEFT. */
const ADAPTER = /(lora_[AB])\.(?!weight$)[^.]+\.weight$/;

function plainName(name: string): string {
  if (name.endsWith(":0")) return name.slice(0, -2);
  if (name.includes("parametrizations")) {
    const found = PARAMETRISATIONS.find(([pattern]) => pattern.test(name));
    return found === undefined ? name : name.replace(...found);
  }
  return name.includes("lora_") ? name.replace(ADAPTER, "$1.weight") : name;
}

const [DOT_CODE, SLASH_CODE] = [0x2e, 0x2f];

/** Position of the last "." or "/" up to `from`; -1 without one. */
function lastSeparator(path: string, from: number): number {
  for (let at = from; at >= 0; at -= 1) {
    const code = path.charCodeAt(at);
    if (code === DOT_CODE || code === SLASH_CODE) return at;
  }
  return -1;
}

/** Keeps one copy of each word: what is looked up often is then found at once. */
function keepOne(): (word: string) => string {
  const words = new Map<string, string>();
  return (word) => {
    const kept = words.get(word);
    if (kept !== undefined) return kept;
    words.set(word, word);
    return word;
  };
}

/** Takes the names of a model's tensors apart. Tensors of one module mostly stand together and share its name. */
export function subjectReader(): (tensor: ModelTensor, index: number) => Subject {
  const [leafOf, moduleOf] = [keepOne(), keepOne()];
  let [prefix, module] = ["", ""];
  return (tensor, index) => {
    const path = plainName(tensor.name);
    const end = lastSeparator(path, path.length - 1);
    if (end + 1 !== prefix.length || !path.startsWith(prefix)) {
      prefix = path.slice(0, end + 1);
      module = moduleOf(path.slice(lastSeparator(path, end - 1) + 1, Math.max(end, 0)));
    }
    return { index, tensor, shape: tensor.shape, path, prefix, module, leaf: leafOf(path.slice(end + 1)) };
  };
}

/** The prefix of the module around a subject's module. */
export function outerPrefix({ prefix }: Subject): string {
  return prefix.slice(0, lastSeparator(prefix, prefix.length - 2) + 1);
}

/** Whether a tensor holds numbers that can be parameters. */
export const isReal = ({ tensor: { elements = "real" } }: Subject): boolean => elements === "real";
