import type { RequestInput } from "../../../src/index.js";
import { group, type PlannedCase } from "../case.js";
import { activations, chunked, chunkedTensors, chunkedWith, chunking, type Chunking, type Meta } from "./networks.js";

const clipped = "chunk-variance-clipped";
const large = "input-variance-too-large";
const alike = "chunks-alike";
const mixed = "mixed-chunks";
const loud = [{ name: "task", dim: 2 }];

const start = group<PlannedCase>("chunked/start", [
  { id: "dense", title: "three chunks of a weight, one of its bias with a row left over", request: chunked },
  { id: "mixed", title: "a chunk that holds parts of two tensors", request: chunking({ size: 5 }), warns: [mixed] },
  { id: "mixed-mildly", title: "a chunk that holds little of another tensor", request: chunkedTensors([[3, 5], [6, 4]], [{ name: "weight" }, { name: "weight" }]) },
  { id: "defaults", title: "all that has a default is left out", request: { kind: "chunked-hyperfan", targetShapes: [[3, 4]], paramMeta: [{ name: "weight" }], inputs: [{ dim: 2, variance: 0.001 }], chunking: { size: 4 } } },
  {
    id: "defaults-spelled-out",
    title: "every field of chunking at its default",
    request: chunking({ size: 4, embeddingDim: 8, distribution: "uniform", strategy: "embedding", minShare: 0.5, minVariance: 1e-5, perCondition: false, conditions: 1 }, { generated: [0] }),
  },
  { id: "one-chunk", title: "one chunk holds everything, and rows are left over", request: chunking({ size: 40 }), warns: [mixed] },
  { id: "size-1", title: "a chunk for every element: two runs", request: chunking({ size: 1 }) },
  { id: "many", title: "many chunks, few runs", request: chunkedTensors([[64, 64, 3, 3], [64], [10, 64], [10]], [1, 1, 2, 2].map((layer, index) => ({ name: index % 2 === 0 ? "weight" : "bias", layer })), { inputs: [{ dim: 2, variance: 1e-5 }], chunking: { size: 100 } }), warns: [mixed] },
  { id: "several-in-one", title: "a chunk across five tensors", request: chunkedTensors([[3, 2], [3], [2, 3], [2], [4, 2]], [1, 1, 2, 2, 3].map((layer, index) => ({ name: index % 2 === 0 ? "weight" : "bias", layer })), { chunking: { size: 16, embeddingDim: 4 } }), warns: [mixed] },
  { id: "equal-neighbours", title: "tensors of equal variance share their chunks and are one run", request: chunkedTensors([[3, 7], [5, 7], [2, 7]], [{ name: "weight" }, { name: "weight" }, { name: "weight" }]) },
  { id: "generated", title: "chunks follow generated, not targetShapes", request: chunkedWith({ generated: [1, 0] }), warns: [mixed] },
  { id: "no-biases", title: "a hypernetwork without biases", request: chunkedWith({ hypernet: { hiddenDims: [5], useBias: false } }) },
  { id: "inferred", title: "roles by shape", request: chunkedWith({ paramMeta: undefined }), warns: ["meta-inferred"] },
  { id: "labels", title: "labels and activations of tensors are in the plan", request: chunkedTensors([[3, 4], [3]], [{ name: "weight", layer: 0, label: "w", activation: "tanh" }, { name: "bias", layer: 0, label: "b", activation: { name: "leaky_relu" } }]) },
]);

/** Chunks of a single weight. */
const alone = (change: Partial<Chunking>, other: Partial<RequestInput> = {}): RequestInput => chunking(change, { generated: [0], ...other });

const embeddings = group<PlannedCase>("chunked/embedding", [
  { id: "normal", title: "normal embeddings have no bound", request: alone({ distribution: "normal" }) },
  { id: "sphere", title: "embeddings on a sphere do not spread", request: alone({ distribution: "sphere" }) },
  { id: "normal-tanh", title: "spread of normal embeddings before an activation that saturates", request: alone({ distribution: "normal" }, { hypernet: { hiddenDims: [5], activation: "tanh" } }) },
  { id: "dim-1", title: "embeddings of one entry", request: alone({ embeddingDim: 1 }) },
  { id: "dim-64", title: "long embeddings", request: alone({ embeddingDim: 64 }) },
  { id: "conditions", title: "conditions that share their embeddings", request: alone({ conditions: 3 }) },
  { id: "per-condition", title: "every condition with embeddings of its own", request: alone({ conditions: 3, perCondition: true }) },
  { id: "no-inputs", title: "chunk embeddings are the only input", request: alone({ conditions: 2, perCondition: true }, { inputs: [] }) },
  { id: "blocks", title: "several input blocks with means and noise", request: alone({}, { inputs: [{ name: "a", dim: 3, variance: 0.01, mean: 0.1 }, { name: "b", dim: 1, variance: 0, noiseStd: 0.2 }] }) },
  { id: "silent-inputs", title: "other inputs that are 0", request: alone({}, { inputs: [{ name: "off", dim: 2, variance: 0 }] }) },
  { id: "min-variance-0", title: "no least variance", request: alone({ minVariance: 0 }) },
  { id: "min-variance", title: "a least variance that clips without other inputs", request: alone({ minVariance: 0.6, perCondition: true }, { inputs: [] }), warns: [clipped] },
]);

