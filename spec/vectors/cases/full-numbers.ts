import type { RequestInput } from "../../../src/index.js";
import { group, type PlannedCase } from "../case.js";
import { activations, behind, dense, reading, single, tensors, type Meta } from "./networks.js";

type Activation = NonNullable<RequestInput["mainActivation"]>;

const withParameters: readonly (readonly [string, Activation])[] = [
  ["leaky_relu-object", { name: "leaky_relu", negativeSlope: 0.2 }],
  ["leaky_relu-negative", { name: "leaky_relu", negativeSlope: -1.5 }],
  ["elu-object", { name: "elu", alpha: 0.5 }],
  ["elu-negative", { name: "elu", alpha: -0.25 }],
];

const asObjects: readonly Activation[] = [{ name: "leaky_relu" }, { name: "elu" }, { name: "tanh" }];

const spelled: readonly (readonly [string, Activation])[] = [...activations.map((name) => [name, name] as const), ...withParameters];

/** S(9) and S(S(9)) behind hidden layers of weights with variance 1/fan_in, and the last layer's mean in the prediction. */
const moments = group<PlannedCase>(
  "full/moments",
  spelled.map(([id, activation]) => ({
    id,
    title: `second moments behind ${id} for pre-activations of variance 9, and the mean that head weights of mean 0.5 read`,
    request: single([2, 3], {}, {
      inputs: [{ name: "task", dim: 2, variance: 9 }],
      hypernet: { hiddenDims: [4, 3], activation, hiddenInit: "xavier" },
      headOverrides: { weight: { weightMean: 0.5, weightVariance: 0.01, biasMean: 0.125, biasVariance: 0.25 } },
    }),
  })),
);

const matched = group<PlannedCase>(
  "full/matched",
  spelled.map(([id, activation]) => ({
    id,
    title: `hidden weights matched to ${id}, for a small input, and the gain of ${id} in the main network`,
    request: single([2, 3], {}, { inputs: [{ name: "task", dim: 2, variance: 0.01 }], hypernet: { hiddenDims: [4], activation }, mainActivation: activation, method: "harmonic" }),
  })),
);

const everyActivation = [...spelled.map(([, activation]) => activation), ...asObjects];

const gains = group<PlannedCase>("full/gain", [
  ...(["in", "out"] as const).map((method): PlannedCase => ({
    id: method,
    title: `method ${method}: every tensor with an activation of its own`,
    request: tensors(everyActivation.map(() => [3, 4]), everyActivation.map((activation) => ({ name: "weight", activation })), { method }),
  })),
  { id: "bias-inherits", title: "a bias has the gain of its weight's activation", request: tensors([[3, 4], [3]], [{ name: "weight", layer: 1, activation: "tanh" }, { name: "bias", layer: 1 }]) },
  { id: "bias-own", title: "a bias with an activation of its own", request: tensors([[3, 4], [3]], [{ name: "weight", layer: 1, activation: "tanh" }, { name: "bias", layer: 1, activation: "sigmoid" }]) },
  { id: "bias-only", title: "an activation of the bias does not reach its weight", request: tensors([[9, 4], [9]], [{ name: "weight", layer: 1 }, { name: "bias", layer: 1, activation: { name: "elu", alpha: 2 } }], { method: "out" }) },
]);

const clipped = ["bias-variance-clipped"];
const shapes: readonly (readonly [string, RequestInput, readonly string[]])[] = [
  ["narrowing", dense, clipped],
  ["widening", tensors([[9, 4], [9]], dense.paramMeta), []],
  ["square", tensors([[4, 4], [4]], dense.paramMeta), clipped],
  ["convolution", tensors([[12, 2, 3, 3], [12]], dense.paramMeta), []],
  ["no-bias", tensors([[3, 4]], [{ name: "weight" }]), []],
];

