import { group, type PlannedCase } from "../case.js";
import { behind, dense, denseWith, reading, single, tensors } from "./networks.js";

const start = group<PlannedCase>("full/start", [
  { id: "dense", title: "a dense layer with a bias, behind one hidden layer", request: dense },
  { id: "no-hidden-layer", title: "a single weight whose head reads the input", request: single([3, 4]) },
  {
    id: "defaults",
    title: "all that has a default is left out: hidden layers, method, names, layers",
    request: { kind: "hyperfan", targetShapes: [[3, 4]], paramMeta: [{ name: "weight" }], inputs: [{ dim: 2 }] },
  },
  {
    id: "defaults-spelled-out",
    title: "every field of a request, and every one at its default",
    request: {
      kind: "hyperfan", targetShapes: [[3, 4]], paramMeta: [{ name: "weight", layer: -1, groups: 1, transposed: false, parts: 1, layout: "OIHW" }], generated: [0],
      inputs: [{ name: "input", dim: 2, variance: 1, mean: 0, noiseStd: 0 }],
      hypernet: { hiddenDims: [100, 100], activation: { name: "relu" }, hiddenInit: "matched", useBias: true, norm: "none", dropout: 0 },
      method: "in", mainActivation: { name: "relu" }, targetVariances: {}, headOverrides: {}, conventions: { preset: "exact" },
    },
  },
  {
    id: "lenet",
    title: "two convolutions and two dense layers, shrunk",
    request: denseWith({
      targetShapes: [[4, 1, 5, 5], [4], [6, 4, 5, 5], [6], [10, 24], [10], [3, 10], [3]],
      paramMeta: [1, 2, 3, 4].flatMap((layer) => [{ name: "weight", layer, label: `layer${String(layer)}.weight` }, { name: "bias", layer, label: `layer${String(layer)}.bias` }]),
      hypernet: { hiddenDims: [7, 9] },
    }),
  },
]);

const blocks: NonNullable<PlannedCase["request"]["inputs"]> = [
  { name: "task", dim: 3, variance: 0.5, mean: 0.25, noiseStd: 0.1 },
  { name: "external", dim: 1, variance: 4, mean: -2 },
  { name: "noise", dim: 4, variance: 0, noiseStd: 3 },
];

const input = group<PlannedCase>("full/input", [
  { id: "variance", title: "a variance other than 1", request: reading({ name: "task", dim: 2, variance: 0.3 }) },
  { id: "mean", title: "a mean adds its square", request: reading({ name: "task", dim: 2, variance: 0.3, mean: -0.7 }) },
  { id: "noise", title: "noise adds its variance", request: reading({ name: "task", dim: 2, variance: 0.3, noiseStd: 0.7 }) },
  { id: "constant", title: "an input without any variance but with a mean", request: reading({ name: "one", dim: 2, variance: 0, mean: 1 }) },
  { id: "blocks", title: "several blocks weigh by their entries", request: reading(...blocks) },
  { id: "blocks-no-hidden-layer", title: "several blocks that the heads read directly", request: behind({ hiddenDims: [] }, { inputs: blocks }) },
]);