const weights: Meta[] = [{ name: "weight", layer: 1 }, { name: "bias", layer: 1 }];

const targets = group<PlannedCase>("chunked/target", [
  ...(["in", "out", "harmonic"] as const).map((method): PlannedCase => ({ id: `method-${method}`, title: `method ${method}: the weight does not share with its bias, and the bias has PyTorch's default`, request: chunkedWith({ method, targetShapes: [[8, 2, 3], [8]], inputs: [{ dim: 2, variance: 1e-3 }], chunking: { size: 4 } }) })),
  { id: "bias-apart", title: "a bias of unknown layer", request: chunkedTensors([[3, 4], [5]], [{ name: "weight", layer: 1 }, { name: "bias" }]), warns: ["bias-layer-unknown"] },
  { id: "shift", title: "a shift, a factor and an embedding are asked to have variance 1", request: chunkedTensors([[3, 4], [4], [4], [4]], [{ name: "weight" }, { name: "bn_shift" }, { name: "cm_shift" }, { name: "embedding" }], { chunking: { size: 4 } }) },
  { id: "scale", title: "a scale gets mean 0 where it should have 1", request: chunkedTensors([[3, 4], [4], [4]], [{ name: "weight" }, { name: "bn_scale" }, { name: "cm_scale" }], { chunking: { size: 4 } }), warns: ["uncentred-target"] },
  { id: "unknown-name", title: "a name without a rule is asked to have variance 1", request: chunkedTensors([[3, 4], [4]], [{ name: "weight" }, { name: "mask" }], { chunking: { size: 4 } }), warns: ["name-unknown"] },
  { id: "list", title: "target variances as a list", request: chunkedWith({ targetVariances: [0.3, null] }) },
  { id: "zero", title: "a tensor that should have variance 0 has no ratio", request: chunkedTensors([[3, 4], [4]], weights, { chunking: { size: 4 }, targetVariances: { bias: 0 } }), warns: [large, clipped] },
  { id: "all-zero", title: "nothing should vary: no worst ratio, and rescaling has nothing to go by", request: chunking({ strategy: "rescale" }, { targetVariances: { weight: 0, bias: 0 } }), warns: [large, clipped, alike] },
  { id: "mixed", title: "a small tensor in the chunk of a large one", request: chunkedTensors([[9, 20], [2]], weights, { chunking: { size: 13 }, targetVariances: { bias: 0.0002 }, inputs: [{ dim: 2, variance: 1e-3 }] }), warns: [mixed] },
  { id: "scalar", title: "a scalar of another name", request: chunkedTensors([[3, 4], []], [{ name: "weight" }, { name: "embedding" }]) },
  { id: "unused", title: "a name that no tensor has", request: chunkedWith({ targetVariances: { biass: 1 } }), warns: ["override-unused"] },
]);