const methods = group<PlannedCase>(
  "full/method",
  shapes.flatMap(([id, request, warns]) =>
    (["in", "out", "harmonic"] as const).map((method) => ({
      id: `${method}/${id}`,
      title: `method ${method}, ${id === "no-bias" ? "a layer without a bias" : `a ${id} layer with its bias`}`,
      request: { ...request, method },
      warns: method === "in" ? [] : warns,
    })),
  ),
);

const weights: readonly (readonly [number[], Partial<Meta>])[] = [
  [[7, 4], {}],
  [[6, 3, 5, 2], {}],
  [[6, 3, 5], {}],
  [[6, 2, 3, 3], { groups: 3 }],
  [[6, 1, 3, 3], { groups: 6 }],
  [[6, 4, 2, 2], { transposed: true }],
  [[6, 4, 2, 2], { transposed: true, groups: 2 }],
  [[12, 5], { parts: 3 }],
  [[12, 5], { parts: 2, groups: 3 }],
  [[7, 4], { layout: "HWIO" }],
  [[5, 2, 3, 6], { layout: "HWIO" }],
  [[3, 3, 2, 6], { layout: "HWIO", groups: 3 }],
  [[2, 2, 4, 6], { layout: "HWIO", transposed: true }],
  [[2, 2, 4, 6], { layout: "HWIO", transposed: true, groups: 2 }],
  [[4, 6], { layout: "HWIO", parts: 2 }],
  [[3, 3, 4, 2], { layout: "HWCM" }],
  [[3, 3, 4, 2], { layout: "HWCM", groups: 3 }],
  [[3, 3, 4, 2], { layout: "HWCM", transposed: true }],
  [[7, 4], { fanIn: 2.5 }],
  [[7, 4], { fanOut: 0.5 }],
  [[7, 4], { fanIn: 20, fanOut: 30 }],
  [[], { fanIn: 20, fanOut: 30 }],
  [[5], { fanIn: 20, fanOut: 30 }],
];

const fans = group<PlannedCase>("full/fans", [
  { id: "weights", title: "fans of a weight, by layout, groups, parts, direction or as given", request: tensors(weights.map(([shape]) => shape), weights.map(([, meta]) => ({ name: "weight", label: JSON.stringify(meta), ...meta })), { method: "harmonic" }) },
]);

const foreign = group<PlannedCase>("full/foreign-keys", [
  {
    id: "param-shapes-meta",
    title: "keys of hypnettorch's own dumps are not read",
    request: tensors([[3, 4], [3]], [{ name: "weight", layer: 1, index: 0, group: null, info: "dense" }, { name: "bias", layer: 1, index: -1, group: 2, info: [1, { deep: true }] }]),
  },
]);

const extremes = group<PlannedCase>("full/extreme", [
  { id: "tiny-input", title: "an input variance far below 1", request: reading({ name: "task", dim: 2, variance: 1e-200 }) },
  { id: "tiny-target", title: "a target variance far below 1", request: behind({}, { targetVariances: { weight: 1e-290 } }) },
  { id: "huge-target", title: "a target variance far above 1", request: behind({}, { targetVariances: { weight: 1e290 } }) },
  { id: "tanh-saturated", title: "a saturated hypernetwork", request: behind({ hiddenDims: [5, 7], activation: "tanh" }, { inputs: [{ name: "task", dim: 2, variance: 1e12 }] }) },
  { id: "sin-saturated", title: "sin far from 0, whose second moment goes to 1/2", request: behind({ activation: "sin" }, { inputs: [{ name: "task", dim: 2, variance: 1e6 }] }) },
  { id: "gelu-small", title: "gelu near 0, where it is half its input", request: behind({ activation: "gelu" }, { inputs: [{ name: "task", dim: 2, variance: 1e-12 }] }) },
  { id: "large-shapes", title: "a large network costs no more than a small one", request: tensors([[4096, 4096, 3, 3], [4096]], dense.paramMeta, { method: "harmonic" }), warns: clipped },
]);

export const fullNumbers: readonly PlannedCase[] = [...methods, ...fans, ...gains, ...moments, ...matched, ...foreign, ...extremes];