const hidden = group<PlannedCase>("full/hidden", [
  { id: "depth-0", title: "no hidden layer", request: behind({ hiddenDims: [] }) },
  { id: "depth-2", title: "two hidden layers of different width", request: behind({ hiddenDims: [5, 7] }) },
  { id: "depth-4", title: "four hidden layers", request: behind({ hiddenDims: [5, 7, 1, 6] }) },
  { id: "kaiming-tanh", title: "hiddenInit kaiming, which is not matched for tanh", request: behind({ hiddenDims: [5, 7], hiddenInit: "kaiming", activation: "tanh" }) },
  { id: "xavier", title: "hiddenInit xavier halves the second moment in every relu layer", request: behind({ hiddenDims: [5, 7], hiddenInit: "xavier" }) },
  { id: "lecun", title: "hiddenInit lecun is another name for xavier", request: behind({ hiddenDims: [5, 7], hiddenInit: "lecun" }) },
  { id: "no-biases", title: "a hypernetwork without biases", request: behind({ useBias: false }) },
  { id: "no-biases-no-hidden-layer", title: "neither biases nor hidden layers", request: behind({ useBias: false, hiddenDims: [] }) },
  { id: "dropout", title: "dropout raises the second moment behind every hidden layer", request: behind({ hiddenDims: [5, 7], dropout: 0.25 }) },
  { id: "dropout-tanh", title: "dropout before a layer that is not proportional", request: behind({ hiddenDims: [5, 7], dropout: 0.5, activation: "tanh" }) },
  { id: "batch-norm", title: "batch norm resets pre-activations to variance 1", request: behind({ hiddenDims: [5, 7], norm: "batch" }, { inputs: [{ name: "task", dim: 2, variance: 9 }] }) },
  { id: "layer-norm", title: "layer norm resets pre-activations to variance 1", request: behind({ hiddenDims: [5], norm: "layer", hiddenInit: "xavier" }, { inputs: [{ name: "task", dim: 2, variance: 9 }] }) },
  { id: "norm-dropout", title: "dropout behind a norm layer, which undoes it in the next", request: behind({ hiddenDims: [5, 7], norm: "layer", dropout: 0.2, activation: "gelu" }) },
]);

const unknown = "bias-layer-unknown";

const layers = group<PlannedCase>("full/layers", [
  { id: "bias-first", title: "a layer's number pairs tensors in any order", request: tensors([[3], [3, 4]], [{ name: "bias", layer: 0 }, { name: "weight", layer: 0 }]) },
  { id: "no-bias", title: "a weight without a bias takes all of its variance", request: tensors([[3, 4]], [{ name: "weight", layer: 1 }]) },
  { id: "bias-not-generated", title: "a bias that is not generated takes no share", request: denseWith({ generated: [0] }) },
  { id: "weight-not-generated", title: "the fans of a bias come from its weight though that is not generated", request: denseWith({ generated: [1] }) },
  {
    id: "adjacent",
    title: "unknown layers: a bias right after a weight with as many outputs is its bias",
    request: tensors([[3, 4], [3], [2, 3, 3, 3], [2]], [{ name: "weight" }, { name: "bias" }, { name: "weight" }, { name: "bias" }]),
  },
  { id: "adjacent-lengths-differ", title: "unknown layers: no pair where the lengths differ", request: tensors([[3, 4], [5]], [{ name: "weight" }, { name: "bias" }], { method: "out" }), warns: [unknown, "bias-variance-clipped"] },
  { id: "adjacent-apart", title: "unknown layers: no pair where a tensor stands between", request: tensors([[3, 4], [3], [3]], [{ name: "weight" }, { name: "bn_scale" }, { name: "bias" }]), warns: [unknown] },
  { id: "adjacent-in-list", title: "unknown layers: what counts is the order of targetShapes", request: tensors([[3, 4], [3], [2, 5]], [{ name: "weight" }, { name: "bias" }, { name: "weight" }], { generated: [1, 2, 0] }) },
  { id: "adjacent-half-known", title: "no pair where only the weight's layer is known", request: tensors([[3, 4], [3]], [{ name: "weight", layer: 1 }, { name: "bias" }]), warns: [unknown] },
  {
    id: "adjacent-grouped",
    title: "unknown layers: outputs are those of all groups and parts",
    request: tensors(
      [[4, 2, 3, 3], [6], [6, 4], [6], [3, 3, 2, 2], [4]],
      [{ name: "weight", transposed: true, groups: 3 }, { name: "bias" }, { name: "weight", parts: 3 }, { name: "bias" }, { name: "weight", layout: "HWCM" }, { name: "bias" }],
      { targetShapes: [[3, 2, 3, 3], [6], [6, 4], [6], [3, 3, 2, 2], [4]], method: "harmonic" },
    ),
    warns: ["bias-variance-clipped"],
  },
  {
    id: "two-weights",
    title: "of two weights in a layer the last one serves the bias, and both share with it",
    request: tensors([[3, 2], [3, 3], [3]], [{ name: "weight", layer: 0 }, { name: "weight", layer: 0 }, { name: "bias", layer: 0 }]),
    warns: ["layer-weights-differ"],
  },
  {
    id: "two-weights-alike",
    title: "two weights of equal fan-in in a layer are no reason to warn",
    request: tensors([[3, 4], [5, 4], [5]], [{ name: "weight", layer: 0 }, { name: "weight", layer: 0 }, { name: "bias", layer: 0 }], { method: "out" }),
  },
  { id: "lonely-bias", title: "a bias of a layer without a weight: its length stands for both fans", request: tensors([[3]], [{ name: "bias", layer: 2 }], { method: "out" }), warns: [unknown, "bias-variance-clipped", "output-ignores-input"] },
  { id: "lonely-bias-given-fans", title: "a lonely bias whose fans are given", request: tensors([[3]], [{ name: "bias", layer: 2, fanIn: 5, fanOut: 20 }], { method: "out" }) },
  { id: "lonely-bias-given-fan-in", title: "a lonely bias of which one fan is given: the plan has none to show", request: tensors([[6]], [{ name: "bias", fanIn: 4.5 }], { method: "out" }) },
  { id: "bias-given-fan-out", title: "a fan given for a bias stands in place of its weight's", request: tensors([[3, 4], [3]], [{ name: "weight", layer: 1 }, { name: "bias", layer: 1, fanOut: 40 }], { method: "out" }) },
  { id: "wide-bias", title: "a bias of several dimensions", request: tensors([[3, 4], [1, 3]], [{ name: "weight", layer: 1 }, { name: "bias", layer: 1 }]) },
  { id: "layer-zero", title: "layer 0 is a known layer", request: tensors([[3, 4], [9], [3]], [{ name: "weight", layer: 0 }, { name: "bn_shift", layer: 0 }, { name: "bias", layer: 0 }]) },
]);