const strategies = group<PlannedCase>("chunked/strategy", [
  { id: "clipped", title: "inputs too large: embeddings are clipped, and the ways out are told", request: chunkedWith({ inputs: loud }), warns: [large, clipped] },
  { id: "least-input", title: "an input below the bound and embeddings below the least variance", request: chunking({ minVariance: 0.3 }, { targetVariances: { bias: 0.1 } }), warns: [clipped] },
  { id: "rescale", title: "the output layer gives way: the share decides", request: chunking({ strategy: "rescale" }, { inputs: loud }), warns: [] },
  { id: "rescale-share", title: "a larger share for the embedding", request: chunking({ strategy: "rescale", minShare: 0.9 }, { inputs: loud }) },
  { id: "rescale-min-variance", title: "the least variance decides", request: chunking({ strategy: "rescale", minShare: 0.01, minVariance: 0.7 }, { inputs: loud }) },
  { id: "rescale-not-needed", title: "nothing to rescale", request: chunking({ strategy: "rescale" }) },
  { id: "rescale-zero-target", title: "a chunk that should have variance 0 stays clipped", request: chunkedTensors([[3, 4], [4]], weights, { inputs: loud, chunking: { size: 4, strategy: "rescale" }, targetVariances: { bias: 0 } }), warns: [large, clipped] },
  { id: "rescale-tanh", title: "rescaling before an activation that is not proportional", request: chunking({ strategy: "rescale" }, { inputs: loud, hypernet: { hiddenDims: [5], activation: "tanh" }, targetVariances: { weight: 0.2, bias: 0.1 } }) },
  { id: "rescale-tanh-unreachable", title: "a gain that suits the least target puts another out of reach", request: chunking({ strategy: "rescale" }, { inputs: loud, hypernet: { hiddenDims: [5], activation: "tanh" } }), warns: ["target-variance-unreachable"] },
  { id: "rescale-saturated", title: "rescaling upwards, because the activation has a limit", request: chunking({ strategy: "rescale" }, { hypernet: { hiddenDims: [5], activation: "tanh" }, targetVariances: { weight: 40, bias: 50 } }) },
  { id: "rescale-saturated-alone", title: "upwards where no input sets a bound", request: chunking({ strategy: "rescale", perCondition: true, minVariance: 0 }, { inputs: [], hypernet: { hiddenDims: [5], activation: "sin" }, targetVariances: { weight: 40, bias: 50 } }) },
  { id: "per-tensor-scale", title: "every tensor with its scale and offset", request: chunking({ strategy: "per-tensor-scale" }, { inputs: loud }) },
  { id: "per-tensor-scale-scales", title: "the offset of a scale is 1, and its variance is asked for", request: chunkedTensors([[3, 4], [4], [4]], [{ name: "weight" }, { name: "bn_scale" }, { name: "cm_scale" }], { targetVariances: { bn_scale: 0.01, cm_scale: 0.04 }, chunking: { size: 5, strategy: "per-tensor-scale" } }) },
  { id: "per-tensor-scale-wide", title: "a scale of variance 1, because no other was asked for", request: chunkedTensors([[3, 4], [4]], [{ name: "weight" }, { name: "bn_scale" }], { chunking: { size: 5, strategy: "per-tensor-scale" } }), warns: ["wide-scale"] },
  { id: "per-tensor-scale-sigmoid", title: "a scale for each tensor behind an activation with a floor and a limit", request: chunking({ strategy: "per-tensor-scale", minShare: 0.25 }, { hypernet: { hiddenDims: [5], activation: "sigmoid" } }), warns: [alike] },
]);

/** {@link chunked} with another hypernetwork. */
const network = (hypernet: RequestInput["hypernet"], change: Partial<RequestInput> = {}): RequestInput => chunkedWith({ hypernet, ...change });

/** Targets that activations with a floor or a limit can give. */
const within: Readonly<Record<string, RequestInput["targetVariances"]>> = { sigmoid: { weight: 0.45, bias: 0.4 }, softplus: { weight: 0.9, bias: 0.6 }, sin: { weight: 0.4, bias: 0.1 } };

const shaped = group<PlannedCase>("chunked/activation", [
  ...activations.map((activation): PlannedCase => ({ id: activation, title: `embeddings before a layer of ${activation}, and how alike the chunks are`, request: network({ hiddenDims: [5], activation }, { targetVariances: within[activation] }) })),
  { id: "depth-0", title: "no hidden layer", request: alone({}, { hypernet: { hiddenDims: [] } }) },
  { id: "depth-2-relu", title: "two layers of relu", request: alone({}, { hypernet: { hiddenDims: [5, 7] } }) },
  { id: "dropout", title: "dropout raises the second moment and makes chunks less alike", request: alone({}, { hypernet: { hiddenDims: [5, 7], dropout: 0.5 } }) },
]);

const unreachable = group<PlannedCase>("chunked/unreachable", [
  { id: "above", title: "above what tanh can give: the nearest end", request: network({ hiddenDims: [5], activation: "tanh" }, { targetVariances: { weight: 50 } }), warns: ["target-variance-unreachable"] },
  { id: "below", title: "below what softplus gives without any input", request: network({ hiddenDims: [5], activation: "softplus" }, { targetVariances: { bias: 1e-3 } }), warns: [large, clipped, "target-variance-unreachable", alike] },
  { id: "both", title: "above and below what sigmoid can give", request: network({ hiddenDims: [5, 7], activation: "sigmoid" }, { targetVariances: { weight: 50, bias: 1e-3 } }), warns: [large, clipped, "target-variance-unreachable", alike] },
]);

