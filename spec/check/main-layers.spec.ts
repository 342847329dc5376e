import { mainLayers } from "../../src/check/main-layers.js";
import type { PlanTensor } from "../../src/kinds/kind.js";
import { checkPlan, planHyperfan, type RequestInput } from "../../src/index.js";

type Meta = NonNullable<RequestInput["paramMeta"]>[number];

function layersOf(tensors: readonly (readonly [shape: number[], meta: Meta])[], change: Partial<RequestInput> = {}): readonly (readonly number[])[] {
  const made = planHyperfan({ kind: "hyperfan", targetShapes: tensors.map(([shape]) => shape), paramMeta: tensors.map(([, meta]) => meta), inputs: [{ dim: 8 }], ...change });
  return checkPlan(made).layers.map(({ weight, biases }) => [weight, ...biases]);
}

const weight = (layer?: number): Meta => (layer === undefined ? { name: "weight" } : { name: "weight", layer });
const bias = (layer?: number): Meta => (layer === undefined ? { name: "bias" } : { name: "bias", layer });

describe("a layer", () => {
  it("is a weight with the bias of its layer, wherever that stands", () => {
    expect(layersOf([[[8, 4], weight(1)], [[6, 8], weight(2)], [[8], bias(1)], [[6], bias(2)]])).toEqual([[0, 2], [1, 3]]);
    expect(layersOf([[[8], bias(0)], [[8, 4], weight(0)]])).toEqual([[1, 0]]);
  });

  it("of unknown number has the bias right behind it, if that is as long as it has outputs", () => {
    expect(layersOf([[[8, 4], weight()], [[8], bias()], [[6, 8], weight()], [[5], bias()]])).toEqual([[0, 1], [2]]);
    expect(layersOf([[[8, 4], weight()], [[8], { name: "bn_scale" }], [[8], bias()]])).toEqual([[0]]);
  });

  it("of unknown number has no bias that only shares some of its fans, or all of them from farther behind", () => {
    expect(layersOf([[[8, 4], weight()], [[5], { name: "bias", fanIn: 4, fanOut: 5 }]])).toEqual([[0]]);
    expect(layersOf([[[8, 4], weight()], [[5], { name: "bias", fanIn: 5, fanOut: 8 }]])).toEqual([[0]]);
    expect(layersOf([[[8, 4], weight()], [[8], { name: "bn_scale" }], [[8], { name: "bias", fanIn: 4, fanOut: 8 }]])).toEqual([[0]]);
  });

  it("with several weights counts each of them, with the biases that follow it", () => {
    expect(layersOf([[[6, 3], weight(1)], [[6], bias(1)], [[6, 6], weight(1)], [[6], bias(1)], [[6], bias(1)]])).toEqual([[0, 1], [2, 3, 4]]);
  });

  it("comes in the order of targetShapes, not in that of the hypernetwork's output", () => {
    expect(layersOf([[[8, 4], weight(0)], [[8], bias(0)], [[6, 8], weight(1)]], { generated: [2, 1, 0] })).toEqual([[0, 1], [2]]);
  });

  it("needs a generated weight: a bias alone is none", () => {
    expect(layersOf([[[8, 4], weight(0)], [[8], bias(0)], [[6, 8], weight(1)], [[6], bias(1)]], { generated: [1, 2] })).toEqual([[2]]);
  });

  it("needs fans: a weight that only has an override is none", () => {
    const override = { weight: { weightMean: 0, weightVariance: 1, biasMean: 0, biasVariance: 0 } };
    expect(layersOf([[[8], weight(0)], [[8, 8], weight(1)]], { headOverrides: override })).toEqual([[1]]);
  });
});

it("pairs a hundred thousand tensors of one layer in time", () => {
  const shared = { layer: 3, fans: { fanIn: 2, fanOut: 2 }, intended: { mean: 0, variance: 1 }, predicted: { mean: 0, variance: 1 }, ratio: 1, mixing: 1, correlation: null };
  const tensors = Array.from({ length: 100_000 }, (_, tensor): PlanTensor => (tensor % 2 === 0 ? { ...shared, tensor, name: "weight", shape: [2, 2] } : { ...shared, tensor, name: "bias", shape: [2] }));
  const layers = mainLayers(tensors);
  expect(layers).toHaveLength(50_000);
  expect(layers.every(({ weight, biases }) => biases.length === 1 && biases[0]?.position === weight.position + 1)).toBe(true);
});
