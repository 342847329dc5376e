import * as z from "zod";
import { conventionsSchema } from "../conventions.js";
import { activationSchema } from "./activation-spec.js";

// Every leaf carries, as its error, what is needed in its place; issues.ts makes the sentence.
const need = (expectation: string) => ({ error: expectation });
/** A -0 would not survive JSON. */
const plain = (x: number): number => x + 0;

const count = z.int(need("a whole number of at least 1")).min(1, need("a whole number of at least 1"));
const index = z.int(need("a whole number of at least 0")).min(0, need("a whole number of at least 0")).overwrite(plain);
const finite = z.number(need("a finite number")).overwrite(plain);
const positive = z.number(need("a finite number above 0")).positive(need("a finite number above 0"));
const nonNegative = z.number(need("a finite number of at least 0")).min(0, need("a finite number of at least 0")).overwrite(plain);
const flag = z.boolean(need("true or false"));
const text = z.string(need("a string"));

const shape = z.array(count, need("a list of dimensions, such as [64, 3, 7, 7]"));

/** What is known of one target tensor. `index`, `group` and `info` are keys of hypnettorch's own dumps and not read. */
const metaSchema = z.strictObject(
  {
    name: text.describe("the tensor's role: weight, bias, bn_scale, bn_shift, cm_scale, cm_shift, embedding, or a name with an override"),
    layer: z
      .int(need("a whole number of at least -1"))
      .min(-1, need("a whole number of at least -1"))
      .overwrite(plain)
      .default(-1)
      .describe("tensors with the same layer belong together; -1 is unknown"),
    label: text.optional().describe("what messages and plans call the tensor"),
    groups: count.optional().describe("groups of a grouped convolution"),
    transposed: flag.optional().describe("whether the kernel is that of a transposed convolution"),
    parts: count.optional().describe("layers fused along the output axis, such as 3 for q, k, v"),
    layout: z.enum(["OIHW", "HWIO", "HWCM"]).optional().describe("axis order of the weight; default OIHW"),
    fanIn: positive.optional().describe("fan-in of the tensor's layer, in place of the one from its shape"),
    fanOut: positive.optional().describe("fan-out of the tensor's layer, in place of the one from its shape"),
    activation: activationSchema.optional().describe("activation around this layer, in place of mainActivation"),
    index: z.unknown().optional(),
    group: z.unknown().optional(),
    info: z.unknown().optional(),
  },
  need('an object such as {"name": "weight", "layer": 0}'),
);

const inputSchema = z.strictObject(
  {
    name: text.default("input").describe("what the plan calls the block"),
    dim: count.describe("entries of the block"),
    variance: nonNegative.default(1).describe("variance of each entry"),
    mean: finite.default(0).describe("mean of each entry"),
    noiseStd: nonNegative.default(0).describe("standard deviation of noise added to each entry in training"),
  },
  need('an object such as {"name": "task", "dim": 8}'),
);

const hypernetSchema = z.strictObject(
  {
    hiddenDims: z.array(count, need("a list of layer widths, such as [100, 100]")).default([100, 100]).describe("widths of the hidden layers; [] for none"),
    activation: activationSchema.default("relu").describe("activation of the hidden layers"),
    hiddenInit: z.enum(["matched", "kaiming", "xavier"]).default("matched").describe("hidden weight variance: 1/(E[φ(g)²] fan_in), 2/fan_in, or 1/fan_in"),
    useBias: flag.default(true).describe("whether the hypernetwork's layers have biases"),
    norm: z.enum(["none", "batch", "layer"]).default("none").describe("norm layer between each hidden linear map and its activation"),
    dropout: z
      .number(need("a number from 0 up to, but not including, 1"))
      .min(0, need("a number from 0 up to, but not including, 1"))
      .lt(1, need("a number from 0 up to, but not including, 1"))
      .overwrite(plain)
      .default(0)
      .describe("rate of inverted dropout behind each hidden activation"),
  },
  need("an object of hypernetwork settings, such as {\"hiddenDims\": [100, 100]}"),
);

const overrideSchema = z.strictObject(
  {
    weightMean: finite.optional(),
    weightVariance: nonNegative.optional(),
    biasMean: finite.optional(),
    biasVariance: nonNegative.optional(),
  },
  need("an object with weightMean, weightVariance, biasMean, biasVariance"),
);

const byNameOrTensor = <Value extends z.ZodType>(value: Value) =>
  z.union([z.record(z.string(), value), z.array(value.nullable())], need("an object by name, or a list parallel to the generated tensors"));

const chunkingSchema = z.strictObject(
  {
    size: count.describe("rows of the output layer: elements that one chunk generates"),
    embeddingDim: count.default(8).describe("entries of a chunk embedding"),
    distribution: z
      .enum(["uniform", "normal", "sphere"])
      .default("uniform")
      .describe("distribution of the embedding: independent uniform or normal entries, or uniform on the sphere of radius √embeddingDim·std"),
    strategy: z
      .enum(["embedding", "rescale", "per-tensor-scale"])
      .default("embedding")
      .describe("what gives chunks their variance: the embedding alone, clipped; with a lower output gain, never clipped; or a scale and offset per tensor"),
    minShare: z
      .number(need("a number from 0 up to, but not including, 1"))
      .min(0, need("a number from 0 up to, but not including, 1"))
      .lt(1, need("a number from 0 up to, but not including, 1"))
      .overwrite(plain)
      .default(0.5)
      .describe("smallest share of the input's second moment that rescaling leaves to the chunk embedding"),
    minVariance: nonNegative.default(1e-5).describe("smallest variance that an embedding is given"),
    perCondition: flag.default(false).describe("whether each condition has chunk embeddings of its own"),
    conditions: count.default(1).describe("number of conditions"),
  },
  need('an object such as {"size": 1000}'),
);

/** Schema of a request. Checks that need more than one field are in checks.ts. */
export const requestSchema = z.strictObject(
  {
    kind: z.enum(["hyperfan", "chunked-hyperfan"]).describe("one output head per target tensor, or one shared output layer for chunks"),
    targetShapes: z.array(shape, need("a list of tensor shapes")).min(1, need("a list of at least one tensor shape")).describe("shapes of the main network's tensors"),
    paramMeta: z.array(metaSchema, need("a list parallel to targetShapes")).optional().describe("what is known of each tensor; roles are inferred from the shapes without it"),
    generated: z
      .array(index, need("a list of indices into targetShapes"))
      .min(1, need("a list of at least one index into targetShapes"))
      .optional()
      .describe("which tensors the hypernetwork generates, in this order; default all"),
    inputs: z.array(inputSchema, need("a list of input blocks")).default([]).describe("input blocks of the hypernetwork, without the chunk embedding"),
    hypernet: hypernetSchema.prefault({}).describe("the hypernetwork"),
    method: z.enum(["in", "out", "harmonic"]).default("in").describe("which fan sets the variance"),
    mainActivation: activationSchema.default("relu").describe("activation of the main network"),
    targetVariances: byNameOrTensor(nonNegative).optional().describe("variance to generate, by name or per generated tensor, null for the method's"),
    headOverrides: byNameOrTensor(overrideSchema).optional().describe("output heads to draw as given, by name or per generated tensor; kind hyperfan only"),
    chunking: chunkingSchema.optional().describe("chunks and their embeddings; kind chunked-hyperfan only"),
    conventions: conventionsSchema.default("exact").describe("rules on which the reference implementations depart from their documentation"),
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
