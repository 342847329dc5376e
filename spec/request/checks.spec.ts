import { parseRequest, type RequestInput } from "../../src/index.js";
import { issuesOf } from "./issues-of.js";
import { chunked, full, of } from "./requests.js";

const withoutBiases = (request: RequestInput): RequestInput => ({ ...request, hypernet: { useBias: false } });
const RULES = "weight, bias, bn_scale, bn_shift, cm_scale, cm_shift, embedding";

// Every fault that takes several values to see: [what, request, pointer, code, message].
const FAULTS: readonly (readonly [what: string, request: unknown, pointer: string, code: string, message: string])[] = [
  ["metadata for fewer tensors", { ...full, paramMeta: [{ name: "weight" }] }, "/paramMeta", "wrong-length", "Expected one entry per target shape, 2 in all; got 1."],
  ["metadata for more tensors", { ...full, targetShapes: [[3, 4]] }, "/paramMeta", "wrong-length", "Expected one entry per target shape, 1 in all; got 2."],
  ["an index of no tensor", { ...full, generated: [0, 2] }, "/generated/1", "out-of-range", "Expected an index below 2; got 2."],
  ["an index given twice", { ...full, generated: [1, 0, 1] }, "/generated/2", "repeated", "Index 1 is repeated. A tensor is generated once: remove it."],
  ["target variances of the wrong length", { ...full, targetVariances: [1, 2, 3] }, "/targetVariances", "wrong-length", "Expected one entry per generated tensor, 2 in all; got 3."],
  ["target variances parallel to all tensors, of which one is generated", { ...full, generated: [1], targetVariances: [1, 2] }, "/targetVariances", "wrong-length", "Expected one entry per generated tensor, 1 in all; got 2."],
  ["overrides of the wrong length", { ...full, headOverrides: [null] }, "/headOverrides", "wrong-length", "Expected one entry per generated tensor, 2 in all; got 1."],

  ["more elements than a double counts", { ...full, targetShapes: [[2 ** 30, 2 ** 30], [3]] }, "/targetShapes", "too-large", "The target shapes have 1152921504606847000 elements in total; the maximum is 2^53 - 1."],
  ["more elements in all than a double counts", { ...full, targetShapes: [[2 ** 52, 1], [2 ** 52]] }, "/targetShapes", "too-large", "The target shapes have 9007199254740992 elements in total; the maximum is 2^53 - 1."],
  ["too wide an input", { ...full, inputs: [{ dim: 2 ** 52 }, { dim: 2 ** 52 }] }, "/inputs", "too-large", "The inputs have 9007199254740992 entries in total; the maximum is 2^53 - 1."],
  ["too wide an input with the chunk embedding", { ...chunked, inputs: [{ dim: 2 ** 53 - 1 }] }, "/inputs", "too-large", "The inputs have 9007199254741000 entries in total; the maximum is 2^53 - 1."],

  ["no inputs", { ...full, inputs: undefined }, "/inputs", "missing", 'Required: at least one input block, e.g. {"name": "task", "dim": 8}.'],
  ["an empty list of inputs", { ...full, inputs: [] }, "/inputs", "missing", 'Required: at least one input block, e.g. {"name": "task", "dim": 8}.'],
  ["no inputs for chunks that share their embeddings", { ...chunked, inputs: [] }, "/inputs", "missing", 'Required: at least one input block, e.g. {"name": "task", "dim": 8}, or chunking.perCondition set to true.'],

  ["chunks in a full request", { ...full, chunking: { size: 5 } }, "/chunking", "not-for-kind", 'Remove chunking, or set kind to "chunked-hyperfan".'],
  ["neither chunks nor inputs in a chunked request", { ...chunked, inputs: [], chunking: undefined }, "/chunking", "missing", 'Required for kind "chunked-hyperfan": an object, e.g. {"size": 1000}.'],
  ["no chunks in a chunked request", { ...chunked, chunking: undefined }, "/chunking", "missing", 'Required for kind "chunked-hyperfan": an object, e.g. {"size": 1000}.'],
  ["overrides in a chunked request", { ...chunked, headOverrides: {} }, "/headOverrides", "not-for-kind", "Remove headOverrides: a chunked hypernetwork has no output heads. Use targetVariances instead."],
  ["batch norm in a chunked request", { ...chunked, hypernet: { norm: "batch" } }, "/hypernet/norm", "not-for-kind", 'Expected "none" for a chunked hypernetwork; got "batch". Normalisation would cancel the scale of the chunk embeddings.'],
  ["layer norm in a chunked request, without hidden layers too", { ...chunked, hypernet: { norm: "layer", hiddenDims: [] } }, "/hypernet/norm", "not-for-kind", 'Expected "none" for a chunked hypernetwork; got "layer". Normalisation would cancel the scale of the chunk embeddings.'],

  ["a name without a rule", of(["gate", [3]]), "/paramMeta/0/name", "unknown-name", `Unknown role "gate"; the known ones are ${RULES}. A role of your own needs an entry in targetVariances or headOverrides.`],
  ["a name that every object inherits", of(["toString", [3]]), "/paramMeta/0/name", "unknown-name", `Unknown role "toString"; the known ones are ${RULES}. A role of your own needs an entry in targetVariances or headOverrides.`],
  ["a misspelt weight", of(["weigth", [3, 4]]), "/paramMeta/0/name", "unknown-name", 'Unknown role "weigth"; did you mean "weight"? A role of your own needs an entry in targetVariances or headOverrides.'],
  ["a misspelt bias", of(["bais", [3]]), "/paramMeta/0/name", "unknown-name", 'Unknown role "bais"; did you mean "bias"? A role of your own needs an entry in targetVariances or headOverrides.'],
  ["a misspelt scale", of(["bn_scal", [3]]), "/paramMeta/0/name", "unknown-name", 'Unknown role "bn_scal"; did you mean "bn_scale"? A role of your own needs an entry in targetVariances or headOverrides.'],
  ["an override that is empty", { ...of(["gate", [3]]), headOverrides: { gate: {} } }, "/paramMeta/0/name", "unknown-name", `Unknown role "gate"; the known ones are ${RULES}. A role of your own needs an entry in targetVariances or headOverrides.`],
  ["a name that no object can hold", { ...full, paramMeta: [{ name: "weight" }, { name: "__proto__" }], generated: [0] }, "/paramMeta/1/name", "reserved-name", 'Rename "__proto__": this name cannot be used as a key.'],
  ["a name that no object can hold, though it has no rule either", of(["prototype", [3]]), "/paramMeta/0/name", "reserved-name", 'Rename "prototype": this name cannot be used as a key.'],
  ["a name that is a constructor", { ...of(["constructor", [3]]), targetVariances: [1] }, "/paramMeta/0/name", "reserved-name", 'Rename "constructor": this name cannot be used as a key.'],
  ["a target variance by such a name", { ...full, targetVariances: JSON.parse('{"__proto__": 1}') as unknown }, "/targetVariances/__proto__", "reserved-name", 'Rename "__proto__": this name cannot be used as a key.'],
  ["an override by such a name", { ...full, headOverrides: { prototype: { biasMean: 1 } } }, "/headOverrides/prototype", "reserved-name", 'Rename "prototype": this name cannot be used as a key.'],

  ["a weight that is a scalar", of(["weight", []]), "/targetShapes/0", "no-fan", 'Cannot compute fan-in and fan-out of tensor 0 (weight []): it has too few dimensions. If it is a normalisation scale, set its name to "bn_scale". Otherwise give fanIn and fanOut, a target variance, or a head override.'],
  ["a weight that is a vector, by its label", of(["weight", [3], { label: "alpha" }]), "/targetShapes/0", "no-fan", 'Cannot compute fan-in and fan-out of tensor 0 (alpha [3]): it has too few dimensions. If it is a normalisation scale, set its name to "bn_scale". Otherwise give fanIn and fanOut, a target variance, or a head override.'],
  ["a weight with half of its fans", of(["weight", [3], { fanIn: 7 }]), "/targetShapes/0", "no-fan", 'Cannot compute fan-in and fan-out of tensor 0 (weight [3]): it has too few dimensions. If it is a normalisation scale, set its name to "bn_scale". Otherwise give fanIn and fanOut, a target variance, or a head override.'],
  ["a weight that is a vector in a hypernetwork without biases, which cannot generate a scale", withoutBiases(of(["weight", [3]])), "/targetShapes/0", "no-fan", "Cannot compute fan-in and fan-out of tensor 0 (weight [3]): it has too few dimensions. Give fanIn and fanOut, a target variance, or a head override."],
  ["a bias that is a scalar", of(["bias", []]), "/targetShapes/0", "no-fan", "Cannot compute fan-in and fan-out of tensor 0 (bias []): it has too few dimensions. Give fanIn and fanOut, a target variance, or a head override."],
  ["a scalar without metadata, which would be a bias", { ...full, paramMeta: undefined, targetShapes: [[3, 4], []] }, "/targetShapes/1", "no-fan", "Cannot compute fan-in and fan-out of tensor 1 (bias []): it has too few dimensions. Give fanIn and fanOut, a target variance, or a head override."],
  ["a chunked weight that is a vector", { ...of(["weight", [3]]), kind: "chunked-hyperfan", chunking: { size: 5 } }, "/targetShapes/0", "no-fan", 'Cannot compute fan-in and fan-out of tensor 0 (weight [3]): it has too few dimensions. If it is a normalisation scale, set its name to "bn_scale". Otherwise give fanIn and fanOut, or a target variance.'],

  ["groups that do not divide the outputs", of(["weight", [4, 2, 3, 3], { groups: 3 }]), "/paramMeta/0/groups", "indivisible", "Expected a number of groups that divides the 4 channels; got 3."],
  ["groups that do not divide the inputs of a transposed convolution", of(["weight", [4, 3, 2, 2], { groups: 3, transposed: true }]), "/paramMeta/0/groups", "indivisible", "Expected a number of groups that divides the 4 channels; got 3."],
  ["parts that do not divide the outputs", of(["weight", [10, 4], { parts: 3 }]), "/paramMeta/0/parts", "indivisible", "Expected a number of parts that divides the 10 outputs; got 3."],
  ["parts that do not divide the outputs of a group", of(["weight", [6, 4, 3], { groups: 2, parts: 2 }]), "/paramMeta/0/parts", "indivisible", "Expected a number of parts that divides the 3 outputs; got 2."],

  ["a scale in a hypernetwork without biases", withoutBiases(of(["bn_scale", [3]])), "/hypernet/useBias", "bias-needed", "The bias of its head generates tensor 0 (bn_scale [3]), but the hypernetwork has no biases. Set useBias to true, or exclude the tensor from generated."],
  ["an embedding in one", withoutBiases(of(["embedding", [9, 4]])), "/hypernet/useBias", "bias-needed", "The bias of its head generates tensor 0 (embedding [9, 4]), but the hypernetwork has no biases. Set useBias to true, or exclude the tensor from generated."],
  ["an override of a bias in one", withoutBiases({ ...of(["cm_shift", [3]]), headOverrides: { cm_shift: { biasMean: 1 } } }), "/hypernet/useBias", "bias-needed", "The bias of its head generates tensor 0 (cm_shift [3]), but the hypernetwork has no biases. Set useBias to true, or exclude the tensor from generated."],
  ["a variance for a shift in one", withoutBiases({ ...of(["bn_shift", [3]]), targetVariances: { bn_shift: 0.1 } }), "/hypernet/useBias", "bias-needed", "The bias of its head generates tensor 0 (bn_shift [3]), but the hypernetwork has no biases. Set useBias to true, or exclude the tensor from generated."],
];

