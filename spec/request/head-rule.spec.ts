import { hasRule, headRuleFor, intendedMean, isComplete, isComputed, overrideFor, targetVarianceFor } from "../../src/request/head-rule.js";
import type { Tensor } from "../../src/request/tensors.js";

const named = (name: string): Tensor => ({ index: 0, shape: [3], size: 3, name, layer: -1, label: undefined, fans: null, given: {}, outputs: null, activation: undefined });
const zero = { weightMean: 0, weightVariance: 0, biasMean: 0, biasVariance: 0 };
const all = { weightMean: 1, weightVariance: 2, biasMean: 3, biasVariance: 4 };

describe("headRuleFor", () => {
  it("leaves weights and biases to the method", () => {
    expect(headRuleFor({}, 0, named("weight"))).toEqual({ by: "method", target: undefined });
    expect(headRuleFor({}, 0, named("bias"))).toEqual({ by: "method", target: undefined });
  });

  it.each([
    ["bn_scale", 1, 0],
    ["bn_shift", 0, 0],
    ["cm_scale", 1, 0],
    ["cm_shift", 0, 0],
    ["embedding", 0, 1],
  ])("has %s made by the head bias, with mean %d and variance %d", (name, biasMean, biasVariance) => {
    expect(headRuleFor({}, 0, named(name))).toEqual({
      by: "moments",
      head: { ...zero, biasMean, biasVariance },
      intended: { mean: biasMean, variance: biasVariance },
    });
  });

  it("spreads the head bias of such a name by a target variance, about its mean", () => {
    expect(headRuleFor({ targetVariances: { bn_scale: 0.01 } }, 0, named("bn_scale"))).toEqual({
      by: "moments",
      head: { ...zero, biasMean: 1, biasVariance: 0.01 },
      intended: { mean: 1, variance: 0.01 },
    });
  });

  it("has no rule for another name, unless a variance or an override is given", () => {
    expect(headRuleFor({}, 0, named("gate"))).toBeNull();
    expect(headRuleFor({ targetVariances: [0.5] }, 0, named("gate"))).toEqual({ by: "method", target: 0.5 });
    expect(headRuleFor({ headOverrides: { gate: { weightVariance: 2 } } }, 0, named("gate"))).toEqual({ by: "moments", head: { ...zero, weightVariance: 2 }, intended: null });
  });

  it("follows an override of a weight or bias only where it is complete", () => {
    expect(headRuleFor({ headOverrides: { weight: all } }, 0, named("weight"))).toEqual({ by: "moments", head: all, intended: null });
    expect(headRuleFor({ headOverrides: { weight: { weightMean: 1, weightVariance: 2, biasMean: 3 } } }, 0, named("weight"))).toEqual({ by: "method", target: undefined });
  });

  it("takes the single fields of an override of another name, and its usual moments for the rest", () => {
    expect(headRuleFor({ headOverrides: { bn_scale: { biasVariance: 0.1 } } }, 0, named("bn_scale"))).toEqual({ by: "moments", head: { ...zero, biasMean: 1, biasVariance: 0.1 }, intended: null });
    expect(headRuleFor({ headOverrides: { bn_scale: { biasMean: undefined, biasVariance: 0.1 } } }, 0, named("bn_scale"))).toMatchObject({ head: { biasMean: 1, biasVariance: 0.1 } });
    expect(headRuleFor({ headOverrides: { embedding: { weightMean: 2 } } }, 0, named("embedding"))).toEqual({ by: "moments", head: { ...zero, weightMean: 2, biasVariance: 1 }, intended: null });
  });

  it("takes an override before a target variance", () => {
    expect(headRuleFor({ targetVariances: { gate: 9 }, headOverrides: { gate: all } }, 0, named("gate"))).toEqual({ by: "moments", head: all, intended: null });
  });
});

describe("what a caller gives", () => {
  it("is found by name, or by the position among the generated tensors", () => {
    expect(targetVarianceFor({ targetVariances: { weight: 2 } }, 7, "weight")).toBe(2);
    expect(targetVarianceFor({ targetVariances: [1, null, 3] }, 2, "weight")).toBe(3);
    expect(targetVarianceFor({ targetVariances: [1, null, 3] }, 1, "weight")).toBeUndefined();
    expect(targetVarianceFor({ targetVariances: { weight: 0 } }, 0, "weight")).toBe(0);
    expect(targetVarianceFor({}, 0, "weight")).toBeUndefined();
  });

  it("is not what objects inherit", () => {
    expect(targetVarianceFor({ targetVariances: {} }, 0, "toString")).toBeUndefined();
    expect(overrideFor({ headOverrides: {} }, 0, "hasOwnProperty")).toBeUndefined();
  });

  it("is no override if none of its fields is given", () => {
    expect(overrideFor({ headOverrides: { gate: {} } }, 0, "gate")).toBeUndefined();
    expect(overrideFor({ headOverrides: [{ biasMean: undefined }] }, 0, "gate")).toBeUndefined();
    expect(overrideFor({ headOverrides: [{ biasMean: 0 }] }, 0, "gate")).toEqual({ biasMean: 0 });
  });
});

describe("names", () => {
  it("have a rule, are computed, and mean 1 or 0", () => {
    const table = ["weight", "bias", "bn_scale", "bn_shift", "cm_scale", "cm_shift", "embedding", "gate"].map((name) => [name, hasRule(name), isComputed(name), intendedMean(name)]);
    expect(table).toEqual([
      ["weight", true, true, 0],
      ["bias", true, true, 0],
      ["bn_scale", true, false, 1],
      ["bn_shift", true, false, 0],
      ["cm_scale", true, false, 1],
      ["cm_shift", true, false, 0],
      ["embedding", true, false, 0],
      ["gate", false, false, 0],
    ]);
  });
});

describe("isComplete", () => {
  it("asks for all four fields, zeros included", () => {
    expect(isComplete(zero)).toBe(true);
    for (const field of Object.keys(zero)) expect(isComplete({ ...zero, [field]: undefined })).toBe(false);
  });
});
