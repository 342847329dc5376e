import type { Layout } from "../../math/fans.js";
import type { Dialect } from "../graph/trace.js";
import { LEFT_OUT_SLOPE, LEFT_OUT_STATISTICS, uses, type Attributes, type Use, type Uses } from "../graph/operators.js";
import type { Traits } from "../model-shapes.js";

const hwio = (): Traits => ({ layout: "HWIO" });
const matrix = (_shape: readonly number[], attributes: Attributes): Traits => (attributes.get("transpose_b") === 1 ? {} : hwio());

const weight = (because: string, traits: NonNullable<Use["traits"]>): Use => ({ role: "weight", because, traits });
const layout = (name: Layout) => (): Traits => ({ layout: name });

const BIAS: Use = { role: "bias", because: "is the bias" };
const CONVOLUTION = weight("is the filter", hwio);
const DEPTHWISE = weight("is the depthwise filter", layout("HWCM"));
const TRANSPOSED = weight("is the filter, applied backwards,", () => ({ layout: "HWIO", transposed: true }));
const MATRIX = weight("is the matrix", matrix);
const TABLE: Use = { role: "embedding", because: "is the table that is read row by row" };
const NORM: Uses = uses(
  [1, { role: "bn_scale", because: "is the scale" }],
  [2, { role: "bn_shift", because: "is the shift" }],
  [3, LEFT_OUT_STATISTICS],
  [4, LEFT_OUT_STATISTICS],
);

/** TensorFlow's operators that read weights. */
const OPERATORS: ReadonlyMap<string, Uses> = new Map([
  ["Conv2D", uses([1, CONVOLUTION])],
  ["Conv3D", uses([1, CONVOLUTION])],
  ["_FusedConv2D", uses([1, CONVOLUTION], [2, BIAS])],
  ["FusedConv2D", uses([1, CONVOLUTION], [2, BIAS])],
  ["DepthwiseConv2dNative", uses([1, DEPTHWISE])],
  ["DepthwiseConv2d", uses([1, DEPTHWISE])],
  ["FusedDepthwiseConv2dNative", uses([1, DEPTHWISE], [2, BIAS])],
  ["Conv2DBackpropInput", uses([1, TRANSPOSED])],
  ["MatMul", uses([1, MATRIX])],
  ["_FusedMatMul", uses([1, MATRIX], [2, BIAS])],
  ["FusedBatchNorm", NORM],
  ["FusedBatchNormV2", NORM],
  ["FusedBatchNormV3", NORM],
  ["Gather", uses([0, TABLE])],
  ["GatherV2", uses([0, TABLE])],
  ["ResourceGather", uses([0, TABLE])],
  ["Prelu", uses([1, LEFT_OUT_SLOPE])],
]);

export const TENSORFLOW: Dialect = {
  operators: OPERATORS,
  transparent: new Set(["Identity", "ReadVariableOp", "Cast", "StopGradient"]),
  additions: new Set(["BiasAdd", "Add", "AddV2"]),
  transpose: "Transpose",
  reshapes: new Set(["Reshape", "ExpandDims", "Squeeze"]),
};
