import { describe, expect, test } from "@jest/globals";
import { shapesFromOnnx } from "../../src/shapes/onnx/index.js";
import { described } from "./described.js";
import { issueOf, issuesOf } from "./issues-of.js";
import { attribute, constant, graph, inner, message, model, node, tensor } from "./onnx-bytes.js";

const read = (nodes: readonly Uint8Array[], initializers: readonly Uint8Array[]): readonly string[] => described(shapesFromOnnx(model(graph(nodes, initializers))));

const INT64 = 7;
const INT8 = 3;

describe("an ONNX model", () => {
  test.each<[string, readonly Uint8Array[], readonly Uint8Array[], readonly string[]]>([
    ["convolutions, in groups", [node("Conv", ["x", "k", "b"], ["y"], attribute("group", 4))], [tensor("k", [8, 2, 3, 3]), tensor("b", [8])], ["k: weight 0 groups=4", "b: bias 0"]],
    ["transposed convolutions", [node("ConvTranspose", ["x", "k", "b"], ["y"], attribute("group", 2))], [tensor("k", [8, 3, 2, 2]), tensor("b", [6])], ["k: weight 0 transposed=true groups=2", "b: bias 0"]],
    ["Gemm, which may transpose", [node("Gemm", ["x", "w", "b"], ["y"], attribute("transB", 1)), node("Gemm", ["y", "v"], ["z"])], [tensor("w", [5, 4]), tensor("b", [5]), tensor("v", [5, 3])], ["w: weight 0", "b: bias 0", "v: weight 1 layout=HWIO"]],
    ["MatMul, and the bias that is added", [node("MatMul", ["x", "w"], ["y"]), node("Add", ["b", "y"], ["z"])], [tensor("w", [4, 5]), tensor("b", [5])], ["w: weight 0 layout=HWIO", "b: bias 0"]],
    ["MatMul from the left, and of stacks", [node("MatMul", ["w", "x"], ["y"]), node("MatMul", ["y", "s"], ["z"])], [tensor("w", [5, 4]), tensor("s", [3, 5, 6])], ["w: weight 0", "s: weight 1 fanIn=5 fanOut=6"]],
    ["LSTM, both directions", [node("LSTM", ["x", "W", "R", "B", "", "h0", "c0"], ["y"])], [tensor("W", [2, 20, 3]), tensor("R", [2, 20, 5]), tensor("B", [2, 40]), tensor("h0", [2, 1, 5]), tensor("c0", [2, 1, 5])], ["W: weight 0 fanIn=3 fanOut=5", "R: weight 1 fanIn=5 fanOut=5", "B: bias 0"]],
    ["GRU and RNN", [node("GRU", ["x", "W", "R"], ["y"]), node("RNN", ["y", "V", "Q"], ["z"])], [tensor("W", [1, 12, 3]), tensor("R", [1, 12, 4]), tensor("V", [1, 6, 4]), tensor("Q", [1, 6, 6])], ["W: weight 0 fanIn=3 fanOut=4", "R: weight 1 fanIn=4 fanOut=4", "V: weight 2 fanIn=4 fanOut=6", "Q: weight 3 fanIn=6 fanOut=6"]],
    ["norms", [node("BatchNormalization", ["x", "s", "o", "m", "v"], ["y"]), node("LayerNormalization", ["y", "g", "h"], ["z"])], [tensor("s", [8]), tensor("o", [8]), tensor("m", [8]), tensor("v", [8]), tensor("g", [8]), tensor("h", [8])], ["s: bn_scale 0", "o: bn_shift 0", "g: bn_scale 1", "h: bn_shift 1"]],
    ["tables, and no lists of indices", [node("Gather", ["t", "x"], ["y"]), node("Gather", ["i", "x"], ["z"])], [tensor("t", [50, 4]), tensor("i", [5, 5], INT64)], ["t: embedding 0"]],
    ["quantised weights", [node("QLinearConv", ["x", "xs", "xz", "k", "ks", "kz", "ys", "yz", "b"], ["y"])], [tensor("k", [8, 2, 3, 3], INT8), tensor("ks", [8]), tensor("w", [2, 2])], ["k: weight 0", "w: weight 1 layout=HWIO"]],
    ["weights behind nodes that pass them on", [node("DequantizeLinear", ["q", "s"], ["d"]), node("Cast", ["d"], ["c"]), node("MatMul", ["x", "c"], ["y"])], [tensor("q", [4, 5], INT8)], ["q: weight 0 layout=HWIO"]],
    ["weights behind a transposition", [node("Transpose", ["w"], ["t"], attribute("perm", [1, 0])), node("MatMul", ["x", "t"], ["y"])], [tensor("w", [5, 4])], ["w: weight 0"]],
    ["biases and slopes behind other shapes", [node("Conv", ["x", "k"], ["c"]), node("Reshape", ["b", "s"], ["r"]), node("Add", ["c", "r"], ["y"]), node("Unsqueeze", ["a"], ["u"]), node("PRelu", ["y", "u"], ["z"])], [tensor("k", [8, 3, 3, 3]), tensor("b", [8]), tensor("a", [8])], ["k: weight 0", "b: bias 0"]],
    ["weights that are constants, and no other constants", [constant("k", [8, 3, 3, 3]), constant("axes", [2], INT64), constant("eps", [1]), node("Conv", ["x", "k"], ["y"])], [], ["k: weight 0"]],
    ["constants that are weights by their names", [constant("rnn.weight_ih", [20, 3]), constant("rnn.weight_hh", [20, 5])], [], ["rnn.weight_ih: weight 0 parts=4", "rnn.weight_hh: weight 1 parts=4"]],
    ["queries, keys and values by their name", [node("MatMul", ["x", "attn.qkv.weight"], ["y"])], [tensor("attn.qkv.weight", [4, 12])], ["attn.qkv.weight: weight 0 layout=HWIO parts=3"]],
  ])("tells %s by what reads them", (_what, nodes, initializers, expected) => {
    expect(read(nodes, initializers)).toEqual(expected);
  });

  test("doubts a matrix that may hold queries, keys and values", () => {
    const { ambiguous } = shapesFromOnnx(model(graph([node("MatMul", ["x", "w"], ["y"])], [tensor("w", [4, 12])])));
    expect(ambiguous).toMatchObject([{ tensor: 0, alternatives: [{ parts: 3 }] }]);
  });

  test("may have graphs in graphs, whose names repeat", () => {
    const branch = (size: number): Uint8Array => graph([constant("k", [size, 4]), node("MatMul", ["outer", "k"], ["m"]), node("MatMul", ["m", "shared"], ["y"])]);
    const nodes = [node("If", ["condition"], ["y"], inner("then_branch", branch(2)), inner("else_branch", branch(3)))];
    expect(read(nodes, [tensor("shared", [4, 5])])).toEqual(["shared: weight 0 layout=HWIO", "k: weight 1 layout=HWIO", "k: weight 2 layout=HWIO"]);
  });

  test("may be sparse, packed, or have its data elsewhere", () => {
    const packed = message([1, [4, 5]], [2, 1], [8, "packed"], [14, 1]);
    const sparse = message([1, tensor("sparse", [7])], [3, [6, 5]]);
    const bytes = model(message([1, node("MatMul", ["x", "packed"], ["y"])], [1, node("MatMul", ["y", "sparse"], ["z"])], [5, packed], [15, sparse]));
    expect(shapesFromOnnx(bytes).targetShapes).toEqual([[4, 5], [6, 5]]);
  });

  test("keeps its data to itself: nothing of it is read or copied", () => {
    const data = new Uint8Array(50_000_000);
    const bytes = model(graph([node("MatMul", ["x", "w"], ["y"])], [tensor("w", [5000, 2500], 1, [9, data])]));
    shapesFromOnnx(bytes);
    const before = process.memoryUsage().arrayBuffers;
    const start = performance.now();
    expect(shapesFromOnnx(bytes).targetShapes).toEqual([[5000, 2500]]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe("an operator of ONNX tells what it reads", () => {
  const QUANTISATION = "- belongs to the quantisation";
  const RUNNING = "- holds running statistics, which are measured and not trained";
  const [KERNEL, BIAS] = ["weight: is the kernel", "bias: is the bias"];
  const [SCALE, SHIFT] = ["bn_scale: is the scale", "bn_shift: is the shift"];
  const recurrent = (fanOut: number): readonly (readonly [number, string])[] => [
    [1, `weight fanIn=6 fanOut=${fanOut}: is the matrix for the input`], [2, `weight fanIn=6 fanOut=${fanOut}: is the matrix for the state`], [3, BIAS],
    [5, "- is the first state, not a parameter"], [6, "- is the first cell state, not a parameter"],
  ];

  // Inputs by position, as the operators' documentation numbers them; each is a tensor [1, 12, 6].
  test.each<[string, readonly (readonly [number, string])[]]>([
    ["Conv", [[1, KERNEL], [2, BIAS]]],
    ["FusedConv", [[1, KERNEL], [2, BIAS]]],
    ["ConvInteger", [[1, KERNEL], [2, QUANTISATION], [3, QUANTISATION]]],
    ["QLinearConv", [[1, QUANTISATION], [2, QUANTISATION], [3, KERNEL], [4, QUANTISATION], [5, QUANTISATION], [6, QUANTISATION], [7, QUANTISATION], [8, BIAS]]],
    ["ConvTranspose", [[1, "weight transposed=true: is the kernel, applied backwards,"], [2, BIAS]]],
    ["Gemm", [[0, "weight: is the left matrix"], [1, "weight layout=HWIO: is the right matrix"], [2, BIAS]]],
    ["MatMul", [[0, "weight fanIn=6 fanOut=12: is the left matrix"], [1, "weight fanIn=12 fanOut=6: is the right matrix"]]],
    ["FusedMatMul", [[0, "weight: is the left matrix"], [1, "weight layout=HWIO: is the right matrix"]]],
    ["MatMulInteger", [[1, "weight fanIn=12 fanOut=6: is the right matrix"], [2, QUANTISATION], [3, QUANTISATION]]],
    ["QLinearMatMul", [[1, QUANTISATION], [2, QUANTISATION], [3, "weight fanIn=12 fanOut=6: is the right matrix"], [4, QUANTISATION], [5, QUANTISATION], [6, QUANTISATION], [7, QUANTISATION]]],
    ["LSTM", recurrent(3)],
    ["GRU", recurrent(4)],
    ["RNN", recurrent(12)],
    ["BatchNormalization", [[1, SCALE], [2, SHIFT], [3, RUNNING], [4, RUNNING]]],
    ["InstanceNormalization", [[1, SCALE], [2, SHIFT], [3, RUNNING], [4, RUNNING]]],
    ["LayerNormalization", [[1, SCALE], [2, SHIFT]]],
    ["GroupNormalization", [[1, SCALE], [2, SHIFT]]],
    ["RMSNormalization", [[1, SCALE]]],
    ["SimplifiedLayerNormalization", [[1, SCALE]]],
    ["SkipLayerNormalization", [[2, SCALE], [3, SHIFT], [4, BIAS]]],
    ["SkipSimplifiedLayerNormalization", [[2, SCALE], [3, BIAS]]],
    ["Attention", [[1, "weight layout=HWIO parts=3: holds the queries, keys and values"], [2, BIAS]]],
    ["Gather", [[0, "embedding: is the table that is read row by row"]]],
    ["PRelu", [[1, "- is the slope of an activation, for which no role has a start value; keep it in the main network"]]],
    ["Sin", []],
  ])("%s", (op, expected) => {
    const names = Array.from({ length: 10 }, (_, position) => String(position));
    const { paramMeta, reasons, skipped } = shapesFromOnnx(model(graph([node(op, names, ["y"])], names.map((name) => tensor(name, [1, 12, 6])))));
    const end = ` of ${op} ${op.toLowerCase()}_1`;
    const generated = paramMeta.flatMap(({ name, label, ...rest }, index) => {
      const { rule, reason } = reasons[index]!;
      const what = [name, ...Object.entries(rest).flatMap(([key, value]) => (key === "layer" ? [] : [`${key}=${String(value)}`]))].join(" ");
      return rule === `operator-${op}` ? [[Number(label), `${what}: ${reason.replace(end, "")}`] as const] : [];
    });
    const left = skipped.map(({ name, reason }) => [Number(name), `- ${reason}`] as const);
    expect([...generated, ...left].sort(([a], [b]) => a - b)).toEqual(expected);
    for (const { rule, reason } of reasons) if (rule === `operator-${op}`) expect(reason.endsWith(end)).toBe(true);
  });

  test.each(["Identity", "Cast", "CastLike", "DequantizeLinear", "Dropout"])("through %s, which passes it on", (op) => {
    expect(read([node(op, ["w"], ["v"]), node("Conv", ["x", "v"], ["y"])], [tensor("w", [8, 3, 3, 3])])).toEqual(["w: weight 0"]);
    expect(read([node("Conv", ["x", "w"], ["y"]), node(op, ["y"], ["z"]), node("Add", ["z", "p"], ["sum"])], [tensor("w", [8, 3, 3, 3]), tensor("p", [8])])).toEqual(["w: weight 0", "p: bias 0"]);
  });

  test.each(["Reshape", "Unsqueeze", "Squeeze", "Flatten", "Expand"])("a bias through %s, which gives it another shape, but no weight", (op) => {
    expect(read([node("Conv", ["x", "w"], ["y"]), node(op, ["p", "s"], ["r"]), node("Add", ["y", "r"], ["sum"])], [tensor("w", [8, 3, 3, 3]), tensor("p", [8])])).toEqual(["w: weight 0", "p: bias 0"]);
    const { reasons } = shapesFromOnnx(model(graph([node(op, ["w", "s"], ["r"]), node("MatMul", ["x", "r"], ["y"])], [tensor("w", [8, 3])])));
    expect(reasons[0]?.rule).not.toContain("operator");
  });

  test.each<[number, string]>([[1, "real"], [10, "real"], [11, "real"], [14, "real"], [15, "real"], [16, "real"], [17, "real"], [18, "real"], [19, "real"], [20, "real"], [23, "real"]])("elements of the type %i, which are %s", (type) => {
    expect(read([], [tensor("fc.weight", [4, 3], type)])).toEqual(["fc.weight: weight 0"]);
  });

  test.each([[2], [3], [4], [5], [6], [7], [12], [13], [21], [22], [8], [9]])("elements of the type %i, which are no real numbers", (type) => {
    const { skipped } = shapesFromOnnx(model(graph([], [tensor("fc.weight", [4, 3], type), tensor("other.weight", [4, 3])])));
    expect(skipped).toEqual([{ name: "fc.weight", shape: [4, 3], reason: type === 8 || type === 9 ? "holds no numbers" : "holds integers: indices, or weights that are packed so that their own shape is not stored" }]);
  });

  test("by attributes that are numbers, and by no others", () => {
    const groups = (value: number | readonly number[]): readonly string[] => read([node("Conv", ["x", "k"], ["y"], attribute("group", value))], [tensor("k", [8, 2, 3, 3])]);
    expect([groups(4), groups(1), groups([4])]).toEqual([["k: weight 0 groups=4"], ["k: weight 0"], ["k: weight 0"]]);
    const matrix = (name: string, value: number): readonly string[] => read([node("Gemm", name === "transA" ? ["w", "x"] : ["x", "w"], ["y"], attribute(name, value))], [tensor("w", [5, 4])]);
    expect([matrix("transA", 0), matrix("transA", 1), matrix("transB", 0), matrix("transB", 1)]).toEqual([["w: weight 0"], ["w: weight 0 layout=HWIO"], ["w: weight 0 layout=HWIO"], ["w: weight 0"]]);
  });

  test("as the first of several uses, with a doubt where another gives another role", () => {
    const nodes = [node("Gather", ["t", "x"], ["a"]), node("MatMul", ["y", "t"], ["b"]), node("Conv", ["z", "t"], ["c"])];
    expect(shapesFromOnnx(model(graph(nodes, [tensor("t", [50, 4])]))).ambiguous).toEqual([
      { tensor: 0, label: "t", reason: "operators of the graph use it in different ways, of which the first is taken", alternatives: [{ name: "weight" }] },
    ]);
    expect(shapesFromOnnx(model(graph([node("MatMul", ["x", "t"], ["a"]), node("MatMul", ["y", "t"], ["b"])], [tensor("t", [5, 4])]))).ambiguous).toEqual([]);
  });

  test("a matrix through two transpositions as it is, through three the other way around, and no stack of matrices", () => {
    const through = (count: number, shape: readonly number[]): string => {
      const nodes = Array.from({ length: count }, (_, index) => node("Transpose", [`p${index}`], [`p${index + 1}`]));
      const { reasons, paramMeta } = shapesFromOnnx(model(graph([...nodes, node("MatMul", ["x", `p${count}`], ["y"])], [tensor("p0", shape)])));
      return `${reasons[0]?.rule} ${paramMeta[0]?.layout}`;
    };
    expect([0, 1, 2, 3].map((count) => through(count, [5, 4]))).toEqual(["operator-MatMul HWIO", "operator-MatMul undefined", "operator-MatMul HWIO", "operator-MatMul undefined"]);
    expect(through(2, [3, 5, 4])).not.toContain("operator-MatMul");
    const nodes = [node("Transpose", ["p"], ["t"]), node("MatMul", ["t", "x"], ["y"])];
    expect(read(nodes, [tensor("p", [5, 4])])).toEqual(["p: weight 0 layout=HWIO"]);
  });

  test("no weight that is a vector, no bias of integers, and no scale that is a scalar", () => {
    const rule = (nodes: readonly Uint8Array[], tensors: readonly Uint8Array[], index = 0): string | undefined => shapesFromOnnx(model(graph(nodes, [...tensors, tensor("other.weight", [4, 3])]))).reasons[index]?.rule;
    expect(rule([node("MatMul", ["x", "p"], ["y"])], [tensor("p", [4])])).not.toBe("operator-MatMul");
    expect(rule([node("Gather", ["p", "x"], ["y"])], [tensor("p", [4])])).not.toBe("operator-Gather");
    expect(rule([node("Conv", ["x", "w", "p"], ["y"])], [tensor("w", [4, 3, 3, 3]), tensor("p", [4], 6)], 1)).not.toBe("operator-Conv");
    expect(rule([node("LayerNormalization", ["x", "p"], ["y"])], [tensor("p", [])])).not.toBe("operator-LayerNormalization");
  });

  test("as a bias only what has one dimension, and is added to the output of a layer", () => {
    const added = (nodes: readonly Uint8Array[], shape: readonly number[]): string => shapesFromOnnx(model(graph(nodes, [tensor("w", [8, 3, 3, 3]), tensor("b", shape)]))).reasons[1]?.reason ?? "left out";
    const conv = node("Conv", ["x", "w"], ["y"]);
    expect(added([conv, node("Add", ["y", "b"], ["z"])], [8])).toBe("is added to the output of a layer by Add add_1");
    expect(added([conv, node("Add", ["b", "y"], ["z"])], [8])).toBe("is added to the output of a layer by Add add_1");
    expect(added([conv, node("Add", ["y", "b"], ["z"])], [8, 2])).not.toContain("Add");
    expect(added([conv, node("Add", ["x", "b"], ["z"])], [8])).not.toContain("Add");
  });
});

describe("a hostile ONNX model is refused", () => {
  const nested = (depth: number): Uint8Array =>
    Array.from({ length: depth }).reduce<Uint8Array>((within) => graph([node("If", [], ["y"], inner("then_branch", within))]), graph([], [tensor("w", [2, 3])]));
  const sound = model(graph([], [tensor("w", [2, 3])]));

  test.each<[string, () => Uint8Array, RegExp]>([
    ["that is empty", () => new Uint8Array(0), /^\/graph missing: The data has no graph: this is no ONNX model, or only a part of one\.$/],
    ["without a graph", () => message([1, 8]), /^\/graph missing: /],
    ["that is cut short", () => sound.subarray(0, sound.length - 3), /^ damaged: The protobuf data is damaged or cut short \(.+\): this is no ONNX model, or only a part of one\.$/],
    ["with a length past its end", () => new Uint8Array([0x3a, 0xff, 0xff, 0xff, 0xff, 0x0f]), /^ damaged: /],
    ["with a number that never ends", () => new Uint8Array([0x08, ...Array.from({ length: 20 }, () => 0xff)]), /^ damaged: /],
    ["with a tag that is none", () => new Uint8Array([0x00, 0x00]), /^ damaged: /],
    ["with groups", () => new Uint8Array([0x0b, 0x0c]), /^ wrong-wire-type: The data has protobuf groups, which ONNX never has: this is no ONNX model\.$/],
    ["with a number in place of a graph", () => message([7, 3]), /^ wrong-wire-type: Expected a field of wire type 2; got 0: this is no ONNX model, or it is damaged\.$/],
    ["with text in place of a number", () => message([1, "8"]), /^ wrong-wire-type: Expected a field of wire type 0; got 2/],
    ["of more messages than its bytes are enough for", () => model(graph(Array.from({ length: 2000 }, () => new Uint8Array()), [tensor("w", [2, 2])])), /^\/graph too-large: Expected at most 1502 nodes, tensors and attributes in a model of 4023 bytes; got more\.$/],
    ["whose graphs are too deep", () => model(nested(40)), /^\/graph\/0\/0 too-deep: Messages are inside one another more than 100 levels deep\.$/],
    ["with a tensor of too many dimensions", () => model(graph([], [tensor("w", Array.from({ length: 65 }, () => 1))])), /^\/graph\/0 too-many-dimensions: Expected at most 64 numbers in a list; got more\.$/],
    ["with a packed shape of millions of dimensions", () => model(graph([], [message([1, Array.from({ length: 1e6 }, () => 1)], [2, 1], [8, "w"])])), /^\/graph\/0 too-many-dimensions: /],
    ["with a packed shape past its end", () => model(message([5, new Uint8Array([0x0a, 0x7f, 0x01])])), /^ damaged: /],
    ["with a negative dimension", () => model(graph([], [tensor("w", [2, -1])])), /^\/graph\/initializer\/w\/dims\/1 bad-dimension: Expected whole numbers from 0 to 2\^53 - 1 as dimensions; got -1\.$/],
    ["with a dimension past 2^53", () => model(graph([], [tensor("w", [2 ** 60])])), /^\/graph\/initializer\/w\/dims\/0 bad-dimension: /],
    ["with a shape that overflows", () => model(graph([], [tensor("w", [2 ** 40, 2 ** 40])])), /^\/graph\/initializer\/w\/dims too-large: /],
    ["with elements of an unknown type", () => model(graph([], [tensor("w", [2, 3], 99)])), /^\/graph\/initializer\/w\/data_type unknown-type: The tensor "w" has elements of the unknown type 99\.$/],
    ["with two tensors of one name", () => model(graph([], [tensor("w", [2, 3]), tensor("w", [2, 3])])), /^\/graph\/initializer\/w repeated-name: Two initialisers are called "w"; only one of them can be meant\.$/],
    ["with a tensor called __proto__", () => model(graph([], [tensor("__proto__", [2, 3])])), /^\/graph\/initializer\/__proto__ reserved-name: /],
    ["without a tensor", () => model(graph([])), /^ no-tensors: The model has no tensors\.$/],
    ["that is no bytes at all", () => "onnx" as unknown as Uint8Array, /^ wrong-type: Expected the file's bytes as a Uint8Array; got "onnx"\.$/],
  ])("%s", (_what, make, expected) => { expect(issueOf(() => shapesFromOnnx(make()))).toMatch(expected); });

  test("that is any part of a sound one, with an error of its own and no other", () => {
    for (let end = 0; end < sound.length; end += 1) expect(issuesOf(() => shapesFromOnnx(sound.subarray(0, end)))).not.toEqual([]);
  });
});
