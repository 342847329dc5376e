import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parseRequest } from "../../src/index.js";
import { shapesFromList } from "../../src/shapes/index.js";
import { described } from "./described.js";
import { issueOf } from "./issues-of.js";

const read = (source: unknown): readonly string[] => described(shapesFromList(source));

describe("a list of shapes", () => {
  test("may be an object from names to shapes", () => {
    expect(read({ "fc.weight": [3, 2], "fc.bias": [3] })).toEqual(["fc.weight: weight 0", "fc.bias: bias 0"]);
  });

  test("may be text or bytes", () => {
    const text = '{"fc.weight": [3, 2]}';
    expect(read(text)).toEqual(read({ "fc.weight": [3, 2] }));
    expect(read(new TextEncoder().encode(`\uFEFF${text}`))).toEqual(read(text));
  });

  test("may have Flax's parameters in objects, statistics beside them", () => {
    const source = {
      params: {
        Conv_0: { kernel: [3, 3, 1, 8], bias: [8] },
        BatchNorm_0: { scale: [8], bias: [8] },
        Embed_0: { embedding: [100, 16] },
        Dense_0: { kernel: [16, 4], bias: [4] },
      },
      batch_stats: { BatchNorm_0: { mean: [8], var: [8] } },
    };
    expect(read(source)).toEqual([
      "params.Conv_0.kernel: weight 0 layout=HWIO",
      "params.Conv_0.bias: bias 0",
      "params.BatchNorm_0.scale: bn_scale 1",
      "params.BatchNorm_0.bias: bn_shift 1",
      "params.Embed_0.embedding: embedding 2",
      "params.Dense_0.kernel: weight 3 layout=HWIO",
      "params.Dense_0.bias: bias 3",
    ]);
  });

  test("may have Flax's attention, whose kernels have an axis for the heads", () => {
    const head = { kernel: [64, 4, 16], bias: [4, 16] };
    const source = { attn: { query: head, key: head, value: { kernel: [64, 4, 16] }, out: { kernel: [4, 16, 64], bias: [64] } } };
    expect(read(source)).toEqual([
      "attn.query.kernel: weight 0 fanIn=64 fanOut=64",
      "attn.query.bias: bias 0",
      "attn.key.kernel: weight 1 fanIn=64 fanOut=64",
      "attn.key.bias: bias 1",
      "attn.value.kernel: weight 2 fanIn=64 fanOut=64",
      "attn.out.kernel: weight 3 fanIn=64 fanOut=64",
      "attn.out.bias: bias 3",
    ]);
  });

  test("may have Haiku's modules, whose names hold slashes", () => {
    const source = { "mlp/~/linear_0": { w: [784, 300], b: [300] }, "net/layer_norm": { scale: [300], offset: [300] }, "lstm/linear": { w: [12, 32], b: [32] }, gru: { w_i: [4, 15], w_h: [5, 15], b: [15] } };
    expect(read(source)).toEqual([
      "mlp/~/linear_0/w: weight 0 layout=HWIO",
      "mlp/~/linear_0/b: bias 0",
      "net/layer_norm/scale: bn_scale 1",
      "net/layer_norm/offset: bn_shift 1",
      "lstm/linear/w: weight 2 layout=HWIO parts=4",
      "lstm/linear/b: bias 2",
      "gru.w_i: weight 3 layout=HWIO parts=3",
      "gru.w_h: weight 4 layout=HWIO parts=3",
      "gru.b: bias -1",
    ]);
  });

  test("may have MLX's modules in lists", () => {
    expect(read({ layers: [{ weight: [8, 4], bias: [8] }, { weight: [2, 8] }] })).toEqual(["layers.0.weight: weight 0", "layers.0.bias: bias 0", "layers.1.weight: weight 1"]);
  });

  test("may be Keras's weights", () => {
    const source = [
      { name: "conv2d/kernel:0", shape: [3, 3, 8, 16] },
      { name: "conv2d/bias:0", shape: [16] },
      { name: "depthwise/depthwise_kernel:0", shape: [3, 3, 16, 1] },
      { name: "depthwise/bias:0", shape: [16] },
      { name: "separable/depthwise_kernel:0", shape: [3, 3, 16, 1] },
      { name: "separable/pointwise_kernel:0", shape: [1, 1, 16, 32] },
      { name: "separable/bias:0", shape: [32] },
      { name: "up/kernel:0", shape: [2, 2, 8, 32] },
      { name: "up/bias:0", shape: [8] },
      { name: "bn/gamma:0", shape: [8] },
      { name: "bn/beta:0", shape: [8] },
      { name: "bn/moving_mean:0", shape: [8] },
      { name: "embed/embeddings:0", shape: [50, 8] },
      { name: "lstm/lstm_cell/kernel:0", shape: [8, 24] },
      { name: "lstm/lstm_cell/recurrent_kernel:0", shape: [6, 24] },
      { name: "lstm/lstm_cell/bias:0", shape: [24] },
      { name: "gru/gru_cell/kernel:0", shape: [6, 15] },
      { name: "gru/gru_cell/recurrent_kernel:0", shape: [5, 15] },
      { name: "gru/gru_cell/bias:0", shape: [2, 15] },
    ];
    expect(read(source)).toEqual([
      "conv2d/kernel:0: weight 0 layout=HWIO",
      "conv2d/bias:0: bias 0",
      "depthwise/depthwise_kernel:0: weight 1 layout=HWCM",
      "depthwise/bias:0: bias 1",
      "separable/depthwise_kernel:0: weight 2 layout=HWCM",
      "separable/pointwise_kernel:0: weight 3 layout=HWIO",
      "separable/bias:0: bias 3",
      "up/kernel:0: weight 4 layout=HWIO transposed=true",
      "up/bias:0: bias 4",
      "bn/gamma:0: bn_scale 5",
      "bn/beta:0: bn_shift 5",
      "embed/embeddings:0: embedding 6",
      "lstm/lstm_cell/kernel:0: weight 7 layout=HWIO parts=4",
      "lstm/lstm_cell/recurrent_kernel:0: weight 8 layout=HWIO parts=4",
      "lstm/lstm_cell/bias:0: bias 7",
      "gru/gru_cell/kernel:0: weight 9 layout=HWIO parts=3",
      "gru/gru_cell/recurrent_kernel:0: weight 10 layout=HWIO parts=3",
      "gru/gru_cell/bias:0: bias 9",
    ]);
  });

  test("of Keras 3 goes by the paths, and leaves out what is not trainable", () => {
    const { paramMeta, skipped } = shapesFromList([
      { name: "kernel", path: "dense/kernel", shape: [4, 2], trainable: true },
      { name: "seed", path: "dropout/seed", shape: [2], trainable: false },
    ]);
    expect(paramMeta.map(({ label }) => label)).toEqual(["dense/kernel"]);
    expect(skipped).toEqual([{ name: "dropout/seed", shape: [2], reason: "is not trainable, as the list says" }]);
  });

  test("may have modules without a name", () => {
    expect(read({ "": { weight: [3, 2] } })).toEqual(["weight: weight 0"]);
  });

  test("may have as many dimensions and levels as there are limits for", () => {
    const deep = Array.from({ length: 99 }).reduce<unknown>((inner) => ({ a: inner }), { weight: [2, 2] });
    expect(read(deep)).toHaveLength(1);
    expect(shapesFromList({ weight: Array<number>(64).fill(1) }).targetShapes[0]).toHaveLength(64);
    expect(issueOf(() => shapesFromList({ weight: Array<number>(65).fill(1) }))).toBe("/weight too-many-dimensions: Expected at most 64 dimensions; got 65.");
  });

  test.each<[string, unknown]>([
    ["an object", { weight: [3, 2] }],
    ["names and shapes", [{ name: "weight", shape: [3, 2] }]],
    ["shapes alone", [[3, 2]]],
    ["shapes under their key", { targetShapes: [[3, 2]] }],
    ["shapes with roles", { targetShapes: [[3, 2]], paramMeta: [{ name: "weight" }] }],
  ])("is called a list when it is %s", (_what, source) => {
    expect(shapesFromList(source)).toMatchObject({ format: "list", targetShapes: [[3, 2]] });
  });

  test("may give each tensor as an object with its shape", () => {
    expect(read({ fc: { weight: { shape: [3, 2], dtype: "float32" } } })).toEqual(["fc.weight: weight 0"]);
  });
});