describe("an issue between values", () => {
  it.each(FAULTS)("tells of %s where it is, what it is, and what to do", (_, request, pointer, code, message) => {
    expect(issuesOf(request)).toEqual([{ pointer, code, message }]);
  });

  it.each(FAULTS)("tells of %s also where a key is unknown", (_, request, pointer, code, message) => {
    const issues = issuesOf({ ...(request as object), sed: 1 });
    expect(issues).toHaveLength(2);
    expect(issues).toContainEqual({ pointer, code, message });
  });

  it.each(FAULTS)("looks for %s in no field that is wrong itself", (_, request) => {
    for (const field of Object.keys(parseRequest(full))) {
      const issues = issuesOf({ ...(request as object), [field]: 3n });
      expect(issues).toContainEqual(expect.objectContaining({ pointer: `/${field}` }));
      expect(issues.map(({ code }) => code)).not.toContain("unreadable");
    }
  });

  it("tells of a missing input and of chunks that are too much, once each", () => {
    expect(issuesOf({ ...chunked, kind: "hyperfan", inputs: [] }).map(({ pointer }) => pointer)).toEqual(["/inputs", "/chunking"]);
  });
});

describe("a request is good", () => {
  const good: readonly (readonly [what: string, request: RequestInput])[] = [
    ["whose shift needs no bias in a hypernetwork without biases", withoutBiases(of(["bn_shift", [3]], ["cm_shift", [3]]))],
    ["whose weight and bias are made by weights alone in one", withoutBiases(full)],
    ["whose scale is overridden to need none in one", withoutBiases({ ...of(["bn_scale", [3]]), headOverrides: { bn_scale: { weightVariance: 1, biasMean: 0 } } })],
    ["whose scale is not generated in one", withoutBiases({ ...of(["bn_scale", [3]], ["weight", [3, 4]]), generated: [1] })],
    ["whose scalar has a rule of its own", of(["bn_scale", []], ["embedding", []])],
    ["whose scalar weight has fans", of(["weight", [], { fanIn: 3, fanOut: 4 }])],
    ["whose scalar weight has a target variance", { ...of(["weight", []]), targetVariances: { weight: 0.1 } }],
    ["whose scalar weight has a full override", { ...of(["weight", []]), headOverrides: [{ weightMean: 0, weightVariance: 0, biasMean: 1, biasVariance: 0 }] }],
    ["whose scalar is not generated", { ...of(["weight", []], ["bias", []], ["gate", [2]], ["weight", [3, 4]]), generated: [3] }],
    ["whose unruled name has a target variance", { ...of(["gate", [3]]), targetVariances: { gate: 0.1 } }],
    ["whose unruled name has one field of an override", { ...of(["gate", [3]]), headOverrides: { gate: { biasMean: 1 } } }],
    ["whose name is inherited by every object and has a variance", { ...of(["toString", [3]]), targetVariances: { toString: 0.1 } }],
    ["with 2^53 - 1 elements", { ...of(["bias", [2 ** 53 - 1]]) }],
    ["with 2^53 - 1 entries of input", { ...full, inputs: [{ dim: 2 ** 53 - 2 }, { dim: 1 }] }],
    ["whose groups are of a tensor that is no weight", of(["embedding", [6, 4], { groups: 5, parts: 4 }])],
    ["whose groups are of a depthwise layout, which has its own", of(["weight", [3, 3, 32, 2], { layout: "HWCM", groups: 5 }])],
    ["whose scalar of any name is in chunks", { ...of(["gate", []], ["bn_scale", []]), kind: "chunked-hyperfan", chunking: { size: 5 } }],
    ["whose norm is named none in chunks", { ...chunked, hypernet: { norm: "none" } }],
  ];

  it.each(good)("%s", (_, request) => {
    expect(() => issuesOf(request)).toThrow("nothing was thrown");
  });
});
