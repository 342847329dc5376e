import { axesOf } from "../../math/fans.js";
import { isFields, type Fields } from "../fields.js";
import { invalid } from "../invalid-model.js";
import { MAX_DEPTH, MAX_NAME } from "../limits.js";
import type { Traits } from "../model-shapes.js";
import type { Known, ModelTensor } from "../model-tensor.js";

/** A layer of Keras whose kernel its name and shape alone do not explain. */
interface KerasLayer {
  readonly className: string;
  readonly groups: number;
}

/** All layers of a model and of the models in it, by name. */
function collectLayers(value: unknown, depth: number, found: Map<string, KerasLayer>): void {
  if (typeof value !== "object") return;
  if (depth > MAX_DEPTH) invalid(["modelTopology"], "too-deep", `Give a topology of at most ${MAX_DEPTH} levels.`);
  if (Array.isArray(value)) {
    for (const child of value) collectLayers(child, depth + 1, found);
    return;
  }
  if (!isFields(value)) return;
  const { class_name: className, config } = value;
  if (typeof className === "string" && isFields(config)) {
    const { name, groups } = config;
    // A longer name is that of no tensor.
    if (typeof name === "string" && name.length <= MAX_NAME) found.set(name, { className, groups: typeof groups === "number" ? groups : 1 });
    for (const key of ["layers", "layer", "cell"]) collectLayers(config[key], depth + 1, found);
  }
}

const kernel = (rule: string, because: string, traits: Traits): Known => ({ rule, role: "weight", reason: because, traits });

function knownKernel({ shape }: ModelTensor, { className, groups }: KerasLayer): Known | undefined {
  if (/^Conv\dDTranspose$/.test(className)) return kernel("keras-transposed", `is the kernel of a ${className}`, { layout: "HWIO", transposed: true });
  if (/^DepthwiseConv\dD$/.test(className)) return kernel("keras-depthwise", `is the kernel of a ${className}`, { layout: "HWCM" });
  const divides = axesOf(shape, { layout: "HWIO" })?.outputs ?? 0;
  if (/^Conv\dD$/.test(className) && groups > 1 && divides % groups === 0) return kernel("keras-groups", `is the kernel of a ${className} of ${groups} groups`, { layout: "HWIO", groups });
  return undefined;
}

/** What the layers of a layers model say of the kernels whose axes their names do not tell. */
export function layersKnowledge(topology: Fields): (tensor: ModelTensor) => Known | undefined {
  const layers = new Map<string, KerasLayer>();
  collectLayers(topology["model_config"] ?? topology, 0, layers);
  return (tensor) => {
    const [leaf = "", layer = ""] = tensor.name.split("/").reverse();
    const found = /^(?:depthwise_)?kernel$/.test(leaf) ? layers.get(layer) : undefined;
    return found === undefined ? undefined : knownKernel(tensor, found);
  };
}