describe("a list of shapes with roles", () => {
  const networks = JSON.parse(readFileSync(join(__dirname, "..", "fixtures", "reference", "networks.json"), "utf8")) as Readonly<Record<string, { readonly tensors: readonly string[] }>>;
  const recorded = Object.entries(networks).flatMap(([name, { tensors }]) => {
    const split = tensors.map((text) => text.split(" "));
    return split.every((words) => words.length === 3) ? [[name, split] as const] : [];
  });
  const shapeOf = (text = ""): number[] => (text === "scalar" ? [] : text.split("x").map(Number));

  test.each(recorded)("%s keeps the roles of hypnettorch's own metadata", (_name, tensors) => {
    const param_shapes = tensors.map(([shape]) => shapeOf(shape));
    const param_shapes_meta = tensors.map(([, name, layer], index) => ({ name, index, group: -1, layer: Number(layer), info: null }));
    const { paramMeta, targetShapes, ambiguous } = shapesFromList({ param_shapes, param_shapes_meta });
    const kept = param_shapes.map((shape, index) => ({ shape, meta: { name: tensors[index]?.[1], layer: Number(tensors[index]?.[2]) } })).filter(({ shape }) => !shape.includes(0));
    expect(targetShapes).toEqual(kept.map(({ shape }) => shape));
    expect(paramMeta).toEqual(kept.map(({ meta }) => meta));
    expect(ambiguous).toEqual([]);
  });

  test("may be what hyperfan shapes has printed", () => {
    const first = shapesFromList({ "fc.weight": [3, 2], "fc.bias": [3] });
    const { targetShapes, paramMeta } = first;
    expect(shapesFromList(JSON.stringify({ targetShapes, paramMeta }))).toMatchObject({ targetShapes, paramMeta });
  });

  test("takes the roles as they are, and says so; what has no elements is left out by its label or name", () => {
    const source = { targetShapes: [[3, 2], [0, 2], [0]], paramMeta: [{ name: "weight", layer: 4, label: "fc", groups: 1, index: 0, group: 1, info: "x" }, { name: "weight", label: "empty" }, { name: "bias" }] };
    expect(shapesFromList(source)).toEqual({
      format: "list",
      targetShapes: [[3, 2]],
      paramMeta: [{ name: "weight", layer: 4, label: "fc", groups: 1 }],
      skipped: [{ name: "empty", shape: [0, 2], reason: "has no elements" }, { name: "bias", shape: [0], reason: "has no elements" }],
      ambiguous: [],
      reasons: [{ tensor: 0, rule: "metadata", reason: "is called so by its metadata" }],
    });
    expect(shapesFromList({ targetShapes: [[3, 2], [3]], paramMeta: [{ name: "weight" }, { name: "bias", layer: -1 }] }).paramMeta).toEqual([{ name: "weight", layer: -1 }, { name: "bias", layer: -1 }]);
  });

  test.each<[string, unknown, string]>([
    ["with a layer before the first", { targetShapes: [[1, 2]], paramMeta: [{ name: "weight", layer: -2 }] }, "/paramMeta/0/layer wrong-type: Expected a whole number of at least -1; got -2."],
    ["with a label that is no text", { targetShapes: [[1, 2]], paramMeta: [{ name: "weight", label: 3 }] }, "/paramMeta/0/label wrong-type: Expected a string; got 3."],
    ["that is null", { targetShapes: [[1, 2]], paramMeta: [null] }, "/paramMeta/0 wrong-type: Expected an object with a name and a layer; got null."],
    ["that is a list", { targetShapes: [[1, 2]], paramMeta: [[]] }, "/paramMeta/0 wrong-type: Expected an object with a name and a layer; got []."],
    ["of a shape that is none", { targetShapes: [[1, "2"]], paramMeta: [{ name: "weight" }] }, '/targetShapes/0/1 bad-dimension: Expected whole numbers from 0 to 2^53 - 1 as dimensions; got "2".'],
    ["that is shorter than the shapes", { param_shapes: [[1, 2]], param_shapes_meta: [] }, "/param_shapes_meta wrong-length: Expected one entry per shape: 1; got 0."],
    ["without a name", { param_shapes: [[1, 2]], param_shapes_meta: [{ layer: 1 }] }, '/param_shapes_meta/0/name wrong-type: Expected the tensor\'s role, such as "weight"; got undefined.'],
    ["with a layer that is no number", { param_shapes: [[1, 2]], param_shapes_meta: [{ name: "weight", layer: "1" }] }, '/param_shapes_meta/0/layer wrong-type: Expected a whole number of at least -1; got "1".'],
    ["that is a name alone", { targetShapes: [[1, 2]], paramMeta: ["weight"] }, '/paramMeta/0 wrong-type: Expected an object with a name and a layer; got "weight".'],
    ["of shapes without elements alone", { targetShapes: [[0]], paramMeta: [{ name: "weight" }] }, "/targetShapes no-tensors: Give at least one shape that has elements."],
  ])("refuses metadata %s", (_what, source, message) => {
    expect(issueOf(() => shapesFromList(source))).toBe(message);
  });
});

