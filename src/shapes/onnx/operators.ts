import { LEFT_OUT_SLOPE, LEFT_OUT_STATISTICS, leftOut, uses, type Attributes, type Use, type Uses } from "../graph/operators.js";
import type { Dialect } from "../graph/trace.js";
import type { Traits } from "../model-shapes.js";

type ReadTraits = NonNullable<Use["traits"]>;

const inGroups = (attributes: Attributes): Traits => {
  const groups = attributes.get("group") ?? 1;
  return groups > 1 ? { groups } : {};
};
const transposed = (attributes: Attributes): Traits => ({ transposed: true, ...inGroups(attributes) });

/** A matrix on the right, [in, out]. More axes are a stack of matrices. */
const right: ReadTraits = (shape) => (shape.length === 2 ? { layout: "HWIO" } : { fanIn: shape.at(-2) ?? 1, fanOut: shape.at(-1) ?? 1 });
/** A matrix on the left, [out, in]. */
const left: ReadTraits = (shape) => (shape.length === 2 ? {} : { fanIn: shape.at(-1) ?? 1, fanOut: shape.at(-2) ?? 1 });
const gemmB: ReadTraits = (_shape, attributes) => (attributes.get("transB") === 1 ? {} : { layout: "HWIO" });
const gemmA: ReadTraits = (_shape, attributes) => (attributes.get("transA") === 1 ? { layout: "HWIO" } : {});

/** [directions, gates · state, in]: every gate of every direction is a layer of its own. */
const gates = (count: number): ReadTraits => ([, rows = 1, columns = 1]) => ({ fanIn: columns, fanOut: rows / count });

/** Queries, keys and values side by side, where they are alike. */
const threefold: ReadTraits = ([, outputs = 0]) => (outputs % 3 === 0 ? { layout: "HWIO", parts: 3 } : { layout: "HWIO" });

const weight = (because: string, traits: ReadTraits, apart = false): Use => ({ role: "weight", because, traits, apart });

const BIAS: Use = { role: "bias", because: "is the bias" };
const SCALE: Use = { role: "bn_scale", because: "is the scale" };
const SHIFT: Use = { role: "bn_shift", because: "is the shift" };
const TABLE: Use = { role: "embedding", because: "is the table that is read row by row" };
const QUANTISATION = leftOut("belongs to the quantisation");

const KERNEL = weight("is the kernel", (_shape, attributes) => inGroups(attributes));
const recurrent = (count: number): Uses => uses(
  [1, weight("is the matrix for the input", gates(count))],
  [2, weight("is the matrix for the state", gates(count), true)],
  [3, BIAS],
  [5, leftOut("is the first state, not a parameter")],
  [6, leftOut("is the first cell state, not a parameter")],
);
const NORM = uses([1, SCALE], [2, SHIFT], [3, LEFT_OUT_STATISTICS], [4, LEFT_OUT_STATISTICS]);

/** ONNX's operators that read weights, and the common ones of ONNX Runtime. */
const OPERATORS: ReadonlyMap<string, Uses> = new Map([
  ["Conv", uses([1, KERNEL], [2, BIAS])],
  ["FusedConv", uses([1, KERNEL], [2, BIAS])],
  ["ConvInteger", uses([1, KERNEL], [2, QUANTISATION], [3, QUANTISATION])],
  ["QLinearConv", uses([1, QUANTISATION], [2, QUANTISATION], [3, KERNEL], [4, QUANTISATION], [5, QUANTISATION], [6, QUANTISATION], [7, QUANTISATION], [8, BIAS])],
  ["ConvTranspose", uses([1, weight("is the kernel, applied backwards,", (_shape, attributes) => transposed(attributes))], [2, BIAS])],
  ["Gemm", uses([0, weight("is the left matrix", gemmA)], [1, weight("is the right matrix", gemmB)], [2, BIAS])],
  ["MatMul", uses([0, weight("is the left matrix", left)], [1, weight("is the right matrix", right)])],
  ["FusedMatMul", uses([0, weight("is the left matrix", gemmA)], [1, weight("is the right matrix", gemmB)])],
  ["MatMulInteger", uses([1, weight("is the right matrix", right)], [2, QUANTISATION], [3, QUANTISATION])],
  ["QLinearMatMul", uses([1, QUANTISATION], [2, QUANTISATION], [3, weight("is the right matrix", right)], [4, QUANTISATION], [5, QUANTISATION], [6, QUANTISATION], [7, QUANTISATION])],
  ["LSTM", recurrent(4)],
  ["GRU", recurrent(3)],
  ["RNN", recurrent(1)],
  ["BatchNormalization", NORM],
  ["InstanceNormalization", NORM],
  ["LayerNormalization", uses([1, SCALE], [2, SHIFT])],
  ["GroupNormalization", uses([1, SCALE], [2, SHIFT])],
  ["RMSNormalization", uses([1, SCALE])],
  ["SimplifiedLayerNormalization", uses([1, SCALE])],
  ["SkipLayerNormalization", uses([2, SCALE], [3, SHIFT], [4, BIAS])],
  ["SkipSimplifiedLayerNormalization", uses([2, SCALE], [3, BIAS])],
  ["Attention", uses([1, weight("holds the queries, keys and values", threefold)], [2, BIAS])],
  ["Gather", uses([0, TABLE])],
  ["PRelu", uses([1, LEFT_OUT_SLOPE])],
]);

export const ONNX: Dialect = {
  operators: OPERATORS,
  transparent: new Set(["Identity", "Cast", "CastLike", "DequantizeLinear", "Dropout"]),
  additions: new Set(["Add"]),
  transpose: "Transpose",
  reshapes: new Set(["Reshape", "Unsqueeze", "Squeeze", "Flatten", "Expand"]),
};
