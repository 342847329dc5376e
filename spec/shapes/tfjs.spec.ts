import { describe, expect, test } from "@jest/globals";
import { shapesFromTfjs, type ModelShapes } from "../../src/shapes/index.js";
import { issueOf } from "./issues-of.js";

interface Weight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype?: string;
}

const manifest = (weights: readonly Weight[]): unknown[] => [{ paths: ["group1-shard1of1.bin"], weights: weights.map((weight) => ({ dtype: "float32", ...weight })) }];
const model = (modelTopology: unknown, weights: readonly Weight[]): unknown => ({ format: "graph-model", modelTopology, weightsManifest: manifest(weights) });

const described = ({ paramMeta }: ModelShapes): readonly string[] =>
  paramMeta.map(({ name, layer, label, ...traits }) => [`${label}:`, name, layer, ...Object.entries(traits).map(([key, value]) => `${key}=${value}`)].join(" "));
const read = (source: unknown): readonly string[] => described(shapesFromTfjs(source));

describe("a TensorFlow.js model", () => {
  test("of layers tells by its layers which kernels are transposed, depthwise or grouped", () => {
    const layer = (className: string, name: string, config = {}): unknown => ({ class_name: className, config: { name, ...config } });
    const topology = {
      keras_version: "3.0.0",
      model_config: {
        class_name: "Functional",
        config: { name: "m", layers: [layer("Conv2DTranspose", "up"), layer("DepthwiseConv2D", "dw"), layer("Conv2D", "grouped", { groups: 4 }), layer("Conv2D", "plain"), layer("TimeDistributed", "td", { layer: layer("Conv1DTranspose", "inner") })] },
      },
    };
    const weights = [
      { name: "up/kernel", shape: [2, 2, 8, 8] },
      { name: "dw/kernel", shape: [3, 3, 8, 2] },
      { name: "grouped/kernel", shape: [3, 3, 4, 16] },
      { name: "plain/kernel", shape: [3, 3, 16, 4] },
      { name: "inner/kernel", shape: [3, 4, 4] },
    ];
    expect(read({ format: "layers-model", modelTopology: topology, weightsManifest: manifest(weights) })).toEqual([
      "up/kernel: weight 0 layout=HWIO transposed=true",
      "dw/kernel: weight 1 layout=HWCM",
      "grouped/kernel: weight 2 layout=HWIO groups=4",
      "plain/kernel: weight 3 layout=HWIO",
      "inner/kernel: weight 4 layout=HWIO transposed=true",
    ]);
  });

  test("of a graph tells by its operators what each constant is, whatever its name", () => {
    const node = (name: string, op: string, ...input: readonly string[]): unknown => ({ name, op, ...(input.length > 0 ? { input } : {}) });
    const nodes = [
      node("k", "Const"), node("x", "Placeholder"),
      node("conv", "Conv2D", "x", "k"), node("kb", "Const"), node("convb", "BiasAdd", "conv", "kb"),
      node("d", "Const"), node("dw", "DepthwiseConv2dNative", "convb", "d"),
      node("t", "Const"), node("up", "Conv2DBackpropInput", "sizes", "t", "dw"),
      node("s", "Const"), node("o", "Const"), node("m", "Const"), node("v", "Const"), node("bn", "FusedBatchNormV3", "up", "s", "o", "m", "v"),
      node("w", "Const"), node("wi", "Identity", "w"), { name: "mm", op: "MatMul", input: ["bn", "wi:0", "^up"], attr: { transpose_b: { b: true } } },
      node("wb", "Const"), node("r", "Reshape", "wb", "shape"), node("add", "AddV2", "mm", "r"),
      node("table", "Const"), node("rows", "GatherV2", "table", "x", "axis"),
      node("indices", "Const"), node("cells", "GatherV2", "indices", "x", "axis"),
      node("slope", "Const"), node("act", "Prelu", "add", "slope"),
    ];
    const weights = [
      { name: "k", shape: [3, 3, 4, 8] }, { name: "kb", shape: [8] }, { name: "d", shape: [3, 3, 8, 1] }, { name: "t", shape: [2, 2, 6, 8] },
      { name: "s", shape: [6] }, { name: "o", shape: [6] }, { name: "m", shape: [6] }, { name: "v", shape: [6] },
      { name: "w", shape: [10, 6] }, { name: "wb", shape: [10] }, { name: "table", shape: [50, 4] }, { name: "indices", shape: [5, 5], dtype: "int32" }, { name: "slope", shape: [10] },
    ];
    const shapes = shapesFromTfjs(model({ node: nodes }, weights));
    expect(described(shapes)).toEqual([
      "k: weight 0 layout=HWIO", "kb: bias 0", "d: weight 1 layout=HWCM", "t: weight 2 layout=HWIO transposed=true",
      "s: bn_scale 3", "o: bn_shift 3", "w: weight 4", "wb: bias 4", "table: embedding 5",
    ]);
    expect(shapes.skipped.map(({ name }) => name)).toEqual(["m", "v", "indices", "slope"]);
    expect(shapes.ambiguous).toEqual([]);
    expect(shapes.reasons[6]).toEqual({ tensor: 6, rule: "operator-MatMul", reason: "is the matrix of MatMul mm" });
  });

  test("that transposes a matrix before it is read has its axes in the other order", () => {
    const nodes = [{ name: "w", op: "Const" }, { name: "wt", op: "Transpose", input: ["w", "perm"] }, { name: "mm", op: "MatMul", input: ["x", "wt"] }];
    expect(read(model({ node: nodes }, [{ name: "w", shape: [10, 6] }]))).toEqual(["w: weight 0"]);
  });

  test("whose nodes pass a name on in a circle is read all the same", () => {
    const nodes = [{ name: "a", op: "Identity", input: ["b"] }, { name: "b", op: "Identity", input: ["a"] }, { name: "mm", op: "MatMul", input: ["x", "a"] }];
    expect(read(model({ node: nodes }, [{ name: "dense/kernel", shape: [2, 3] }]))).toEqual(["dense/kernel: weight 0 layout=HWIO"]);
  });

  test("with one table for rows and outputs takes the first use, as a guess", () => {
    const nodes = [{ name: "rows", op: "GatherV2", input: ["t", "x"] }, { name: "mm", op: "MatMul", input: ["y", "t"], attr: { transpose_b: { b: true } } }];
    const { paramMeta, ambiguous } = shapesFromTfjs(model({ node: nodes }, [{ name: "t", shape: [50, 4] }]));
    expect(paramMeta[0]?.name).toBe("embedding");
    expect(ambiguous).toMatchObject([{ tensor: 0, alternatives: [{ name: "weight" }] }]);
  });

  test("may be a manifest alone, with filters in TensorFlow's order", () => {
    const weights = [
      { name: "conv0/filters", shape: [3, 3, 3, 16] }, { name: "conv0/bias", shape: [16] },
      { name: "conv1/depthwise_filter", shape: [3, 3, 16, 1] }, { name: "conv1/pointwise_filter", shape: [1, 1, 16, 32] }, { name: "conv1/bias", shape: [32] },
      { name: "fc", shape: [32, 5] },
    ];
    expect(read(manifest(weights))).toEqual([
      "conv0/filters: weight 0 layout=HWIO", "conv0/bias: bias 0",
      "conv1/depthwise_filter: weight 1 layout=HWCM", "conv1/pointwise_filter: weight 2 layout=HWIO", "conv1/bias: bias 2",
      "fc: weight 3 layout=HWIO",
    ]);
    expect(shapesFromTfjs(manifest(weights)).ambiguous.map(({ label }) => label)).toEqual(["fc"]);
  });

  test("keeps the shapes of quantised weights", () => {
    const [group] = manifest([{ name: "a/kernel", shape: [4, 2] }]) as { weights: object[] }[];
    const quantised = [{ ...group, weights: group?.weights.map((weight) => ({ ...weight, quantization: { dtype: "uint8", scale: 0.1, min: -1 } })) }];
    expect(shapesFromTfjs(quantised).targetShapes).toEqual([[4, 2]]);
  });
});