const generated = group<PlannedCase>("full/generated", [
  { id: "order", title: "heads and rows follow generated, not targetShapes", request: denseWith({ generated: [1, 0] }) },
  {
    id: "some",
    title: "some tensors only",
    request: tensors([[3, 4], [3], [2, 3], [2]], [{ name: "weight", layer: 1 }, { name: "bias", layer: 1 }, { name: "weight", layer: 2 }, { name: "bias", layer: 2 }], { generated: [3, 0] }),
  },
  { id: "unknown-name-elsewhere", title: "a name without a rule is no matter where the tensor is not generated", request: tensors([[3, 4], [3]], [{ name: "weight" }, { name: "mask" }], { generated: [0] }) },
  { id: "scalar-elsewhere", title: "a weight without fans is no matter where it is not generated", request: tensors([[3, 4], []], [{ name: "weight" }, { name: "weight" }], { generated: [0] }) },
]);

const inferred = group<PlannedCase>("full/inferred", [
  { id: "dense", title: "roles by shape: several dimensions are a weight, one is a bias of the weight before", request: denseWith({ paramMeta: undefined, targetShapes: [[3, 4], [3], [2, 3], [2]] }), warns: ["meta-inferred"] },
  { id: "first-bias", title: "a vector without a weight right before it has no layer", request: denseWith({ paramMeta: undefined, targetShapes: [[3], [3, 4], [3], [3]] }), warns: ["meta-inferred", "bias-layer-unknown"] },
  { id: "not-as-long", title: "a vector right after a weight is its bias whatever its length", request: denseWith({ paramMeta: undefined, targetShapes: [[3, 4], [7]] }), warns: ["meta-inferred"] },
  { id: "scalar-elsewhere", title: "a scalar is a bias too, here not generated", request: denseWith({ paramMeta: undefined, targetShapes: [[3, 4], []], generated: [0] }), warns: ["meta-inferred"] },
  { id: "scalar", title: "a scalar with a target variance of its own", request: denseWith({ paramMeta: undefined, targetShapes: [[3, 4], []], targetVariances: [null, 0.5] }), warns: ["meta-inferred"] },
]);

export const fullBasics: readonly PlannedCase[] = [...start, ...input, ...hidden, ...layers, ...generated, ...inferred];
