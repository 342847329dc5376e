import * as z from "zod/mini";
import { resolvedConventionsSchema } from "../conventions.js";
import { described } from "../described.js";
import { count, finite, flag, fraction, index, layerIndex, listOf, name, need, nonNegative, positive, text } from "../leaves.js";
import type { DeepReadonly } from "../readonly.js";
import { activationObjectSchema } from "../request/activation-spec.js";

const shape = listOf(count);
const rows = described(z.tuple([index, index]), "half-open range of rows of the output layer");
const moments = z.strictObject({ mean: finite, variance: nonNegative });

const distribution = described(z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("uniform"), low: finite, high: finite }).check(z.refine(({ low, high }) => low <= high, need("bounds of which low is not above high"))),
    z.strictObject({ type: z.literal("normal"), mean: finite, std: nonNegative }),
    z.strictObject({ type: z.literal("constant"), value: finite }),
  ]), "how to draw the entries of a tensor");

const correlation = z.nullable(z.number().check(z.minimum(-1), z.maximum(1)));

const parameter = z.strictObject({ shape, distribution });

const hiddenLayer = z.strictObject({
  weight: parameter,
  bias: described(z.nullable(parameter), "null without biases"),
  secondMoment: described(nonNegative, "of the layer's activations in training; the mean over chunks in a chunked plan"),
});

const inputBlock = z.strictObject({ name, dim: count, mean: finite, variance: nonNegative, noiseStd: nonNegative });

const warning = described(z.looseObject({ code: text, message: text }), "a finding as data; more keys by code");

const common = {
  format: z.literal("hyperfan-plan"),
  version: z.literal(1),
  method: z.enum(["in", "out", "harmonic"]),
  conventions: resolvedConventionsSchema,
  mainActivation: described(activationObjectSchema, "activation of the main network"),
  hypernet: described(z.strictObject({ activation: activationObjectSchema, norm: z.enum(["none", "batch", "layer"]), dropout: fraction }), "what lies between the hypernetwork's linear maps"),
  input: described(z.strictObject({ dim: index, secondMoment: nonNegative, blocks: listOf(inputBlock) }), "what the plan assumes of the hypernetwork's input, without the chunk embedding"),
  hidden: listOf(hiddenLayer),
  warnings: listOf(warning),
};

const tensor = {
  tensor: described(index, "index into targetShapes"),
  label: z.optional(name),
  name,
  layer: layerIndex,
  shape,
  fans: described(z.nullable(z.strictObject({ fanIn: positive, fanOut: positive })), "of the tensor's layer; null for what is neither weight nor bias, and for a bias of unknown layer"),
  activation: described(z.optional(activationObjectSchema), "activation around this layer, where it is not mainActivation"),
};

const head = z.strictObject({
  ...tensor,
  rows,
  weight: distribution,
  bias: described(z.nullable(distribution), "null without biases"),
  intended: described(z.nullable(moments), "what the method asks of the generated tensor; null where a caller overrode it"),
  predicted: described(moments, "what this plan gives the generated tensor"),
});

const fullPlanSchema = z.strictObject({ ...common, kind: z.literal("hyperfan"), heads: listOf(head) });

const run = z.strictObject({
  first: described(index, "first chunk of the run"),
  count: described(count, "chunks in the run"),
  targetVariance: described(nonNegative, "variance asked of the chunks' elements"),
  variance: described(nonNegative, "variance of the chunk embedding's entries"),
  std: nonNegative,
  bound: described(z.optional(nonNegative), "√3·std, where embeddings are uniform"),
  clipped: described(flag, "whether the variance had to be moved into range"),
  predictedVariance: described(nonNegative, "variance that the chunks' elements will have"),
});

export const chunksSchema = z.strictObject({
  count,
  size: count,
  embeddingDim: count,
  conditions: count,
  perCondition: flag,
  distribution: described(z.enum(["uniform", "normal", "sphere"]), "of an embedding: independent entries, or a point on the sphere of radius √embeddingDim·std"),
  strategy: z.enum(["embedding", "rescale", "per-tensor-scale"]),
  minVariance: nonNegative,
  minShare: fraction,
  runs: described(listOf(run).check(z.minLength(1)), "maximal runs of chunks that are drawn alike"),
});

const chunkedTensor = z.strictObject({
  ...tensor,
  intended: described(moments, "what the method asks of the generated tensor"),
  predicted: described(moments, "what this plan gives the generated tensor, after scale and offset"),
  ratio: described(z.nullable(nonNegative), "predicted over intended variance; null where none is intended"),
  mixing: described(z.nullable(nonNegative), "target variance of its chunks over its own: 1 where it shares none, or is scaled for itself; null where its own is 0"),
  correlation: described(correlation, "largest between two chunks of this tensor; null for a single chunk"),
  scale: described(z.optional(nonNegative), "the tensor is offset + scale · (output of its chunks); absent for 1"),
  offset: described(z.optional(finite), "absent for 0"),
});

const summary = z.strictObject({
  clippedChunks: index,
  worstRatio: described(z.nullable(nonNegative), "the tensors' ratio that is farthest from 1"),
  largestCorrelation: described(correlation, "between two chunks; null for a single chunk"),
  smallestShare: described(z.number().check(z.minimum(0), z.maximum(1)), "of the chunk embedding in the second moment of the hypernetwork's input"),
  drawSpread: described(nonNegative, "largest relative standard deviation of a chunk's variance over draws of its one embedding"),
});

const chunkedPlanSchema = z.strictObject({
  ...common,
  kind: z.literal("chunked-hyperfan"),
  output: z.strictObject({
    weight: parameter,
    bias: described(z.nullable(parameter), "null without biases"),
    gain: described(nonNegative, "fan-in times the weight variance"),
  }),
  chunks: chunksSchema,
  maxInputVariance: described(z.nullable(nonNegative), "largest second moment of the other inputs that clips no chunk; null without other inputs"),
  tensors: listOf(chunkedTensor),
  summary,
});

/** Schema of a plan of either kind. */
export const planSchema = z.discriminatedUnion("kind", [fullPlanSchema, chunkedPlanSchema]);

/** Plan for a hypernetwork with one output head per tensor. */
export type HyperfanPlan = DeepReadonly<z.output<typeof fullPlanSchema>>;
/** Plan for a hypernetwork whose one output layer generates all chunks. */
export type ChunkedHyperfanPlan = DeepReadonly<z.output<typeof chunkedPlanSchema>>;
/** Plan of either kind. */
export type Plan = HyperfanPlan | ChunkedHyperfanPlan;
export type Head = HyperfanPlan["heads"][number];
export type ChunkRun = ChunkedHyperfanPlan["chunks"]["runs"][number];
export type Warning = Plan["warnings"][number];
export type HiddenLayer = Plan["hidden"][number];
