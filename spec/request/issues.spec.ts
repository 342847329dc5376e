import { issuesOf } from "./issues-of.js";
import { chunked, full } from "./requests.js";

const ACTIVATIONS = '"relu", "linear", "tanh", "sigmoid", "selu", "gelu", "silu", "softplus", "mish", "sin", "erf", "leaky_relu", "elu"';
const KEYS = "kind, targetShapes, paramMeta, generated, inputs, hypernet, method, mainActivation, targetVariances, headOverrides, chunking, conventions";
const shaped = (...targetShapes: unknown[]): object => ({ ...full, paramMeta: undefined, targetShapes });

// Every fault of a single value: [what, request, pointer, code, message].
const FAULTS: readonly (readonly [what: string, request: unknown, pointer: string, code: string, message: string])[] = [
  ["nothing", undefined, "", "missing", "Missing; give a request object."],
  ["null", null, "", "wrong-type", "Give a request object instead of null."],
  ["a list", [], "", "wrong-type", "Give a request object instead of []."],
  ["a string", "relu", "", "wrong-type", 'Give a request object instead of "relu".'],
  ["a function", () => 1, "", "wrong-type", "Give a request object instead of a function."],
  ["a BigInt", 8n, "", "wrong-type", "Give a request object instead of 8n."],
  ["a symbol", Symbol("x"), "", "wrong-type", "Give a request object instead of a symbol."],

  ["a missing kind", { ...full, kind: undefined }, "/kind", "missing", 'Missing; give one of "hyperfan", "chunked-hyperfan".'],
  ["an unknown kind", { ...full, kind: "hyperfam" }, "/kind", "unknown-value", 'Give one of "hyperfan", "chunked-hyperfan" instead of "hyperfam"; did you mean "hyperfan"?'],
  ["an unknown method", { ...full, method: "fan_in" }, "/method", "unknown-value", 'Give one of "in", "out", "harmonic" instead of "fan_in".'],
  ["a method with a slip", { ...full, method: "harmnic" }, "/method", "unknown-value", 'Give one of "in", "out", "harmonic" instead of "harmnic"; did you mean "harmonic"?'],
  ["a method that is no string", { ...full, method: 3 }, "/method", "unknown-value", 'Give one of "in", "out", "harmonic" instead of 3.'],

  ["no tensors", shaped(), "/targetShapes", "too-small", "Give a list of at least one tensor shape instead of []."],
  ["shapes that are no list", { ...full, targetShapes: { 0: [3, 4] } }, "/targetShapes", "wrong-type", "Give a list of tensor shapes instead of an object."],
  ["a shape that is no list", shaped("3x4"), "/targetShapes/0", "wrong-type", 'Give a list of dimensions, such as [64, 3, 7, 7] instead of "3x4".'],
  ["a dimension of zero", shaped([3, 0]), "/targetShapes/0/1", "too-small", "Give a whole number of at least 1 instead of 0."],
  ["a dimension of -0", shaped([-0, 3]), "/targetShapes/0/0", "too-small", "Give a whole number of at least 1 instead of -0."],
  ["a negative dimension", shaped([3, 4], [-3]), "/targetShapes/1/0", "too-small", "Give a whole number of at least 1 instead of -3."],
  ["a fractional dimension", shaped([1.5, 4]), "/targetShapes/0/0", "not-a-whole-number", "Give a whole number of at least 1 instead of 1.5."],
  ["an unsafe dimension", shaped([2 ** 53, 1]), "/targetShapes/0/0", "too-large", "Give a whole number of at most 2^53 - 1 instead of 9007199254740992."],
  ["a dimension that is no number", shaped(["3", 4]), "/targetShapes/0/0", "wrong-type", 'Give a whole number of at least 1 instead of "3".'],
  ["a dimension of NaN", shaped([NaN, 4]), "/targetShapes/0/0", "not-finite", "Give a whole number of at least 1 instead of NaN."],
  ["an infinite dimension", shaped([Infinity, 4]), "/targetShapes/0/0", "not-finite", "Give a whole number of at least 1 instead of Infinity."],
  ["a BigInt dimension", shaped([3n, 4]), "/targetShapes/0/0", "wrong-type", "Give a whole number of at least 1 instead of 3n."],
  ["a hole in a shape", shaped(new Array(1)), "/targetShapes/0/0", "missing", "Missing; give a whole number of at least 1."],

  ["metadata without a name", { ...full, paramMeta: [{ layer: 1 }, { name: "bias" }] }, "/paramMeta/0/name", "missing", "Missing; give a string."],
  ["metadata that is null", { ...full, paramMeta: [null, { name: "bias" }] }, "/paramMeta/0", "wrong-type", 'Give an object such as {"name": "weight", "layer": 0} instead of null.'],
  ["a layer below -1", { ...full, paramMeta: [{ name: "weight", layer: -2 }, { name: "bias" }] }, "/paramMeta/0/layer", "too-small", "Give a whole number of at least -1 instead of -2."],
  ["no groups at all", { ...full, paramMeta: [{ name: "weight", groups: 0 }, { name: "bias" }] }, "/paramMeta/0/groups", "too-small", "Give a whole number of at least 1 instead of 0."],
  ["a fan-in of zero", { ...full, paramMeta: [{ name: "weight", fanIn: 0 }, { name: "bias" }] }, "/paramMeta/0/fanIn", "too-small", "Give a finite number above 0 instead of 0."],
  ["a layout of another library", { ...full, paramMeta: [{ name: "weight", layout: "HIWO" }, { name: "bias" }] }, "/paramMeta/0/layout", "unknown-value", 'Give one of "OIHW", "HWIO", "HWCM" instead of "HIWO".'],
  ["transposed by a word", { ...full, paramMeta: [{ name: "weight", transposed: "yes" }, { name: "bias" }] }, "/paramMeta/0/transposed", "wrong-type", 'Give true or false instead of "yes".'],

  ["a negative index", { ...full, generated: [-1] }, "/generated/0", "too-small", "Give a whole number of at least 0 instead of -1."],
  ["nothing generated", { ...full, generated: [] }, "/generated", "too-small", "Give a list of at least one index into targetShapes instead of []."],

  ["a block without a dimension", { ...full, inputs: [{ name: "task" }] }, "/inputs/0/dim", "missing", "Missing; give a whole number of at least 1."],
  ["a negative variance", { ...full, inputs: [{ dim: 8, variance: -1 }] }, "/inputs/0/variance", "too-small", "Give a finite number of at least 0 instead of -1."],
  ["a variance of NaN", { ...full, inputs: [{ dim: 8, variance: NaN }] }, "/inputs/0/variance", "not-finite", "Give a finite number of at least 0 instead of NaN."],
  ["an infinite mean", { ...full, inputs: [{ dim: 8, mean: -Infinity }] }, "/inputs/0/mean", "not-finite", "Give a finite number instead of -Infinity."],
  ["a null mean", { ...full, inputs: [{ dim: 8, mean: null }] }, "/inputs/0/mean", "wrong-type", "Give a finite number instead of null."],

  ["a hidden layer of no units", { ...full, hypernet: { hiddenDims: [100, 0] } }, "/hypernet/hiddenDims/1", "too-small", "Give a whole number of at least 1 instead of 0."],
  ["a dropout of everything", { ...full, hypernet: { dropout: 1 } }, "/hypernet/dropout", "too-large", "Give a number from 0 up to, but not including, 1 instead of 1."],
  ["a negative dropout", { ...full, hypernet: { dropout: -0.1 } }, "/hypernet/dropout", "too-small", "Give a number from 0 up to, but not including, 1 instead of -0.1."],
  ["an unknown norm", { ...full, hypernet: { norm: "batchnorm" } }, "/hypernet/norm", "unknown-value", 'Give one of "none", "batch", "layer" instead of "batchnorm".'],

  ["metadata that is no list", { ...full, paramMeta: 3 }, "/paramMeta", "wrong-type", "Give a list parallel to targetShapes instead of 3."],
  ["generated that is no list", { ...full, generated: 3 }, "/generated", "wrong-type", "Give a list of indices into targetShapes instead of 3."],
  ["inputs that are no list", { ...full, inputs: 3 }, "/inputs", "wrong-type", "Give a list of input blocks instead of 3."],
  ["a block that is no object", { ...full, inputs: [3] }, "/inputs/0", "wrong-type", 'Give an object such as {"name": "task", "dim": 8} instead of 3.'],
  ["a hypernetwork that is no object", { ...full, hypernet: 3 }, "/hypernet", "wrong-type", 'Give an object of hypernetwork settings, such as {"hiddenDims": [100, 100]} instead of 3.'],
  ["widths that are no list", { ...full, hypernet: { hiddenDims: 3 } }, "/hypernet/hiddenDims", "wrong-type", "Give a list of layer widths, such as [100, 100] instead of 3."],
  ["chunks that are no object", { ...chunked, chunking: 3 }, "/chunking", "wrong-type", 'Give an object such as {"size": 1000} instead of 3.'],
  ["an unknown activation", { ...full, mainActivation: "rulu" }, "/mainActivation", "unknown-value", `Give one of ${ACTIVATIONS} instead of "rulu"; did you mean "relu"?`],
  ["an unknown activation in an object", { ...full, mainActivation: { name: "rulu" } }, "/mainActivation/name", "unknown-value", `Give one of ${ACTIVATIONS} instead of "rulu"; did you mean "relu"?`],
  ["an activation by a number", { ...full, mainActivation: 3 }, "/mainActivation", "wrong-type", `Give one of ${ACTIVATIONS} instead of 3.`],
  ["a slope of NaN", { ...full, mainActivation: { name: "leaky_relu", negativeSlope: NaN } }, "/mainActivation/negativeSlope", "not-finite", "Give a finite number (slope left of zero) instead of NaN."],
  ["an infinite alpha", { ...full, mainActivation: { name: "elu", alpha: Infinity } }, "/mainActivation/alpha", "not-finite", "Give a finite number (minus the limit at minus infinity) instead of Infinity."],

  ["an unknown preset", { ...full, conventions: "exakt" }, "/conventions", "unknown-value", 'Give one of "exact", "hypnettorch", "hypercl" instead of "exakt"; did you mean "exact"?'],
  ["an unknown preset in an object", { ...full, conventions: { preset: "hypertorch" } }, "/conventions/preset", "unknown-value", 'Give one of "exact", "hypnettorch", "hypercl" instead of "hypertorch"; did you mean "hypnettorch"?'],
  ["conventions by a number", { ...full, conventions: 7 }, "/conventions", "wrong-type", 'Give one of "exact", "hypnettorch", "hypercl" instead of 7.'],
  ["an unknown value of a convention", { ...full, conventions: { lastChunk: "pad" } }, "/conventions/lastChunk", "unknown-value", 'Give one of "used", "padded" instead of "pad"; did you mean "padded"?'],

  ["a negative target variance by name", { ...full, targetVariances: { weight: -1 } }, "/targetVariances/weight", "too-small", "Give a finite number of at least 0 instead of -1."],
  ["a negative target variance by tensor", { ...full, targetVariances: [1, -1] }, "/targetVariances/1", "too-small", "Give a finite number of at least 0 instead of -1."],
  ["target variances of null", { ...full, targetVariances: null }, "/targetVariances", "wrong-type", "Give an object by name, or a list parallel to the generated tensors instead of null."],
  ["target variances by a number", { ...full, targetVariances: 0.1 }, "/targetVariances", "wrong-type", "Give an object by name, or a list parallel to the generated tensors instead of 0.1."],
  ["an override that is no object", { ...full, headOverrides: { weight: 7 } }, "/headOverrides/weight", "wrong-type", "Give an object with weightMean, weightVariance, biasMean, biasVariance instead of 7."],
  ["a negative variance in an override", { ...full, headOverrides: [null, { biasVariance: -2 }] }, "/headOverrides/1/biasVariance", "too-small", "Give a finite number of at least 0 instead of -2."],

  ["a chunk size of zero", { ...chunked, chunking: { size: 0 } }, "/chunking/size", "too-small", "Give a whole number of at least 1 instead of 0."],
  ["a missing chunk size", { ...chunked, chunking: {} }, "/chunking/size", "missing", "Missing; give a whole number of at least 1."],
  ["an embedding size of zero", { ...chunked, chunking: { size: 5, embeddingDim: 0 } }, "/chunking/embeddingDim", "too-small", "Give a whole number of at least 1 instead of 0."],
  ["a negative least variance", { ...chunked, chunking: { size: 5, minVariance: -1e-5 } }, "/chunking/minVariance", "too-small", "Give a finite number of at least 0 instead of -0.00001."],
  ["an unknown distribution", { ...chunked, chunking: { size: 5, distribution: "gauss" } }, "/chunking/distribution", "unknown-value", 'Give one of "uniform", "normal", "sphere" instead of "gauss".'],
  ["a share of everything", { ...chunked, chunking: { size: 5, minShare: 1 } }, "/chunking/minShare", "too-large", "Give a number from 0 up to, but not including, 1 instead of 1."],

  ["a key with a slip", { ...full, targetShape: [] }, "/targetShape", "unknown-key", 'Unknown key "targetShape"; did you mean "targetShapes"?'],
  ["a key in another style", { ...full, head_overrides: {} }, "/head_overrides", "unknown-key", 'Unknown key "head_overrides"; did you mean "headOverrides"?'],
  ["a key like no other", { ...full, seed: 1 }, "/seed", "unknown-key", `Remove the unknown key "seed". Known here: ${KEYS}.`],
  ["an unknown key of a block", { ...full, inputs: [{ dim: 8, std: 1 }] }, "/inputs/0/std", "unknown-key", 'Remove the unknown key "std". Known here: name, dim, variance, mean, noiseStd.'],
  ["an unknown key of the hypernetwork", { ...full, hypernet: { hiddenDim: [1] } }, "/hypernet/hiddenDim", "unknown-key", 'Unknown key "hiddenDim"; did you mean "hiddenDims"?'],
  ["an unknown key of metadata", { ...full, paramMeta: [{ name: "weight", group_count: 2, layers: 1 }, { name: "bias" }] }, "/paramMeta/0/layers", "unknown-key", 'Unknown key "layers"; did you mean "layer"?'],
  ["an unknown key of an override by name", { ...full, headOverrides: { weight: { weightMeen: 1 } } }, "/headOverrides/weight/weightMeen", "unknown-key", 'Unknown key "weightMeen"; did you mean "weightMean"?'],
  ["an unknown key of an override by tensor", { ...full, headOverrides: [{ weight_variance: 1 }, null] }, "/headOverrides/0/weight_variance", "unknown-key", 'Unknown key "weight_variance"; did you mean "weightVariance"?'],
  ["an unknown convention", { ...full, conventions: { harmonicMeen: "harmonic" } }, "/conventions/harmonicMeen", "unknown-key", 'Unknown key "harmonicMeen"; did you mean "harmonicMean"?'],
  ["an unknown key of the chunks", { ...chunked, chunking: { size: 5, embedingDim: 8 } }, "/chunking/embedingDim", "unknown-key", 'Unknown key "embedingDim"; did you mean "embeddingDim"?'],
  ["a key __proto__", { ...full, ...{ ["__proto__"]: 1 } }, "/__proto__", "unknown-key", `Remove the unknown key "__proto__". Known here: ${KEYS}.`],
  ["a key with slashes and tildes", { ...full, "a/~b": 1 }, "/a~1~0b", "unknown-key", `Remove the unknown key "a/~b". Known here: ${KEYS}.`],
];

