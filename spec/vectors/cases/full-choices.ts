import type { RequestInput } from "../../../src/index.js";
import { group, type PlannedCase } from "../case.js";
import { behind, dense, denseWith, tensors, type Meta } from "./networks.js";

const special = ["bn_scale", "bn_shift", "cm_scale", "cm_shift", "embedding"] as const;
const incomplete = ["override-incomplete"];
const unused = ["override-unused"];
const ignored = ["target-variance-ignored"];
const detached = ["output-ignores-input"];

const ofName = (name: string, change: Partial<RequestInput> = {}): RequestInput => tensors([[6]], [{ name }], change);

const specials = (change: Partial<RequestInput> = {}): RequestInput => tensors(special.map(() => [4]), special.map((name) => ({ name })), change);

const names = group<PlannedCase>("full/name", [
  { id: "special", title: "tensors that their head bias alone generates", request: specials(), warns: detached },
  { id: "embedding-matrix", title: "an embedding of two dimensions", request: tensors([[5, 3]], [{ name: "embedding" }]), warns: detached },
  { id: "scalar-scale", title: "a scale that is a scalar", request: tensors([[]], [{ name: "bn_scale" }]), warns: detached },
  { id: "shift-without-biases", title: "a shift of 0 needs no head bias", request: tensors([[3, 4], [3]], [{ name: "weight" }, { name: "bn_shift" }], { hypernet: { hiddenDims: [], useBias: false } }) },
  { id: "special-with-fans", title: "given fans of a tensor that has no use for them", request: tensors([[3]], [{ name: "bn_scale", fanIn: 4, fanOut: 9, layer: 7, label: "scale", activation: "tanh" }]), warns: detached },
]);

const targets = group<PlannedCase>("full/target-variance", [
  { id: "by-name", title: "target variances by name", request: denseWith({ targetVariances: { weight: 0.3, bias: 0.04 } }) },
  { id: "by-name-some", title: "a target variance for one name", request: denseWith({ targetVariances: { bias: 0.04 }, method: "out" }) },
  { id: "list", title: "target variances as a list, null for the method's", request: denseWith({ targetVariances: [null, 0.04] }) },
  { id: "list-generated", title: "a list is parallel to generated, not to targetShapes", request: denseWith({ generated: [1, 0], targetVariances: [0.04, null] }) },
  { id: "zero", title: "a target variance of 0 makes constants", request: denseWith({ targetVariances: { weight: 0 } }) },
  { id: "zero-without-input", title: "an input of zeros, where every head is a constant", request: ofName("bn_scale", { inputs: [{ name: "task", dim: 2, variance: 0 }] }), warns: detached },
  { id: "special", title: "a target variance goes to the head bias where that generates the tensor", request: specials({ targetVariances: [0.01, 0.02, 0.03, 0.04, 0.05] }), warns: detached },
  { id: "other-name", title: "a name without a rule, with a target variance", request: ofName("mask", { targetVariances: { mask: 0.09 } }) },
  { id: "scalar-weight", title: "a weight without fans, with a target variance", request: tensors([[3, 4], []], [{ name: "weight" }, { name: "weight" }], { targetVariances: [null, 0.09] }) },
  { id: "unused", title: "a name that no tensor has", request: denseWith({ targetVariances: { wieght: 1, weight: 0.5 } }), warns: unused },
]);

const whole = { weightMean: 0.1, weightVariance: 0.02, biasMean: -0.3, biasVariance: 0.04 };

