import { issuesOf } from "./issues-of.js";
import { chunked, full } from "./requests.js";

const ACTIVATIONS = '"relu", "linear", "tanh", "sigmoid", "selu", "gelu", "silu", "softplus", "mish", "sin", "erf", "leaky_relu", "elu"';
const FREE = "generated, hypernet, method, mainActivation, targetVariances, headOverrides, chunking, conventions";
const shaped = (...targetShapes: unknown[]): object => ({ ...full, paramMeta: undefined, targetShapes });

// Every fault of a single value: [what, request, pointer, code, message].
const FAULTS: readonly (readonly [what: string, request: unknown, pointer: string, code: string, message: string])[] = [
  ["nothing", undefined, "", "missing", "Required: a request object."],
  ["null", null, "", "wrong-type", "Expected a request object; got null."],
  ["a list", [], "", "wrong-type", "Expected a request object; got []."],
  ["a string", "relu", "", "wrong-type", 'Expected a request object; got "relu".'],
  ["a function", () => 1, "", "wrong-type", "Expected a request object; got a function."],
  ["a BigInt", 8n, "", "wrong-type", "Expected a request object; got 8n."],
  ["a symbol", Symbol("x"), "", "wrong-type", "Expected a request object; got a symbol."],

  ["a missing kind", { ...full, kind: undefined }, "/kind", "missing", 'Required: one of "hyperfan", "chunked-hyperfan".'],
  ["an unknown kind", { ...full, kind: "hyperfam" }, "/kind", "unknown-value", 'Expected one of "hyperfan", "chunked-hyperfan"; got "hyperfam". Did you mean "hyperfan"?'],
  ["an unknown method", { ...full, method: "fan_in" }, "/method", "unknown-value", 'Expected one of "in", "out", "harmonic"; got "fan_in".'],
  ["a method with a slip", { ...full, method: "harmnic" }, "/method", "unknown-value", 'Expected one of "in", "out", "harmonic"; got "harmnic". Did you mean "harmonic"?'],
  ["a method that is no string", { ...full, method: 3 }, "/method", "unknown-value", 'Expected one of "in", "out", "harmonic"; got 3.'],

  ["no tensors", shaped(), "/targetShapes", "too-small", "Expected a list of at least one tensor shape; got []."],
  ["shapes that are no list", { ...full, targetShapes: { 0: [3, 4] } }, "/targetShapes", "wrong-type", "Expected a list of tensor shapes; got an object."],
  ["a shape that is no list", shaped("3x4"), "/targetShapes/0", "wrong-type", 'Expected a list of dimensions, e.g. [64, 3, 7, 7]; got "3x4".'],
  ["a dimension of zero", shaped([3, 0]), "/targetShapes/0/1", "too-small", "Expected a whole number of at least 1; got 0."],
  ["a dimension of -0", shaped([-0, 3]), "/targetShapes/0/0", "too-small", "Expected a whole number of at least 1; got -0."],
  ["a negative dimension", shaped([3, 4], [-3]), "/targetShapes/1/0", "too-small", "Expected a whole number of at least 1; got -3."],
  ["a fractional dimension", shaped([1.5, 4]), "/targetShapes/0/0", "not-a-whole-number", "Expected a whole number of at least 1; got 1.5."],
  ["an unsafe dimension", shaped([2 ** 53, 1]), "/targetShapes/0/0", "too-large", "Expected a whole number of at most 2^53 - 1; got 9007199254740992."],
  ["a dimension that is no number", shaped(["3", 4]), "/targetShapes/0/0", "wrong-type", 'Expected a whole number of at least 1; got "3".'],
  ["a dimension of NaN", shaped([NaN, 4]), "/targetShapes/0/0", "not-finite", "Expected a whole number of at least 1; got NaN."],
  ["an infinite dimension", shaped([Infinity, 4]), "/targetShapes/0/0", "not-finite", "Expected a whole number of at least 1; got Infinity."],
  ["a BigInt dimension", shaped([3n, 4]), "/targetShapes/0/0", "wrong-type", "Expected a whole number of at least 1; got 3n."],
  ["a hole in a shape", shaped(new Array(1)), "/targetShapes/0/0", "missing", "Required: a whole number of at least 1."],

  ["metadata without a name", { ...full, paramMeta: [{ layer: 1 }, { name: "bias" }] }, "/paramMeta/0/name", "missing", "Required: a string."],
  ["metadata that is null", { ...full, paramMeta: [null, { name: "bias" }] }, "/paramMeta/0", "wrong-type", 'Expected an object, e.g. {"name": "weight", "layer": 0}; got null.'],
  ["a layer below -1", { ...full, paramMeta: [{ name: "weight", layer: -2 }, { name: "bias" }] }, "/paramMeta/0/layer", "too-small", "Expected a whole number of at least -1; got -2."],
  ["no groups at all", { ...full, paramMeta: [{ name: "weight", groups: 0 }, { name: "bias" }] }, "/paramMeta/0/groups", "too-small", "Expected a whole number of at least 1; got 0."],
  ["a fan-in of zero", { ...full, paramMeta: [{ name: "weight", fanIn: 0 }, { name: "bias" }] }, "/paramMeta/0/fanIn", "too-small", "Expected a finite number above 0; got 0."],
  ["a layout of another library", { ...full, paramMeta: [{ name: "weight", layout: "HIWO" }, { name: "bias" }] }, "/paramMeta/0/layout", "unknown-value", 'Expected one of "OIHW", "HWIO", "HWCM"; got "HIWO". Did you mean "HWIO"?'],
  ["transposed by a word", { ...full, paramMeta: [{ name: "weight", transposed: "yes" }, { name: "bias" }] }, "/paramMeta/0/transposed", "wrong-type", 'Expected true or false; got "yes".'],

  ["a negative index", { ...full, generated: [-1] }, "/generated/0", "too-small", "Expected a whole number of at least 0; got -1."],
  ["nothing generated", { ...full, generated: [] }, "/generated", "too-small", "Expected a list of at least one index into targetShapes; got []."],

  ["a block without a dimension", { ...full, inputs: [{ name: "task" }] }, "/inputs/0/dim", "missing", "Required: a whole number of at least 1."],
  ["a negative variance", { ...full, inputs: [{ dim: 8, variance: -1 }] }, "/inputs/0/variance", "too-small", "Expected a finite number of at least 0; got -1."],
  ["a variance of NaN", { ...full, inputs: [{ dim: 8, variance: NaN }] }, "/inputs/0/variance", "not-finite", "Expected a finite number of at least 0; got NaN."],
  ["an infinite mean", { ...full, inputs: [{ dim: 8, mean: -Infinity }] }, "/inputs/0/mean", "not-finite", "Expected a finite number; got -Infinity."],
  ["a null mean", { ...full, inputs: [{ dim: 8, mean: null }] }, "/inputs/0/mean", "wrong-type", "Expected a finite number; got null."],

  ["a hidden layer of no units", { ...full, hypernet: { hiddenDims: [100, 0] } }, "/hypernet/hiddenDims/1", "too-small", "Expected a whole number of at least 1; got 0."],
  ["a dropout of everything", { ...full, hypernet: { dropout: 1 } }, "/hypernet/dropout", "too-large", "Expected a number in [0, 1); got 1."],
  ["a negative dropout", { ...full, hypernet: { dropout: -0.1 } }, "/hypernet/dropout", "too-small", "Expected a number in [0, 1); got -0.1."],
  ["an unknown norm", { ...full, hypernet: { norm: "batchnorm" } }, "/hypernet/norm", "unknown-value", 'Expected one of "none", "batch", "layer"; got "batchnorm".'],

  ["metadata that is no list", { ...full, paramMeta: 3 }, "/paramMeta", "wrong-type", "Expected a list with one entry per target shape; got 3."],
  ["generated that is no list", { ...full, generated: 3 }, "/generated", "wrong-type", "Expected a list of indices into targetShapes; got 3."],
  ["inputs that are no list", { ...full, inputs: 3 }, "/inputs", "wrong-type", "Expected a list of input blocks; got 3."],
  ["a block that is no object", { ...full, inputs: [3] }, "/inputs/0", "wrong-type", 'Expected an object, e.g. {"name": "task", "dim": 8}; got 3.'],
  ["a hypernetwork that is no object", { ...full, hypernet: 3 }, "/hypernet", "wrong-type", 'Expected an object of hypernetwork settings, e.g. {"hiddenDims": [100, 100]}; got 3.'],
  ["widths that are no list", { ...full, hypernet: { hiddenDims: 3 } }, "/hypernet/hiddenDims", "wrong-type", "Expected a list of layer widths, e.g. [100, 100]; got 3."],
  ["chunks that are no object", { ...chunked, chunking: 3 }, "/chunking", "wrong-type", 'Expected an object, e.g. {"size": 1000}; got 3.'],
  ["an unknown activation", { ...full, mainActivation: "rulu" }, "/mainActivation", "unknown-value", `Expected one of ${ACTIVATIONS}; got "rulu". Did you mean "relu"?`],
  ["an unknown activation in an object", { ...full, mainActivation: { name: "rulu" } }, "/mainActivation/name", "unknown-value", `Expected one of ${ACTIVATIONS}; got "rulu". Did you mean "relu"?`],
  ["an activation by a number", { ...full, mainActivation: 3 }, "/mainActivation", "wrong-type", `Expected one of ${ACTIVATIONS}; got 3.`],
  ["a slope of NaN", { ...full, mainActivation: { name: "leaky_relu", negativeSlope: NaN } }, "/mainActivation/negativeSlope", "not-finite", "Expected a finite number (slope left of zero); got NaN."],
  ["an infinite alpha", { ...full, mainActivation: { name: "elu", alpha: Infinity } }, "/mainActivation/alpha", "not-finite", "Expected a finite number (minus the limit at minus infinity); got Infinity."],

  ["an unknown preset", { ...full, conventions: "exakt" }, "/conventions", "unknown-value", 'Expected one of "exact", "hypnettorch", "hypercl"; got "exakt". Did you mean "exact"?'],
  ["an unknown preset in an object", { ...full, conventions: { preset: "hypertorch" } }, "/conventions/preset", "unknown-value", 'Expected one of "exact", "hypnettorch", "hypercl"; got "hypertorch". Did you mean "hypnettorch"?'],
  ["conventions by a number", { ...full, conventions: 7 }, "/conventions", "wrong-type", 'Expected one of "exact", "hypnettorch", "hypercl"; got 7.'],
  ["an unknown value of a convention", { ...full, conventions: { lastChunk: "pad" } }, "/conventions/lastChunk", "unknown-value", 'Expected one of "used", "padded"; got "pad". Did you mean "padded"?'],

  ["a negative target variance by name", { ...full, targetVariances: { weight: -1 } }, "/targetVariances/weight", "too-small", "Expected a finite number of at least 0; got -1."],
  ["a negative target variance by tensor", { ...full, targetVariances: [1, -1] }, "/targetVariances/1", "too-small", "Expected a finite number of at least 0; got -1."],
  ["target variances of null", { ...full, targetVariances: null }, "/targetVariances", "wrong-type", "Expected an object keyed by role, or a list with one entry per generated tensor; got null."],
  ["target variances by a number", { ...full, targetVariances: 0.1 }, "/targetVariances", "wrong-type", "Expected an object keyed by role, or a list with one entry per generated tensor; got 0.1."],
  ["an override that is no object", { ...full, headOverrides: { weight: 7 } }, "/headOverrides/weight", "wrong-type", "Expected an object with weightMean, weightVariance, biasMean, biasVariance; got 7."],
  ["a negative variance in an override", { ...full, headOverrides: [null, { biasVariance: -2 }] }, "/headOverrides/1/biasVariance", "too-small", "Expected a finite number of at least 0; got -2."],

  ["a chunk size of zero", { ...chunked, chunking: { size: 0 } }, "/chunking/size", "too-small", "Expected a whole number of at least 1; got 0."],
  ["a missing chunk size", { ...chunked, chunking: {} }, "/chunking/size", "missing", "Required: a whole number of at least 1."],
  ["an embedding size of zero", { ...chunked, chunking: { size: 5, embeddingDim: 0 } }, "/chunking/embeddingDim", "too-small", "Expected a whole number of at least 1; got 0."],
  ["a negative least variance", { ...chunked, chunking: { size: 5, minVariance: -1e-5 } }, "/chunking/minVariance", "too-small", "Expected a finite number of at least 0; got -0.00001."],
  ["an unknown distribution", { ...chunked, chunking: { size: 5, distribution: "gauss" } }, "/chunking/distribution", "unknown-value", 'Expected one of "uniform", "normal", "sphere"; got "gauss".'],
  ["a share of everything", { ...chunked, chunking: { size: 5, minShare: 1 } }, "/chunking/minShare", "too-large", "Expected a number in [0, 1); got 1."],

  ["a key with a slip", { ...full, targetShape: [] }, "/targetShape", "unknown-key", 'Unknown key "targetShape". Did you mean "targetShapes"?'],
  ["a key in another style", { ...full, head_overrides: {} }, "/head_overrides", "unknown-key", 'Unknown key "head_overrides". Did you mean "headOverrides"?'],
  ["a key like no other", { ...full, seed: 1 }, "/seed", "unknown-key", `Unknown key "seed". Remove it, or use one of ${FREE}.`],
  ["an unknown key of a block", { ...full, inputs: [{ dim: 8, std: 1 }] }, "/inputs/0/std", "unknown-key", 'Unknown key "std". Remove it, or use one of name, variance, mean, noiseStd.'],
  ["an unknown key of the hypernetwork", { ...full, hypernet: { hiddenDim: [1] } }, "/hypernet/hiddenDim", "unknown-key", 'Unknown key "hiddenDim". Did you mean "hiddenDims"?'],
  ["an unknown key of metadata", { ...full, paramMeta: [{ name: "weight", group_count: 2, layers: 1 }, { name: "bias" }] }, "/paramMeta/0/layers", "unknown-key", 'Unknown key "layers". Did you mean "layer"?'],
  ["an unknown key of an override by name", { ...full, headOverrides: { weight: { weightMeen: 1 } } }, "/headOverrides/weight/weightMeen", "unknown-key", 'Unknown key "weightMeen". Did you mean "weightMean"?'],
  ["an unknown key of an override by tensor", { ...full, headOverrides: [{ weight_variance: 1 }, null] }, "/headOverrides/0/weight_variance", "unknown-key", 'Unknown key "weight_variance". Did you mean "weightVariance"?'],
  ["an unknown convention", { ...full, conventions: { harmonicMeen: "harmonic" } }, "/conventions/harmonicMeen", "unknown-key", 'Unknown key "harmonicMeen". Did you mean "harmonicMean"?'],
  ["an unknown key of the chunks", { ...chunked, chunking: { size: 5, embedingDim: 8 } }, "/chunking/embedingDim", "unknown-key", 'Unknown key "embedingDim". Did you mean "embeddingDim"?'],
  ["a key __proto__", { ...full, ...{ ["__proto__"]: 1 } }, "/__proto__", "unknown-key", `Unknown key "__proto__". Remove it, or use one of ${FREE}.`],
  ["a key with slashes and tildes", { ...full, "a/~b": 1 }, "/a~1~0b", "unknown-key", `Unknown key "a/~b". Remove it, or use one of ${FREE}.`],
];