const likeness = group<PlannedCase>("chunked/alike", [
  { id: "share", title: "a share of the input that the remedy names", request: chunking({ size: 6 }, { inputs: [{ dim: 2, variance: 0.4 }], targetVariances: { weight: 0.15, bias: 0.15 } }), warns: [alike] },
  { id: "no-remedy", title: "sigmoid makes chunks alike whatever they read", request: alone({ perCondition: true }, { inputs: [], hypernet: { hiddenDims: [5], activation: "sigmoid" }, targetVariances: { weight: 0.26 } }), warns: [alike] },
  { id: "two-tensors", title: "the correlation within a tensor, and over all", request: chunkedTensors([[2, 4], [4], [2, 4]], [{ name: "weight" }, { name: "bn_shift" }, { name: "weight" }], { chunking: { size: 4, embeddingDim: 4 } }) },
]);

const conventionRequest = (conventions: RequestInput["conventions"], change: Partial<RequestInput> = {}): RequestInput => chunkedWith({ conventions, hypernet: { hiddenDims: [5] }, ...change });

const conventions = group<PlannedCase>("chunked/conventions", [
  { id: "hypnettorch", title: "preset hypnettorch", request: conventionRequest("hypnettorch") },
  { id: "hypnettorch-harmonic", title: "preset hypnettorch, method harmonic", request: conventionRequest("hypnettorch", { method: "harmonic" }) },
  { id: "outputLayerInit", title: "outputLayerInit hidden doubles the gain", request: conventionRequest({ outputLayerInit: "hidden" }) },
  { id: "outputLayerInit-rescale", title: "outputLayerInit hidden, rescaled", request: conventionRequest({ outputLayerInit: "hidden" }, { inputs: loud, chunking: { size: 5, strategy: "rescale" } }), warns: [mixed] },
  { id: "headSecondMoment", title: "headSecondMoment input: what is asked and what comes differ", request: conventionRequest({ headSecondMoment: "input" }, { hypernet: { hiddenDims: [5], hiddenInit: "xavier" } }) },
  { id: "headSecondMoment-tanh", title: "headSecondMoment input takes every network to be proportional", request: conventionRequest({ headSecondMoment: "input" }, { hypernet: { hiddenDims: [5], activation: "tanh" } }) },
  { id: "headSecondMoment-rescale", title: "headSecondMoment input, rescaled", request: conventionRequest({ headSecondMoment: "input", outputLayerInit: "hidden" }, { inputs: loud, chunking: { size: 5, strategy: "rescale" } }), warns: [mixed] },
  { id: "lastChunk", title: "lastChunk padded: unused rows count for the last tensor", request: conventionRequest({ lastChunk: "padded" }, { chunking: { size: 8, embeddingDim: 4 } }), warns: [mixed] },
  { id: "unknownLayer", title: "unknownLayer none", request: conventionRequest({ unknownLayer: "none" }, { paramMeta: [{ name: "weight" }, { name: "bias" }] }), warns: ["bias-layer-unknown"] },
  { id: "biasSharing", title: "biasSharing, biasFanOut and outBias have no part in a chunked plan", request: conventionRequest({ biasSharing: "any", biasFanOut: "length", outBias: "reciprocal" }, { method: "out" }) },
]);

const extremes = group<PlannedCase>("chunked/extreme", [
  { id: "tiny-targets", title: "target variances far below 1, without other inputs", request: chunking({ perCondition: true, minVariance: 0 }, { inputs: [], targetVariances: { weight: 1e-200, bias: 1e-190 } }) },
  { id: "huge-targets", title: "target variances far above 1", request: chunkedWith({ targetVariances: { weight: 1e200, bias: 1e190 } }), warns: [] },
  { id: "huge-chunks", title: "a number of chunks beyond any loop", request: chunkedTensors([[1048576, 1048576, 3], [7]], weights, { inputs: [{ dim: 2, variance: 0 }], chunking: { size: 3, minVariance: 0 } }) },
]);

export const chunkedCases: readonly PlannedCase[] = [...start, ...embeddings, ...targets, ...strategies, ...shaped, ...unreachable, ...likeness, ...conventions, ...extremes];