const overrides = group<PlannedCase>("full/override", [
  { id: "weight", title: "a head of a weight as given", request: denseWith({ headOverrides: { weight: whole } }) },
  { id: "bias", title: "a head of a bias as given; the weight still shares with it", request: denseWith({ headOverrides: { bias: whole } }) },
  { id: "list", title: "overrides as a list, null for the method's", request: denseWith({ headOverrides: [null, whole] }) },
  { id: "list-generated", title: "a list is parallel to generated", request: denseWith({ generated: [1, 0], headOverrides: [null, whole] }) },
  { id: "constants", title: "variances of 0 make constants", request: behind({}, { headOverrides: { weight: { weightMean: 0.5, weightVariance: 0, biasMean: 2, biasVariance: 0 } } }) },
  { id: "no-hidden-layer", title: "head weights with a mean, on inputs with a mean", request: behind({}, { inputs: [{ name: "a", dim: 2, mean: 3, variance: 0.5, noiseStd: 0.5 }, { name: "b", dim: 1, mean: -1 }], hypernet: { hiddenDims: [] }, headOverrides: { weight: whole } }) },
  { id: "dropout", title: "head weights with a mean, behind dropout", request: behind({ hiddenDims: [5, 7], dropout: 0.5 }, { headOverrides: { weight: whole } }) },
  { id: "layer-norm", title: "head weights with a mean, behind a norm layer", request: behind({ norm: "layer", activation: "silu" }, { headOverrides: { weight: whole } }) },
  { id: "without-biases", title: "an override without bias moments in a hypernetwork without biases", request: behind({ useBias: false }, { headOverrides: { weight: { ...whole, biasMean: 0, biasVariance: 0 } } }) },
  { id: "incomplete-weight", title: "an override of a weight that lacks a field is ignored", request: behind({}, { headOverrides: { weight: { weightMean: 0.1, weightVariance: 0.02, biasMean: 0 } } }), warns: incomplete },
  { id: "incomplete-bias", title: "an override of a bias that lacks fields is ignored", request: denseWith({ headOverrides: [null, { biasMean: 1 }] }), warns: incomplete },
  { id: "empty", title: "an override without fields is none", request: behind({}, { headOverrides: { weight: {} } }) },
  { id: "special", title: "an override of any other name keeps what it does not name", request: specials({ headOverrides: special.map(() => ({ weightVariance: 0.02 })) }) },
  { id: "special-means", title: "an override with a mean for the head bias", request: specials({ headOverrides: special.map((_, index) => ({ biasMean: index })) }), warns: detached },
  { id: "narrow-around-mean", title: "a spread too small for bounds around its mean", request: ofName("bn_scale", { targetVariances: { bn_scale: 1e-34 } }), warns: ["bounds-rounded", ...detached] },
  { id: "bn_scale-mean", title: "a scale around another mean", request: ofName("bn_scale", { headOverrides: { bn_scale: { biasMean: 0.5, biasVariance: 0.01 } } }), warns: detached },
  { id: "other-name", title: "a name without a rule, with an override", request: ofName("mask", { headOverrides: { mask: { biasMean: 1 } } }), warns: detached },
  { id: "scalar", title: "a scalar weight with a whole override", request: tensors([[]], [{ name: "weight" }], { headOverrides: { weight: whole } }) },
  { id: "over-target", title: "an override goes before a target variance", request: behind({}, { headOverrides: { weight: whole }, targetVariances: { weight: 1 } }), warns: ignored },
  { id: "over-target-special", title: "any override of another name goes before a target variance", request: ofName("bn_scale", { headOverrides: [{ biasMean: 2 }], targetVariances: { bn_scale: 1 } }), warns: [...ignored, ...detached] },
  { id: "incomplete-and-target", title: "an override that is ignored leaves the target variance", request: behind({}, { headOverrides: { weight: { weightMean: 1 } }, targetVariances: { weight: 1 } }), warns: incomplete },
  { id: "no-clipped-warning", title: "an overridden bias is not said to be clipped", request: denseWith({ method: "out", headOverrides: { bias: whole } }) },
  { id: "unused", title: "a name that no tensor has", request: denseWith({ headOverrides: { mask: { biasMean: 1 } } }), warns: unused },
]);

/** A convolution with a bias, one without, a lone vector; layers unknown or not. */
const varied: readonly number[][] = [[12, 2, 3, 3], [12], [5, 12], [4, 5], [4]];
const metas: readonly Meta[] = [{ name: "weight", layer: 1 }, { name: "bias", layer: 1 }, { name: "weight", layer: 2 }, { name: "weight" }, { name: "bias" }];
const conventionRequest = (conventions: RequestInput["conventions"], change: Partial<RequestInput> = {}): RequestInput =>
  tensors([...varied], [...metas], { conventions, inputs: [{ name: "task", dim: 2, variance: 0.5 }], hypernet: { hiddenDims: [5], hiddenInit: "xavier" }, ...change });

