import type { RequestInput } from "../../../src/index.js";

/** Small networks that the cases vary. */

export type Meta = NonNullable<RequestInput["paramMeta"]>[number];
export type Chunking = NonNullable<RequestInput["chunking"]>;

/** A dense layer from 4 to 3 units with its bias, generated from 2 inputs by way of 5 relu units. */
export const dense = {
  kind: "hyperfan",
  targetShapes: [[3, 4], [3]],
  paramMeta: [{ name: "weight", layer: 1 }, { name: "bias", layer: 1 }],
  inputs: [{ name: "task", dim: 2 }],
  hypernet: { hiddenDims: [5] },
} satisfies RequestInput;

/** {@link dense} with some fields changed. */
export const denseWith = (change: Partial<RequestInput>): RequestInput => ({ ...dense, ...change });


/** Other target tensors, whose heads read the 2 inputs directly. */
export const tensors = (targetShapes: number[][], paramMeta: Meta[], change: Partial<RequestInput> = {}): RequestInput => denseWith({ targetShapes, paramMeta, hypernet: { hiddenDims: [] }, ...change });

/** A single weight whose head reads the 2 inputs directly: the least plan there is. */
export const single = (shape: number[], meta: Partial<Meta> = {}, change: Partial<RequestInput> = {}): RequestInput => tensors([shape], [{ name: "weight", ...meta }], change);

/** A single weight behind one hidden layer of 5 units, or as changed. */
export const behind = (hypernet: NonNullable<RequestInput["hypernet"]>, change: Partial<RequestInput> = {}): RequestInput => single([2, 3], {}, { hypernet: { hiddenDims: [5], ...hypernet }, ...change });

/** A single weight behind one hidden layer, for other inputs. */
export const reading = (...inputs: NonNullable<RequestInput["inputs"]>): RequestInput => behind({}, { inputs });

/** {@link dense} in chunks of 4 elements: three of the weight, one of the bias. Its inputs leave room for the embeddings. */
export const chunked = {
  ...dense,
  kind: "chunked-hyperfan",
  inputs: [{ name: "task", dim: 2, variance: 0.01 }],
  chunking: { size: 4, embeddingDim: 4 },
} satisfies RequestInput;

/** {@link chunked} with some fields changed. */
export const chunkedWith = (change: Partial<RequestInput>): RequestInput => ({ ...chunked, ...change });

/** {@link chunked} with other chunks. */
export const chunking = (change: Partial<Chunking>, other: Partial<RequestInput> = {}): RequestInput => chunkedWith({ chunking: { ...chunked.chunking, ...change }, ...other });

/** {@link chunked} with other tensors. */
export const chunkedTensors = (targetShapes: number[][], paramMeta: Meta[], change: Partial<RequestInput> = {}): RequestInput => chunkedWith({ targetShapes, paramMeta, ...change });

export const activations = ["relu", "linear", "tanh", "sigmoid", "selu", "gelu", "silu", "softplus", "mish", "sin", "erf", "leaky_relu", "elu"] as const;