describe("a hostile TensorFlow.js model is refused", () => {
  const deep = (depth: number): unknown => Array.from({ length: depth }).reduce<unknown>((inner) => ({ class_name: "Model", config: { name: "m", layers: [inner] } }), {});
  test.each<[string, unknown, string]>([
    ["that is nothing", undefined, "/weightsManifest missing: Give a model.json with a weightsManifest, or the manifest itself, instead of undefined."],
    ["without a manifest", { modelTopology: {} }, "/weightsManifest missing: Give a model.json with a weightsManifest, or the manifest itself, instead of an object."],
    ["whose manifest has no weights", { weightsManifest: [{ paths: [] }] }, "/weightsManifest/0/weights wrong-type: Give a list of weights instead of undefined."],
    ["with a weight that is no object", [{ weights: [7] }], "/0/weights/0 wrong-type: Give an object with name, shape and dtype instead of 7."],
    ["with a weight without a name", [{ weights: [{ shape: [1, 2], dtype: "float32" }] }], "/0/weights/0/name wrong-type: Give a string instead of undefined."],
    ["with a weight of an unknown type", [{ weights: [{ name: "a", shape: [1, 2], dtype: "float8" }] }], '/0/weights/0/dtype unknown-type: Give one of float32, float16, complex64, int32, int64, uint8, int8, bool, string as dtype instead of "float8".'],
    ["with a bad shape", manifest([{ name: "a", shape: [2, -1] }]), "/0/weights/0/shape/1 bad-dimension: Give whole numbers from 0 to 2^53 - 1 as dimensions instead of -1."],
    ["with a weight twice", manifest([{ name: "a", shape: [2, 1] }, { name: "a", shape: [2, 1] }]), '/1 repeated-name: Rename the second weight called "a".'],
    ["with a key twice", '{"weightsManifest": [], "weightsManifest": []}', '/weightsManifest repeated-key: Remove one of the two entries with the key "weightsManifest": only one of them can be meant.'],
    ["with a node that is none", model({ node: [{ name: "a" }] }, [{ name: "a", shape: [1, 2] }]), "/modelTopology/node/0 wrong-type: Give a node with a name and an op instead of an object."],
    ["whose layers are too deep", { modelTopology: { model_config: deep(60) }, weightsManifest: manifest([{ name: "a", shape: [1, 2] }]) }, "/modelTopology too-deep: Give a topology of at most 100 levels."],
  ])("%s", (_what, source, message) => { expect(issueOf(() => shapesFromTfjs(source))).toBe(message); });
});