describe("an issue of a single value", () => {
  it.each(FAULTS)("tells of %s where it is, what it is, and what to do", (_, request, pointer, code, message) => {
    expect(issuesOf(request)).toContainEqual({ pointer, code, message });
  });

  it.each(FAULTS)("comes with no other about the same value for %s", (_, request, pointer) => {
    expect(issuesOf(request).filter((issue) => issue.pointer === pointer)).toHaveLength(1);
  });

  it.each([
    ["relu", { negativeSlope: 0.1 }, "Unknown key \"negativeSlope\". Remove it."],
    ["sin", { alpha: 2 }, "Unknown key \"alpha\". Remove it."],
    ["leaky_relu", { alpha: 2 }, "Unknown key \"alpha\". Remove it, or use one of negativeSlope."],
    ["elu", { alpa: 2 }, "Unknown key \"alpa\". Did you mean \"alpha\"?"],
  ])("suggests parameters of the activation that is named, as for %s", (name, parameters, message) => {
    const pointer = `/mainActivation/${Object.keys(parameters).join("")}`;
    expect(issuesOf({ ...full, mainActivation: { name, ...parameters } })).toEqual([{ pointer, code: "unknown-key", message }]);
  });

  it("says nothing of other problems with a null", () => {
    expect(issuesOf({ ...full, targetVariances: null })).toHaveLength(1);
  });

  it("shows a long text cut short, and a long list by its length", () => {
    const [long] = issuesOf({ ...full, kind: "x".repeat(1000) });
    expect(long?.message).toBe(`Expected one of "hyperfan", "chunked-hyperfan"; got "${"x".repeat(59)}….`);
    const [whole] = issuesOf({ ...full, kind: "x".repeat(58) });
    expect(whole?.message).toBe(`Expected one of "hyperfan", "chunked-hyperfan"; got "${"x".repeat(58)}".`);
    const [list] = issuesOf({ ...full, kind: Array.from({ length: 1000 }, () => 1) });
    expect(list?.message).toBe('Expected one of "hyperfan", "chunked-hyperfan"; got a list of 1000.');
  });
});