describe("a list of shapes without names", () => {
  test("pairs a vector that stands alone with the weight before it", () => {
    expect(read([[8, 1, 5, 5], [8], [10, 8], [10]])).toEqual(["0: weight 0", "1: bias 0", "2: weight 1", "3: bias 1"]);
    expect(shapesFromList([[8, 1, 5, 5], [8], [10, 8], [10]]).ambiguous).toEqual([]);
  });

  test("says of each tensor why", () => {
    const { reasons, ambiguous } = shapesFromList([[8, 3], [8], [8, 3], [8], [8]]);
    const why = (tensor: number, reason: string): object => ({ tensor, rule: "shape-alone", reason });
    const [weight, lone, other] = ["has more than one dimension", "is a vector behind a weight of as many outputs", "is a vector that is not the only one behind a weight of as many outputs"];
    expect(reasons).toEqual([why(0, weight), why(1, lone), why(2, weight), why(3, other), why(4, other)]);
    expect(ambiguous[0]).toEqual({
      tensor: 3,
      label: "3",
      reason: "without names, a vector may be a bias, or the scale or shift of a norm",
      alternatives: [{ name: "bias" }, { name: "bn_scale" }, { name: "bn_shift" }],
    });
  });

  test.each<[string, number[][], readonly string[]]>([
    ["of another length than the weight before it", [[8, 3], [7]], ["weight", "bn_scale"]],
    ["behind a weight and before one of another length", [[8, 3], [8], [7]], ["weight", "bias", "bn_scale"]],
    ["in a row of another length than the weight", [[8, 3], [7], [7]], ["weight", "bn_scale", "bn_shift"]],
    ["at the start", [[8], [8, 3]], ["bn_scale", "weight"]],
    ["at the end, behind other rows", [[8, 3], [8], [8, 8], [8], [8], [8, 8], [8]], ["weight", "bias", "weight", "bn_scale", "bn_shift", "weight", "bias"]],
  ])("knows a vector %s", (_where, shapes, roles) => {
    expect(shapesFromList(shapes).paramMeta.map(({ name }) => name)).toEqual(roles);
  });

  test("doubts no matrix that only shares some axes with the tensor before it", () => {
    for (const shapes of [[[64, 75, 196], [63, 196]], [[64, 75, 196], [64, 195]], [[64, 75, 196], [64, 196, 2]], [[64, 75, 196, 2], [64, 196]]]) expect(shapesFromList(shapes).ambiguous).toEqual([]);
  });

  test("takes two vectors for a norm, as a guess", () => {
    const { paramMeta, ambiguous } = shapesFromList({ param_shapes: [[8, 3, 3, 3], [8], [8]] });
    expect(paramMeta.map(({ name }) => name)).toEqual(["weight", "bn_scale", "bn_shift"]);
    expect(ambiguous.map(({ tensor }) => tensor)).toEqual([1, 2]);
  });

  test("doubts the bias of a locally connected layer", () => {
    const { paramMeta, ambiguous } = shapesFromList([[64, 75, 196], [64, 196]]);
    expect(paramMeta.map(({ name }) => name)).toEqual(["weight", "weight"]);
    expect(ambiguous).toEqual([{ tensor: 1, label: "1", reason: "it has the outer axes of the weight before it, so it may be the bias of a locally connected layer", alternatives: [{ name: "bias" }] }]);
  });

  const networks = JSON.parse(readFileSync(join(__dirname, "..", "fixtures", "reference", "networks.json"), "utf8")) as Readonly<Record<string, { readonly tensors: readonly string[] }>>;
  const known = Object.entries(networks).filter(([name, { tensors }]) => !name.startsWith("hand-") && tensors.every((text) => text.split(" ").length === 3));

  test.each(known)("%s has no wrong role without a doubt", (_name, { tensors }) => {
    const shapes = tensors.map((text) => text.split(" ")[0]?.split("x").map(Number) ?? []);
    const { paramMeta, ambiguous } = shapesFromList(shapes);
    const doubted = new Set(ambiguous.map(({ tensor }) => tensor));
    const wrong = tensors.filter((text, index) => {
      const role = text.split(" ")[1];
      // Context modulation scales and shifts as a norm does.
      return !doubted.has(index) && paramMeta[index]?.name !== role?.replace("cm_", "bn_");
    });
    expect(wrong.filter((text) => !text.includes("cm_"))).toEqual([]);
  });
});