const presets = (["exact", "hypnettorch", "hypercl"] as const).flatMap((preset) =>
  (["in", "out"] as const).map((method): PlannedCase => ({
    id: `${preset}/${method}`,
    title: `preset ${preset}, method ${method}`,
    request: conventionRequest(preset, { method }),
    warns: [...(preset === "exact" ? [] : ["bias-layer-unknown"]), ...(method === "in" ? [] : ["bias-variance-clipped"])],
  })),
);

const conventions = group<PlannedCase>("full/conventions", [
  ...presets,
  { id: "preset-in-object", title: "a preset of which one field is changed", request: denseWith({ conventions: { preset: "hypnettorch", biasSharing: "any" } }) },
  { id: "all-exact", title: "every convention spelled out, as exact has it", request: denseWith({ method: "out", conventions: { harmonicMean: "harmonic", outputLayerInit: "linear", headSecondMoment: "propagated", biasFanOut: "layer", lastChunk: "used", outBias: "clipped", biasSharing: "layer", unknownLayer: "adjacent" } }), warns: ["bias-variance-clipped"] },
  { id: "harmonicMean", title: "harmonicMean reciprocal-sum", request: tensors([[12, 4], [12]], dense.paramMeta, { method: "harmonic", conventions: { harmonicMean: "reciprocal-sum" } }) },
  { id: "chunked-only", title: "outputLayerInit and lastChunk have no part in a full plan", request: denseWith({ conventions: { outputLayerInit: "hidden", lastChunk: "padded" } }) },
  { id: "headSecondMoment", title: "headSecondMoment input", request: conventionRequest({ headSecondMoment: "input" }) },
  { id: "headSecondMoment-batch-norm", title: "headSecondMoment input is 1 behind batch norm", request: conventionRequest({ headSecondMoment: "input" }, { hypernet: { hiddenDims: [5], norm: "batch" } }) },
  { id: "headSecondMoment-layer-norm", title: "headSecondMoment input is that of the input behind layer norm", request: conventionRequest({ headSecondMoment: "input" }, { hypernet: { hiddenDims: [5], norm: "layer" } }) },
  { id: "biasFanOut", title: "biasFanOut length", request: conventionRequest({ biasFanOut: "length" }, { method: "out" }), warns: ["bias-variance-clipped"] },
  { id: "outBias", title: "outBias reciprocal", request: tensors([[12, 4], [12]], dense.paramMeta, { method: "out", conventions: { outBias: "reciprocal" } }) },
  { id: "outBias-hypercl", title: "outBias reciprocal over a preset", request: tensors([[12, 4], [12]], dense.paramMeta, { method: "out", mainActivation: "linear", conventions: { preset: "hypercl", outBias: "reciprocal" } }) },
  { id: "outBias-harmonic", title: "outBias reciprocal under method harmonic", request: tensors([[12, 4], [12]], dense.paramMeta, { method: "harmonic", conventions: { outBias: "reciprocal" } }) },
  { id: "biasSharing", title: "biasSharing any: one vector, and every weight shares", request: conventionRequest({ biasSharing: "any" }) },
  { id: "biasSharing-any-vector", title: "biasSharing any counts vectors of every name", request: tensors([[3, 4], [3]], [{ name: "weight" }, { name: "bn_scale" }], { conventions: { biasSharing: "any" } }) },
  { id: "biasSharing-none", title: "biasSharing any without a generated vector", request: denseWith({ generated: [0], conventions: { biasSharing: "any" } }) },
  { id: "unknownLayer", title: "unknownLayer none", request: conventionRequest({ unknownLayer: "none" }, { method: "out" }), warns: ["bias-layer-unknown", "bias-variance-clipped"] },
]);

export const fullChoices: readonly PlannedCase[] = [...names, ...targets, ...overrides, ...conventions];
