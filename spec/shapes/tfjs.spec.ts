import { describe, expect, test } from "@jest/globals";
import { shapesFromTfjs } from "../../src/shapes/index.js";
import { described } from "./described.js";
import { issueOf } from "./issues-of.js";

interface Weight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype?: string;
}

const manifest = (weights: readonly Weight[]): unknown[] => [{ paths: ["group1-shard1of1.bin"], weights: weights.map((weight) => ({ dtype: "float32", ...weight })) }];
const model = (modelTopology: unknown, weights: readonly Weight[]): unknown => ({ format: "graph-model", modelTopology, weightsManifest: manifest(weights) });

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

describe("an operator of TensorFlow tells", () => {
  /** What the constants "1", "2", … at the inputs of an operator are, and why; "-" for what is left out. */
  function uses(op: string, inputs: number): readonly string[] {
    const names = Array.from({ length: inputs }, (_, index) => String(index));
    const weights = names.map((name) => ({ name, shape: [3, 3, 4, 4] }));
    const { paramMeta, reasons, skipped } = shapesFromTfjs(model({ node: [{ name: "here", op, input: names }] }, weights));
    const found = new Map(paramMeta.map(({ name, label, layout, transposed }, index) => [label, `${[name, layout ?? [], transposed === true ? "transposed" : []].flat().join(" ")}: ${reasons[index]?.rule} ${reasons[index]?.reason}`]));
    return names.flatMap((name) => found.get(name) ?? skipped.filter((tensor) => tensor.name === name).map(({ reason }) => `- ${reason}`)).filter((text) => text.startsWith("- ") || text.endsWith(" here"));
  }

  const RUNNING = "- holds running statistics, which are measured and not trained";
  const filter = (op: string): string => `weight HWIO: operator-${op} is the filter of ${op} here`;
  const bias = (op: string): string => `bias: operator-${op} is the bias of ${op} here`;
  const depthwise = (op: string): string => `weight HWCM: operator-${op} is the depthwise filter of ${op} here`;
  const table = (op: string): string => `embedding: operator-${op} is the table that is read row by row of ${op} here`;

  test.each<[string, readonly string[]]>([
    ["Conv2D", [filter("Conv2D")]],
    ["Conv3D", [filter("Conv3D")]],
    ["_FusedConv2D", [filter("_FusedConv2D"), bias("_FusedConv2D")]],
    ["FusedConv2D", [filter("FusedConv2D"), bias("FusedConv2D")]],
    ["DepthwiseConv2dNative", [depthwise("DepthwiseConv2dNative")]],
    ["DepthwiseConv2d", [depthwise("DepthwiseConv2d")]],
    ["FusedDepthwiseConv2dNative", [depthwise("FusedDepthwiseConv2dNative"), bias("FusedDepthwiseConv2dNative")]],
    ["Conv2DBackpropInput", ["weight HWIO transposed: operator-Conv2DBackpropInput is the filter, applied backwards, of Conv2DBackpropInput here"]],
    ["MatMul", ["weight HWIO: operator-MatMul is the matrix of MatMul here"]],
    ["_FusedMatMul", ["weight HWIO: operator-_FusedMatMul is the matrix of _FusedMatMul here", bias("_FusedMatMul")]],
    ["Gather", [table("Gather")]],
    ["GatherV2", [table("GatherV2")]],
    ["ResourceGather", [table("ResourceGather")]],
    ...["FusedBatchNorm", "FusedBatchNormV2", "FusedBatchNormV3"].map((op): [string, readonly string[]] => [op, [`bn_scale: operator-${op} is the scale of ${op} here`, `bn_shift: operator-${op} is the shift of ${op} here`, RUNNING, RUNNING]]),
    ["Prelu", ["- is the slope of an activation, for which no role has a start value; keep it in the main network"]],
    ["Sin", []],
  ])("what it reads: %s", (op, expected) => {
    expect(uses(op, 5)).toEqual(expected);
  });

  test.each(["Identity", "ReadVariableOp", "Cast", "StopGradient"])("nothing itself but what reads it: %s", (op) => {
    const nodes = [{ name: "w", op: "Const" }, { name: "between", op, input: ["w"] }, { name: "it", op: "Conv2D", input: ["x", "between:10"] }];
    expect(shapesFromTfjs(model({ node: nodes }, [{ name: "w", shape: [3, 3, 4, 4] }])).reasons[0]?.reason).toBe("is the filter of Conv2D it");
  });

  test.each([["BiasAdd", ""], ["Add", ""], ["AddV2", ""], ["AddV2", "Reshape"], ["AddV2", "ExpandDims"], ["AddV2", "Squeeze"]])("what is added to a layer, by %s %s", (op, shape) => {
    const nodes = [
      { name: "w", op: "Const" }, { name: "p", op: "Const" }, { name: "conv", op: "Conv2D", input: ["x", "w"] },
      ...(shape === "" ? [] : [{ name: "shaped", op: shape, input: ["p", "to"] }]), { name: "sum", op, input: ["conv", shape === "" ? "p" : "shaped"] },
    ];
    expect(read(model({ node: nodes }, [{ name: "w", shape: [3, 3, 4, 8] }, { name: "p", shape: [8] }]))).toEqual(["w: weight 0 layout=HWIO", "p: bias 0"]);
  });

  test("whether a matrix is transposed, by an attribute that is true or false and by nothing else", () => {
    const layoutOf = (attr: unknown): string | undefined => shapesFromTfjs(model({ node: [{ name: "it", op: "MatMul", input: ["x", "w"], attr }] }, [{ name: "w", shape: [4, 3] }])).paramMeta[0]?.layout;
    expect(layoutOf({ transpose_b: { b: true } })).toBeUndefined();
    for (const attr of [{ transpose_b: { b: false } }, { transpose_b: { b: "true" } }, { transpose_b: { i: 1 } }, { transpose_b: null }, { transpose_b: 1 }, {}, null, undefined]) expect(layoutOf(attr)).toBe("HWIO");
  });

  test("nothing by inputs that are no names", () => {
    expect(read(model({ node: [{ name: "it", op: "Conv2D", input: [3, null] }, { name: "other", op: "Conv2D", input: "w" }] }, [{ name: "dense/kernel", shape: [4, 3] }]))).toEqual(["dense/kernel: weight 0 layout=HWIO"]);
  });
});

