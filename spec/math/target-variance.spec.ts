import { reciprocalSum } from "../../src/math/means.js";
import { biasVariances, defaultBiasVariance, pickVariance, weightVariances } from "../../src/math/target-variance.js";

// Both gains of relu are 2. Fans of a 784 → 300 layer.
const relu = { in: 2, out: 2 };
const fans = { fanIn: 784, fanOut: 300 };

describe("weightVariances", () => {
  it("are c_in/(β fan_in) and c_out/fan_out", () => {
    expect(weightVariances(relu, fans)).toEqual({ in: 2 / 784, out: 2 / 300 });
    expect(weightVariances(relu, fans, 2)).toEqual({ in: 1 / 784, out: 2 / 300 });
  });

  it("take the gain of either side from its own moment", () => {
    expect(weightVariances({ in: 3, out: 5 }, { fanIn: 6, fanOut: 10 })).toEqual({ in: 0.5, out: 0.5 });
  });
});

describe("biasVariances", () => {
  it("are c_in/2, and c_out (1 − fan_in/fan_out) for a layer that widens", () => {
    // 3 → 64 of 3×3: 1 − 27/576 = 0.953125
    expect(biasVariances(relu, { fanIn: 27, fanOut: 576 })).toEqual({ in: 1, out: 2 * 0.953125 });
  });

  it("are 0 by fan-out for a layer that does not", () => {
    expect(biasVariances(relu, fans).out).toBe(0);
    expect(biasVariances(relu, { fanIn: 5, fanOut: 5 }).out).toBe(0);
  });
});

describe("defaultBiasVariance", () => {
  it("is the variance of U(±1/√fan_in)", () => {
    expect(defaultBiasVariance(100)).toBeCloseTo(0.1 ** 2 / 3, 17);
    expect(defaultBiasVariance(1)).toBe(1 / 3);
  });
});

describe("pickVariance", () => {
  it("is one of the two, or their harmonic mean", () => {
    const pair = { in: 2, out: 6 };
    expect([pickVariance("in", pair), pickVariance("out", pair), pickVariance("harmonic", pair)]).toEqual([2, 6, 3]);
  });

  it("joins them as it is told to", () => {
    expect(pickVariance("harmonic", { in: 2, out: 4 }, reciprocalSum)).toBe(1.5);
    expect(pickVariance("in", { in: 2, out: 4 }, reciprocalSum)).toBe(2);
  });
});