describe("a hostile list of shapes is refused", () => {
  const nested = (depth: number): unknown => Array.from({ length: depth }).reduce<unknown>((inner) => ({ a: inner }), { weight: [2, 2] });
  const cyclic: Record<string, unknown> = {};
  cyclic["self"] = cyclic;

  test.each<[string, unknown, string]>([
    ["that is nothing", null, " wrong-type: Expected an object from names to shapes, or a list of {name, shape}; got null."],
    ["that is empty", {}, " no-tensors: The model has no tensors."],
    ["that is an empty list", [], " no-tensors: The model has no tensors."],
    ["with a name twice", '{"a": [1, 2], "a": [2, 2]}', '/a repeated-key: Remove one of the two entries with the key "a": only one of them can be meant.'],
    ["with a name twice inside", '{"m": {"x": 1, "a": [1, 2], "a": [2, 2]}}', '/m/a repeated-key: Remove one of the two entries with the key "a": only one of them can be meant.'],
    ["with two paths to one name", { "a.b": [1, 2], a: { b: [1, 2] } }, '/a/b repeated-name: Rename the second tensor called "a.b".'],
    ["with two weights of one name", [{ name: "kernel", shape: [1, 2] }, { name: "kernel", shape: [1, 2] }], '/1/name repeated-name: The name "kernel" is there twice; give names that tell tensors apart (in Keras 3, a weight\'s path).'],
    ["with a weight without a name", [{ shape: [1, 2] }], "/0/name missing: Expected the tensor's name; got undefined."],
    ["with a weight of an empty name", [{ name: "", shape: [1, 2] }], "/0/name missing: Expected the tensor's name; got \"\"."],
    ["with a weight of a bad shape", [{ name: "a", shape: [1, "2"] }], '/0/shape/1 bad-dimension: Expected whole numbers from 0 to 2^53 - 1 as dimensions; got "2".'],
    ["with a bad shape under its key", { a: { shape: [1, "2"] } }, '/a/shape/1 bad-dimension: Expected whole numbers from 0 to 2^53 - 1 as dimensions; got "2".'],
    ["with a bad shape in a bare list", [[1, "2"]], '/0/1 bad-dimension: Expected whole numbers from 0 to 2^53 - 1 as dimensions; got "2".'],
    ["with a bad shape in a bare list under its key", { param_shapes: [[1, "2"]] }, '/param_shapes/0/1 bad-dimension: Expected whole numbers from 0 to 2^53 - 1 as dimensions; got "2".'],
    ["with a weight beside a bare shape", [{ name: "a", shape: [1, 2] }, [1, 2]], "/0 not-a-shape: Expected a list of dimensions, such as [64, 3, 7, 7]; got an object."],
    ["with text for a shape", { a: "3x3" }, '/a not-a-shape: Expected a list of dimensions, such as [64, 3, 7, 7]; got "3x3".'],
    ["with null for a shape", { a: { b: null } }, "/a/b not-a-shape: Expected a list of dimensions, such as [64, 3, 7, 7]; got null."],
    ["with a dimension that is text", { a: [3, "3"] }, '/a/1 bad-dimension: Expected whole numbers from 0 to 2^53 - 1 as dimensions; got "3".'],
    ["with a dimension past 2^53", { a: [2 ** 53] }, "/a/0 bad-dimension: Expected whole numbers from 0 to 2^53 - 1 as dimensions; got 9007199254740992."],
    ["with a shape that overflows", { a: [2 ** 30, 2 ** 30] }, "/a too-large: The shape 1073741824 x 1073741824 has more than 2^53 - 1 elements."],
    ["with a tensor called __proto__", '{"__proto__": [1, 2]}', "/__proto__ reserved-name: Rename the tensor __proto__: this name cannot be used as a key."],
    ["with a module called __proto__", '{"a": {"__proto__": {"weight": [1, 2]}}}', "/a/__proto__/weight reserved-name: Rename the tensor __proto__: this name cannot be used as a key."],
    ["that is too deep", nested(101), "/a/a/a too-deep: Give objects at most 100 levels deep."],
    ["that holds itself", cyclic, " too-deep: Give data of at most 500 levels."],
  ])("%s", (_what, source, message) => {
    expect(issueOf(() => shapesFromList(source))).toBe(message);
  });

  test("that throws when it is read", () => {
    const trap = new Proxy({}, { ownKeys: () => { throw new Error("no"); } });
    expect(issueOf(() => shapesFromList(trap))).toBe(" unreadable: Expected bytes, text or plain data; got a value with a property that cannot be read.");
  });

  test("but not for names that objects have methods of", () => {
    const source = JSON.parse('{"constructor": [3, 2], "toString": {"weight": [2, 3]}, "hasOwnProperty": {"bias": [2]}}') as unknown;
    const { targetShapes, paramMeta } = shapesFromList(source);
    expect(targetShapes).toEqual([[3, 2], [2, 3], [2]]);
    expect(() => parseRequest({ kind: "hyperfan", targetShapes, paramMeta, inputs: [{ name: "task", dim: 8 }] })).not.toThrow();
  });
});

describe("JSON text with a key twice", () => {
  test.each<[string, string]>([
    ['{ "a" : [1, 2] ,\n\t"a"\r\n : [2, 2] }', "/a"],
    ['{"x": [{"a": 1}, {"b": {}, "b": 2}]}', "/x/1/b"],
    ['{"x": [[], [1, 2, {"a": 1, "a": 2}]]}', "/x/1/2/a"],
    [String.raw`{"a\"": [1, 2], "a\\\"": 1, "a\\": 3, "a\\": 3}`, "/a\\"],
    [String.raw`{"é": [1, 2], "\u00e9": [1, 2]}`, "/é"],
  ])("is refused, with the way to it: %j", (text, pointer) => {
    expect(issueOf(() => shapesFromList(text)).startsWith(`${pointer} repeated-key: Remove one of the two entries with the key `)).toBe(true);
  });

  test("is not refused for what is twice in another object, in a value, or in a list", () => {
    const text = '{"m": {"weight": [3, 2]}, "n": {"weight": [3, 2], "note": {"shape": [2], "dtype": "shape: dtype"}}, "o": [{"weight": [2, 2]}, {"weight": [2, 2]}]}';
    expect(shapesFromList(text).targetShapes).toHaveLength(5);
  });
});
