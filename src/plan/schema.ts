import * as z from "zod";
import { resolvedConventionsSchema } from "../conventions.js";
import type { DeepReadonly } from "../readonly.js";
import { activationObjectSchema } from "../request/activation-spec.js";

const finite = z.number();
const nonNegative = z.number().min(0);
const size = z.int().min(1);
const index = z.int().min(0);
const shape = z.array(size);
const rows = z.tuple([index, index]).describe("half-open range of rows of the output layer");
const moments = z.strictObject({ mean: finite, variance: nonNegative });

const distribution = z
  .discriminatedUnion("type", [
    z.strictObject({ type: z.literal("uniform"), low: finite, high: finite }),
    z.strictObject({ type: z.literal("normal"), mean: finite, std: nonNegative }),
    z.strictObject({ type: z.literal("constant"), value: finite }),
  ])
  .describe("how to draw the entries of a tensor");

const correlation = z.number().min(-1).max(1).nullable();

const parameter = z.strictObject({ shape, distribution });

const hiddenLayer = z.strictObject({
  weight: parameter,
  bias: parameter.nullable().describe("null without biases"),
  secondMoment: nonNegative.describe("of the layer's activations in training; the mean over chunks in a chunked plan"),
});

const inputBlock = z.strictObject({ name: z.string(), dim: size, mean: finite, variance: nonNegative, noiseStd: nonNegative });

const warning = z.looseObject({ code: z.string(), message: z.string() }).describe("a finding as data; more keys by code");

const common = {
  format: z.literal("hyperfan-plan"),
  version: z.literal(1),
  method: z.enum(["in", "out", "harmonic"]),
  conventions: resolvedConventionsSchema,
  mainActivation: activationObjectSchema.describe("activation of the main network"),
  hypernet: z
    .strictObject({ activation: activationObjectSchema, norm: z.enum(["none", "batch", "layer"]), dropout: z.number().min(0).lt(1) })
    .describe("what lies between the hypernetwork's linear maps"),
  input: z
    .strictObject({ dim: index, secondMoment: nonNegative, blocks: z.array(inputBlock) })
    .describe("what the plan assumes of the hypernetwork's input, without the chunk embedding"),
  hidden: z.array(hiddenLayer),
  warnings: z.array(warning),
};

const tensor = {
  tensor: index.describe("index into targetShapes"),
  label: z.string().optional(),
  name: z.string(),
  layer: z.int().min(-1),
  shape,
  fans: z
    .strictObject({ fanIn: z.number().positive(), fanOut: z.number().positive() })
    .nullable()
    .describe("of the tensor's layer; null for what is neither weight nor bias, and for a bias of unknown layer"),
  activation: activationObjectSchema.optional().describe("activation around this layer, where it is not mainActivation"),
};

const head = z.strictObject({
  ...tensor,
  rows,
  weight: distribution,
  bias: distribution.nullable().describe("null without biases"),
  intended: moments.nullable().describe("what the method asks of the generated tensor; null where a caller overrode it"),
  predicted: moments.describe("what this plan gives the generated tensor"),
});

const fullPlanSchema = z.strictObject({ ...common, kind: z.literal("hyperfan"), heads: z.array(head) });

const run = z.strictObject({
  first: index.describe("first chunk of the run"),
  count: size.describe("chunks in the run"),
  targetVariance: nonNegative.describe("variance asked of the chunks' elements"),
  variance: nonNegative.describe("variance of the chunk embedding's entries"),
  std: nonNegative,
  bound: nonNegative.optional().describe("√3·std, where embeddings are uniform"),
  clipped: z.boolean().describe("whether the variance had to be moved into range"),
  predictedVariance: nonNegative.describe("variance that the chunks' elements will have"),
});

const chunks = z.strictObject({
  count: size,
  size,
  embeddingDim: size,
  conditions: size,
  perCondition: z.boolean(),
  distribution: z.enum(["uniform", "normal", "sphere"]).describe("of an embedding: independent entries, or a point on the sphere of radius √embeddingDim·std"),
  strategy: z.enum(["embedding", "rescale", "per-tensor-scale"]),
  minVariance: nonNegative,
  minShare: z.number().min(0).lt(1),
  runs: z.array(run).min(1).describe("maximal runs of chunks that are drawn alike"),
});

const chunkedTensor = z.strictObject({
  ...tensor,
  intended: moments.describe("what the method asks of the generated tensor"),
  predicted: moments.describe("what this plan gives the generated tensor, after scale and offset"),
  ratio: nonNegative.nullable().describe("predicted over intended variance; null where none is intended"),
  mixing: nonNegative.nullable().describe("target variance of its chunks over its own: 1 where it shares none, or is scaled for itself; null where its own is 0"),
  correlation: correlation.describe("largest between two chunks of this tensor; null for a single chunk"),
  scale: nonNegative.optional().describe("the tensor is offset + scale · (output of its chunks); absent for 1"),
  offset: finite.optional().describe("absent for 0"),
});

const summary = z.strictObject({
  clippedChunks: index,
  worstRatio: nonNegative.nullable().describe("the tensors' ratio that is farthest from 1"),
  largestCorrelation: correlation.describe("between two chunks; null for a single chunk"),
  smallestShare: z.number().min(0).max(1).describe("of the chunk embedding in the second moment of the hypernetwork's input"),
  drawSpread: nonNegative.describe("largest relative standard deviation of a chunk's variance over draws of its one embedding"),
});

const chunkedPlanSchema = z.strictObject({
  ...common,
  kind: z.literal("chunked-hyperfan"),
  output: z.strictObject({
    weight: parameter,
    bias: parameter.nullable().describe("null without biases"),
    gain: nonNegative.describe("fan-in times the weight variance"),
  }),
  chunks,
  maxInputVariance: nonNegative.nullable().describe("largest second moment of the other inputs that clips no chunk; null without other inputs"),
  tensors: z.array(chunkedTensor),
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