describe("an issue of a single value", () => {
  it.each(FAULTS)("tells of %s where it is, what it is, and what to do", (_, request, pointer, code, message) => {
    expect(issuesOf(request)).toContainEqual({ pointer, code, message });
  });

  it.each(FAULTS)("comes with no other about the same value for %s", (_, request, pointer) => {
    expect(issuesOf(request).filter((issue) => issue.pointer === pointer)).toHaveLength(1);
  });

  it("does not suggest the key itself, where an activation of another name has it", () => {
    const [issue] = issuesOf({ ...full, mainActivation: { name: "relu", negativeSlope: 0.1 } });
    expect(issue).toMatchObject({ pointer: "/mainActivation/negativeSlope", code: "unknown-key" });
    expect(issue?.message).toMatch(/^Remove the unknown key "negativeSlope"\./u);
  });

  it("says nothing of other problems with a null", () => {
    expect(issuesOf({ ...full, targetVariances: null })).toHaveLength(1);
  });

  it("shows a long text cut short, and a long list by its length", () => {
    const [long] = issuesOf({ ...full, kind: "x".repeat(1000) });
    expect(long?.message).toBe(`Give one of "hyperfan", "chunked-hyperfan" instead of "${"x".repeat(59)}….`);
    const [whole] = issuesOf({ ...full, kind: "x".repeat(58) });
    expect(whole?.message).toBe(`Give one of "hyperfan", "chunked-hyperfan" instead of "${"x".repeat(58)}".`);
    const [list] = issuesOf({ ...full, kind: Array.from({ length: 1000 }, () => 1) });
    expect(list?.message).toBe('Give one of "hyperfan", "chunked-hyperfan" instead of a list of 1000.');
  });
});