describe("a layer of Keras tells", () => {
  const kernelOf = (className: string, config: object, shape: readonly number[], leaf = "kernel"): string => {
    const topology = { class_name: "Sequential", config: { name: "m", layers: [{ class_name: className, config: { name: "it", ...config } }] } };
    const { paramMeta: [meta], reasons: [reason] } = shapesFromTfjs({ modelTopology: topology, weightsManifest: manifest([{ name: `m/it/${leaf}`, shape }]) });
    return `${Object.entries(meta ?? {}).flatMap(([key, value]) => (key === "layout" || key === "groups" || key === "transposed" ? [`${key}=${String(value)}`] : [])).join(" ")}: ${reason?.rule} ${reason?.reason}`;
  };

  test.each<[string, object, readonly number[], string | undefined, string]>([
    ["Conv1DTranspose", {}, [3, 4, 4], undefined, "layout=HWIO transposed=true: keras-transposed is the kernel of a Conv1DTranspose"],
    ["Conv3DTranspose", {}, [3, 3, 3, 4, 4], undefined, "layout=HWIO transposed=true: keras-transposed is the kernel of a Conv3DTranspose"],
    ["DepthwiseConv1D", {}, [3, 4, 2], undefined, "layout=HWCM: keras-depthwise is the kernel of a DepthwiseConv1D"],
    ["DepthwiseConv2D", {}, [3, 3, 4, 2], "depthwise_kernel", "layout=HWCM: keras-depthwise is the kernel of a DepthwiseConv2D"],
    ["Conv1D", { groups: 2 }, [3, 4, 6], undefined, "layout=HWIO groups=2: keras-groups is the kernel of a Conv1D of 2 groups"],
    ["Conv3D", { groups: 3 }, [3, 3, 3, 4, 6], undefined, "layout=HWIO groups=3: keras-groups is the kernel of a Conv3D of 3 groups"],
  ])("what its kernel is: %s %j", (className, config, shape, leaf, expected) => {
    expect(kernelOf(className, config, shape, leaf)).toBe(expected);
  });

  test.each<[string, object, readonly number[], string | undefined]>([
    ["Conv2D", { groups: 1 }, [3, 3, 4, 6], undefined],
    ["Conv2D", { groups: 4 }, [3, 3, 4, 6], undefined],
    ["Conv2D", { groups: "2" }, [3, 3, 4, 6], undefined],
    ["Dense", { groups: 2 }, [4, 6], undefined],
    ["MyConv2DTranspose", {}, [3, 3, 4, 4], undefined],
    ["Conv2DTransposed", {}, [3, 3, 4, 4], undefined],
    ["MyDepthwiseConv2D", {}, [3, 3, 4, 4], undefined],
    ["DepthwiseConv2DLike", {}, [3, 3, 4, 4], undefined],
    ["MyConv2D", { groups: 2 }, [3, 3, 4, 6], undefined],
    ["Conv2DLike", { groups: 2 }, [3, 3, 4, 6], undefined],
    ["Conv2DTranspose", {}, [3, 3, 4, 6], "my_kernel"],
    ["Conv2DTranspose", {}, [3, 3, 4, 6], "kernel_scale"],
    ["Conv2DTranspose", { name: 7 }, [3, 3, 4, 6], undefined],
  ])("no more than its name does: %s %j", (className, config, shape, leaf) => {
    expect(kernelOf(className, config, shape, leaf)).not.toContain("keras-");
  });

  test("of the layers inside it: a wrapped layer, a cell, a model", () => {
    const inner = { class_name: "Conv2DTranspose", config: { name: "it" } };
    for (const config of [{ layer: inner }, { cell: inner }, { layers: [inner] }]) {
      const topology = { model_config: { class_name: "Outer", config: { name: "o", ...config } } };
      expect(read({ modelTopology: topology, weightsManifest: manifest([{ name: "it/kernel", shape: [2, 2, 4, 4] }]) })).toEqual(["it/kernel: weight 0 layout=HWIO transposed=true"]);
    }
  });

  test("nothing where the topology is none, or its layers are none", () => {
    for (const modelTopology of [undefined, null, 7, "layers", [], { class_name: 3, config: { name: "it" } }, { class_name: "Conv2DTranspose", config: 3 }, { class_name: "Conv2DTranspose" }]) {
      expect(read({ modelTopology, weightsManifest: manifest([{ name: "it/kernel", shape: [2, 2, 4, 4] }]) })).toEqual(["it/kernel: weight 0 layout=HWIO"]);
    }
  });

  test("as deep as topologies may be", () => {
    const depth = (levels: number): unknown => Array.from({ length: levels }).reduce<unknown>((inside) => ({ class_name: "Outer", config: { name: "o", layer: inside } }), { class_name: "Conv2DTranspose", config: { name: "it" } });
    expect(issueOf(() => read({ modelTopology: depth(101), weightsManifest: manifest([{ name: "it/kernel", shape: [2, 2, 4, 4] }]) }))).toMatch(/too-deep/u);
    expect(read({ modelTopology: depth(100), weightsManifest: manifest([{ name: "it/kernel", shape: [2, 2, 4, 4] }]) })).toEqual(["it/kernel: weight 0 layout=HWIO transposed=true"]);
  });
});

