import * as z from "zod/mini";
import { conventionsSchema } from "../conventions.js";
import { described } from "../described.js";
import { byName, count, finite, flag, fraction, index, layerIndex, listOf, name, need, nonNegative, positive } from "../leaves.js";
import { activationSchema } from "./activation-spec.js";

/** Schema of a tensor's shape. */
export const shapeSchema = listOf(count, "a list of dimensions, e.g. [64, 3, 7, 7]");

/** What is known of one target tensor. `index`, `group` and `info` are keys of hypnettorch's own dumps and not read. */
export const metaSchema = z.strictObject(
  {
    name: described(name, "the tensor's role: weight, bias, bn_scale, bn_shift, cm_scale, cm_shift, embedding, or a name with an override"),
    layer: described(z._default(layerIndex, -1), "tensors with the same layer belong together; -1 is unknown"),
    label: described(z.optional(name), "what messages and plans call the tensor"),
    groups: described(z.optional(count), "groups of a grouped convolution"),
    transposed: described(z.optional(flag), "whether the kernel is that of a transposed convolution"),
    parts: described(z.optional(count), "layers fused along the output axis, such as 3 for q, k, v"),
    layout: described(z.optional(z.enum(["OIHW", "HWIO", "HWCM"])), "axis order of the weight; default OIHW"),
    fanIn: described(z.optional(positive), "fan-in of the tensor's layer, in place of the one from its shape"),
    fanOut: described(z.optional(positive), "fan-out of the tensor's layer, in place of the one from its shape"),
    activation: described(z.optional(activationSchema), "activation around this layer, in place of mainActivation"),
    index: z.optional(z.unknown()),
    group: z.optional(z.unknown()),
    info: z.optional(z.unknown()),
  },
  need('an object, e.g. {"name": "weight", "layer": 0}'),
);

const inputSchema = z.strictObject(
  {
    name: described(z._default(name, "input"), "what the plan calls the block"),
    dim: described(count, "entries of the block"),
    variance: described(z._default(nonNegative, 1), "variance of each entry"),
    mean: described(z._default(finite, 0), "mean of each entry"),
    noiseStd: described(z._default(nonNegative, 0), "standard deviation of noise added to each entry in training"),
  },
  need('an object, e.g. {"name": "task", "dim": 8}'),
);

const hypernetSchema = z.strictObject(
  {
    hiddenDims: described(z._default(listOf(count, "a list of layer widths, e.g. [100, 100]"), [100, 100]), "widths of the hidden layers; [] for none"),
    activation: described(z._default(activationSchema, "relu"), "activation of the hidden layers"),
    hiddenInit: described(z._default(z.enum(["matched", "kaiming", "lecun", "xavier"]), "matched"), "hidden weight variance: 1/(E[φ(g)²] fan_in), 2/fan_in, or 1/fan_in under both of its names"),
    useBias: described(z._default(flag, true), "whether the hypernetwork's layers have biases"),
    norm: described(z._default(z.enum(["none", "batch", "layer"]), "none"), "norm layer between each hidden linear map and its activation"),
    dropout: described(z._default(fraction, 0), "rate of inverted dropout behind each hidden activation"),
  },
  need("an object of hypernetwork settings, e.g. {\"hiddenDims\": [100, 100]}"),
);

const overrideSchema = z.strictObject(
  {
    weightMean: z.optional(finite),
    weightVariance: z.optional(nonNegative),
    biasMean: z.optional(finite),
    biasVariance: z.optional(nonNegative),
  },
  need("an object with weightMean, weightVariance, biasMean, biasVariance"),
);

const byNameOrTensor = <Value extends z.ZodMiniType>(value: Value) =>
  z.union([byName(value), listOf(z.nullable(value))], need("an object keyed by role, or a list with one entry per generated tensor"));

const chunkingSchema = z.strictObject(
  {
    size: described(count, "rows of the output layer: elements that one chunk generates"),
    embeddingDim: described(z._default(count, 8), "entries of a chunk embedding"),
    distribution: described(z._default(z
      .enum(["uniform", "normal", "sphere"]), "uniform"), "distribution of the embedding: independent uniform or normal entries, or uniform on the sphere of radius √embeddingDim·std"),
    strategy: described(z._default(z
      .enum(["embedding", "rescale", "per-tensor-scale"]), "embedding"), "what gives chunks their variance: the embedding alone, clipped; with a lower output gain, never clipped; or a scale and offset per tensor"),
    minShare: described(z._default(fraction, 0.5), "smallest share of the input's second moment that rescaling leaves to the chunk embedding"),
    minVariance: described(z._default(nonNegative, 1e-5), "smallest variance that an embedding is given"),
    perCondition: described(z._default(flag, false), "whether each condition has chunk embeddings of its own"),
    conditions: described(z._default(count, 1), "number of conditions"),
  },
  need('an object, e.g. {"size": 1000}'),
);

/** Schema of a request. Checks that need more than one field are in checks.ts. */
export const requestSchema = z.strictObject(
  {
    kind: described(z.enum(["hyperfan", "chunked-hyperfan"]), "one output head per target tensor, or one shared output layer for chunks"),
    targetShapes: described(listOf(shapeSchema, "a list of tensor shapes").check(z.minLength(1, need("a list of at least one tensor shape"))), "shapes of the main network's tensors"),
    paramMeta: described(z.optional(listOf(metaSchema, "a list with one entry per target shape")), "what is known of each tensor; roles are inferred from the shapes without it"),
    generated: described(z.optional(
      listOf(index, "a list of indices into targetShapes").check(z.minLength(1, need("a list of at least one index into targetShapes")))), "which tensors the hypernetwork generates, in this order; default all"),
    inputs: described(z._default(listOf(inputSchema, "a list of input blocks"), []), "input blocks of the hypernetwork, without the chunk embedding"),
    hypernet: described(z.prefault(hypernetSchema, {}), "the hypernetwork"),
    method: described(z._default(z.enum(["in", "out", "harmonic"]), "in"), "which fan sets the variance"),
    mainActivation: described(z._default(activationSchema, "relu"), "activation of the main network"),
    targetVariances: described(z.optional(byNameOrTensor(nonNegative)), "variance to generate, by name or per generated tensor, null for the method's"),
    headOverrides: described(z.optional(byNameOrTensor(overrideSchema)), "output heads to draw as given, by name or per generated tensor; kind hyperfan only"),
    chunking: described(z.optional(chunkingSchema), "chunks and their embeddings; kind chunked-hyperfan only"),
    conventions: described(z._default(conventionsSchema, "exact"), "rules on which the reference implementations depart from their documentation"),
  },
  need("a request object"),
);

/** A validated request, defaults filled in. */
export type ResolvedRequest = z.output<typeof requestSchema>;
/** Type of a request as a caller writes it: what has a default may be left out. */
export type RequestInput = z.input<typeof requestSchema>;
export type ParamMeta = z.output<typeof metaSchema>;
export type HeadOverride = z.output<typeof overrideSchema>;
export type InputBlock = z.output<typeof inputSchema>;
export type Hypernet = z.output<typeof hypernetSchema>;
export type Chunking = z.output<typeof chunkingSchema>;
