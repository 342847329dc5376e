import { plan, type RequestInput, type Warning } from "../../src/index.js";
import { chunked, full, of, type TensorEntry } from "../request/requests.js";

const warningsOf = (request: RequestInput): readonly Warning[] => plan(request).warnings;
const inChunks = (...tensors: readonly TensorEntry[]): RequestInput => ({ ...of(...tensors), kind: "chunked-hyperfan", chunking: { size: 1000 }, inputs: [{ dim: 8, variance: 1e-6 }] });

describe("a plan warns of", () => {
  it("roles that were inferred", () => {
    expect(warningsOf({ ...full, paramMeta: undefined })).toEqual([
      {
        code: "meta-inferred",
        message: "Roles were inferred from the shapes: tensors of two or more dimensions are weights, the others biases. Give paramMeta if there are normalisation layers or embeddings.",
      },
    ]);
  });

  it("a bias whose layer is unknown", () => {
    expect(warningsOf(of(["weight", [3, 4]], ["bias", [5]]))).toEqual([
      {
        code: "bias-layer-unknown",
        message: "Bias 1 has no known weight, so its length was used as fan-in and fan-out. Give it the layer of its weight in paramMeta.",
        tensors: [1],
      },
    ]);
  });

  it("a bias whose layer has no weight, but not one that brings its own fans", () => {
    expect(warningsOf(of(["bias", [5], { layer: 2 }], ["bias", [5], { layer: 2, fanIn: 3, fanOut: 5 }]))).toEqual([expect.objectContaining({ code: "bias-layer-unknown", tensors: [0] })]);
  });

  it("no bias that is not generated", () => {
    expect(warningsOf({ ...of(["weight", [3, 4]], ["bias", [5]]), generated: [0] })).toEqual([]);
  });

  it("a bias whose layer has weights of different fan-in", () => {
    const request = of(["weight", [5, 3], { layer: 1, label: "input" }], ["weight", [5, 5], { layer: 1 }], ["bias", [5], { layer: 1, label: "hidden.bias" }]);
    expect(warningsOf(request)).toEqual([
      {
        code: "layer-weights-differ",
        message: "Bias hidden.bias belongs to a layer whose weights differ in fan-in, of which the last was used. Give it fanIn and fanOut in paramMeta to override.",
        tensors: [2],
      },
    ]);
    const twoBiases = of(["weight", [5, 3], { layer: 1 }], ["bias", [5], { layer: 1, fanIn: 4, fanOut: 5 }], ["bias", [5], { layer: 1 }]);
    expect(warningsOf(twoBiases)).toEqual([]);
    expect(warningsOf({ ...request, paramMeta: request.paramMeta?.map((meta) => (meta.name === "bias" ? { ...meta, fanIn: 3, fanOut: 5 } : meta)) })).toEqual([]);
  });

  it("biases that start at zero by fan-out, by the methods that take it", () => {
    const request = of(["weight", [3, 4], { layer: 1 }], ["bias", [3], { layer: 1, label: "b" }], ["weight", [4, 3], { layer: 2 }], ["bias", [4], { layer: 2 }]);
    const warning = {
      code: "bias-variance-clipped",
      message: "Bias b was set to zero, because a fan-in of at least the fan-out leaves no variance. Set targetVariances to override.",
      tensors: [1],
    };
    expect(warningsOf({ ...request, method: "out" })).toEqual([warning]);
    expect(warningsOf({ ...request, method: "harmonic" })).toEqual([warning]);
    expect(warningsOf({ ...request, method: "in" })).toEqual([]);
  });

  it("no such bias that has a variance or an override of its own", () => {
    const request = of(["weight", [3, 4], { layer: 1 }], ["bias", [3], { layer: 1 }]);
    expect(warningsOf({ ...request, method: "out", targetVariances: { bias: 0.1 } })).toEqual([]);
    expect(warningsOf({ ...request, method: "out", headOverrides: { bias: { weightMean: 0, weightVariance: 1, biasMean: 0, biasVariance: 0 } } })).toEqual([]);
  });

  it("a bias as long as its fan-in, but not one longer by one", () => {
    const square = (fanOut: number): RequestInput => ({ ...of(["bias", [4], { fanIn: 4, fanOut }]), method: "out" });
    expect(warningsOf(square(4)).map(({ code }) => code)).toEqual(["bias-variance-clipped", "output-ignores-input"]);
    expect(warningsOf(square(5))).toEqual([]);
  });

  it("an override of a weight or bias that is incomplete", () => {
    expect(warningsOf({ ...full, headOverrides: { weight: { weightMean: 0 }, bias: { biasMean: 1, biasVariance: 0 } } })).toEqual([
      {
        code: "override-incomplete",
        message: "The overrides of tensors 0, 1 were ignored: a weight or bias needs all of weightMean, weightVariance, biasMean and biasVariance.",
        tensors: [0, 1],
      },
    ]);
    expect(warningsOf({ ...of(["weight", [3, 4]], ["bn_scale", [3]]), headOverrides: { bn_scale: { biasMean: 1 } } })).toEqual([]);
    expect(warningsOf({ ...full, headOverrides: { weight: {} } })).toEqual([]);
  });

  it("names that no generated tensor has, with the nearest one that there is", () => {
    expect(warningsOf({ ...full, targetVariances: { wieght: 1 }, headOverrides: { bn_scale: { biasMean: 1 } } })).toEqual([
      { code: "override-unused", message: 'No generated tensor has the name "wieght" that targetVariances has. Did you mean "weight"?', field: "targetVariances", name: "wieght" },
      { code: "override-unused", message: 'No generated tensor has the name "bn_scale" that headOverrides has. Remove it, or give a tensor that name in paramMeta.', field: "headOverrides", name: "bn_scale" },
    ]);
    expect(warningsOf({ ...full, generated: [0], targetVariances: { bias: 1 } })).toEqual([expect.objectContaining({ code: "override-unused", name: "bias" })]);
  });

  it("a target variance that an override makes useless", () => {
    const all = { weightMean: 0, weightVariance: 1, biasMean: 0, biasVariance: 0 };
    expect(warningsOf({ ...full, targetVariances: { weight: 1 }, headOverrides: { weight: all } })).toEqual([
      {
        code: "target-variance-ignored",
        message: "The target variance of tensor 0 was ignored, because its head is overridden. Remove one of the two.",
        tensors: [0],
      },
    ]);
    expect(warningsOf({ ...full, targetVariances: { bias: 1 }, headOverrides: { weight: all } })).toEqual([]);
  });

  it("names of unknown meaning in chunks", () => {
    expect(warningsOf(inChunks(["gate", [3]], ["weight", [3, 4]]))).toContainEqual({
      code: "name-unknown",
      message: 'Tensor 0 has an unknown role, "gate", so its target variance is 1. Set targetVariances to override.',
      tensors: [0],
    });
    expect(warningsOf({ ...inChunks(["gate", [3]]), targetVariances: { gate: 1 } })).toEqual([]);
  });

  it("a misspelt role in chunks, with the one that was meant", () => {
    const messageOf = (...names: readonly string[]): string | undefined => warningsOf(inChunks(...names.map((name): TensorEntry => [name, [3, 4]]))).find(({ code }) => code === "name-unknown")?.message;
    expect(messageOf("weigth")).toBe('Tensor 0 has an unknown role, "weigth" (did you mean "weight"?), so its target variance is 1. Set targetVariances to override.');
    expect(messageOf("bais", "gate", "bais")).toBe('Tensors 0, 1, 2 have unknown roles, "bais" (did you mean "bias"?), "gate", so their target variances are 1. Set targetVariances to override.');
  });

  it("one tensor or several, in sentences that agree in number", () => {
    const all = { weightMean: 0, weightVariance: 1, biasMean: 0, biasVariance: 0 };
    const weights: readonly TensorEntry[] = [["weight", [3, 4], { layer: 1 }], ["weight", [3, 5], { layer: 1 }]];
    const bias: TensorEntry = ["bias", [3], { layer: 1 }];
    const both = (code: string, one: RequestInput, several: RequestInput): readonly (string | undefined)[] =>
      [one, several].map((request) => warningsOf(request).find((warning) => warning.code === code)?.message);
    expect(both("bias-layer-unknown", of(["bias", [5]]), of(["bias", [5]], ["bias", [6]]))).toEqual([
      "Bias 0 has no known weight, so its length was used as fan-in and fan-out. Give it the layer of its weight in paramMeta.",
      "Biases 0, 1 have no known weights, so their lengths were used as fan-in and fan-out. Give them the layers of their weights in paramMeta.",
    ]);
    expect(both("layer-weights-differ", of(...weights, bias), of(...weights, bias, bias))).toEqual([
      "Bias 2 belongs to a layer whose weights differ in fan-in, of which the last was used. Give it fanIn and fanOut in paramMeta to override.",
      "Biases 2, 3 belong to layers whose weights differ in fan-in, of which the last was used. Give them fanIn and fanOut in paramMeta to override.",
    ]);
    expect(both("bias-variance-clipped", { ...of(weights[0]!, bias), method: "out" }, { ...of(weights[0]!, bias, bias), method: "out" })).toEqual([
      "Bias 1 was set to zero, because a fan-in of at least the fan-out leaves no variance. Set targetVariances to override.",
      "Biases 1, 2 were set to zero, because a fan-in of at least the fan-out leaves no variance. Set targetVariances to override.",
    ]);
    expect(both("override-incomplete", { ...full, headOverrides: { bias: { biasMean: 1 } } }, { ...full, headOverrides: { weight: { biasMean: 1 }, bias: { biasMean: 1 } } })).toEqual([
      "The override of tensor 1 was ignored: a weight or bias needs all of weightMean, weightVariance, biasMean and biasVariance.",
      "The overrides of tensors 0, 1 were ignored: a weight or bias needs all of weightMean, weightVariance, biasMean and biasVariance.",
    ]);
    expect(both("target-variance-ignored", { ...full, targetVariances: { weight: 1 }, headOverrides: [all, null] }, { ...full, targetVariances: [1, 1], headOverrides: [all, all] })).toEqual([
      "The target variance of tensor 0 was ignored, because its head is overridden. Remove one of the two.",
      "The target variances of tensors 0, 1 were ignored, because their heads are overridden. Remove one of the two.",
    ]);
  });

  it("tensors by their label, and many by the first three and a number", () => {
    const request = of(...Array.from({ length: 6 }, (_, index): TensorEntry => ["bias", [5 + index], index === 1 ? { label: "second" } : {}]));
    expect(warningsOf(request)).toEqual([
      {
        code: "bias-layer-unknown",
        message: "Biases 0, second, 2 and 3 more have no known weights, so their lengths were used as fan-in and fan-out. Give them the layers of their weights in paramMeta.",
        tensors: [0, 1, 2, 3, 4, 5],
      },
    ]);
  });

  it("nothing, where there is nothing to warn of", () => {
    expect(warningsOf(full)).toEqual([]);
    expect(warningsOf({ ...chunked, inputs: [{ dim: 8, variance: 1e-6 }], chunking: { size: 12 } })).toEqual([]);
  });
});