describe("the type of a weight", () => {
  test.each(["float32", "float16", "complex64"])("%s is generated", (dtype) => {
    expect(read(manifest([{ name: "a/kernel", shape: [4, 2], dtype }]))).toHaveLength(1);
  });

  const packed = "holds integers: indices, or weights that are packed so that their own shape is not stored";
  test.each<[string, string]>([["int32", packed], ["int64", packed], ["uint8", packed], ["int8", packed], ["bool", "holds no numbers"], ["string", "holds no numbers"]])("%s is left out", (dtype, reason) => {
    const { skipped } = shapesFromTfjs(manifest([{ name: "a/kernel", shape: [4, 2], dtype }, { name: "b/kernel", shape: [4, 2] }]));
    expect(skipped).toEqual([{ name: "a/kernel", shape: [4, 2], reason }]);
  });

  test("is told by the format, whatever the kind of model", () => {
    expect(shapesFromTfjs(manifest([{ name: "a/kernel", shape: [4, 2] }])).format).toBe("tfjs");
    expect(shapesFromTfjs(model({}, [{ name: "a/kernel", shape: [4, 2] }])).format).toBe("tfjs");
  });
});

describe("a hostile TensorFlow.js model is refused", () => {
  const deep = (depth: number): unknown => Array.from({ length: depth }).reduce<unknown>((inner) => ({ class_name: "Model", config: { name: "m", layers: [inner] } }), {});
  test.each<[string, unknown, string]>([
    ["that is nothing", undefined, "/weightsManifest missing: Expected a model.json with a weightsManifest, or the manifest itself; got undefined."],
    ["without a manifest", { modelTopology: {} }, "/weightsManifest missing: Expected a model.json with a weightsManifest, or the manifest itself; got an object."],
    ["whose manifest has no weights", { weightsManifest: [{ paths: [] }] }, "/weightsManifest/0/weights wrong-type: Expected a list of weights; got undefined."],
    ["that is no JSON", "{", expect.stringMatching(/^ not-json: The model is not JSON: /u) as unknown as string],
    ["that is no UTF-8", new Uint8Array([0xff, 0xfe]), " not-utf-8: The model is not UTF-8 text; get the file again."],
    ["whose group is no object", [7], "/0/weights wrong-type: Expected a list of weights; got undefined."],
    ["whose group is null", [null], "/0/weights wrong-type: Expected a list of weights; got undefined."],
    ["with a weight that is null", [{ weights: [null] }], "/0/weights/0 wrong-type: Expected an object with name, shape and dtype; got null."],
    ["with a bad weight of a whole model", model({}, [{ name: "a", shape: [1, 2], dtype: "x" }]), expect.stringMatching(/^\/weightsManifest\/0\/weights\/0\/dtype /u) as unknown as string],
    ["with a node that is null", model({ node: [null] }, [{ name: "a", shape: [1, 2] }]), "/modelTopology/node/0 wrong-type: Expected a node with a name and an op; got null."],
    ["with a node without a name", model({ node: [{ name: "a", op: "Const" }, { op: "Const" }] }, [{ name: "a", shape: [1, 2] }]), "/modelTopology/node/1 wrong-type: Expected a node with a name and an op; got an object."],
    ["with a weight that is no object", [{ weights: [7] }], "/0/weights/0 wrong-type: Expected an object with name, shape and dtype; got 7."],
    ["with a weight without a name", [{ weights: [{ shape: [1, 2], dtype: "float32" }] }], "/0/weights/0/name wrong-type: Expected a string; got undefined."],
    ["with a weight of an unknown type", [{ weights: [{ name: "a", shape: [1, 2], dtype: "float8" }] }], '/0/weights/0/dtype unknown-type: Expected one of float32, float16, complex64, int32, int64, uint8, int8, bool, string as dtype; got "float8".'],
    ["with a bad shape", manifest([{ name: "a", shape: [2, -1] }]), "/0/weights/0/shape/1 bad-dimension: Expected whole numbers from 0 to 2^53 - 1 as dimensions; got -1."],
    ["with a weight twice", manifest([{ name: "a", shape: [2, 1] }, { name: "a", shape: [2, 1] }]), '/0/weights/1 repeated-name: Rename the second weight called "a".'],
    ["with a key twice", '{"weightsManifest": [], "weightsManifest": []}', '/weightsManifest repeated-key: Remove one of the two entries with the key "weightsManifest": only one of them can be meant.'],
    ["with a node that is none", model({ node: [{ name: "a" }] }, [{ name: "a", shape: [1, 2] }]), "/modelTopology/node/0 wrong-type: Expected a node with a name and an op; got an object."],
    ["whose layers are too deep", { modelTopology: { model_config: deep(60) }, weightsManifest: manifest([{ name: "a", shape: [1, 2] }]) }, "/modelTopology too-deep: Give a topology of at most 100 levels."],
  ])("%s", (_what, source, message) => { expect(issueOf(() => shapesFromTfjs(source))).toEqual(message); });
});
