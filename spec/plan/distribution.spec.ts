import fc from "fast-check";
import { momentsOf, uniformBound, uniformOf } from "../../src/hypernetwork/distribution.js";
import { mean, positive } from "../properties/arbitraries.js";
import { relativeError } from "../properties/relative-error.js";

describe("uniformOf", () => {
  it("is uniform on mean ± √(3·variance)", () => {
    expect(uniformOf(0, 3)).toEqual({ type: "uniform", low: -uniformBound(3), high: uniformBound(3) });
    expect(uniformBound(3)).toBeCloseTo(3, 15);
    const { low, high } = uniformOf(5, 1 / 3) as { low: number; high: number };
    expect([low, high]).toEqual([expect.closeTo(4, 14), expect.closeTo(6, 14)]);
  });

  it("is a constant for a variance of zero", () => {
    expect(uniformOf(2, 0)).toEqual({ type: "constant", value: 2 });
  });

  it("has the mean and variance that it is made for", () => {
    fc.assert(
      fc.property(mean(), positive(), (of, variance) => {
        const moments = momentsOf(uniformOf(of, variance));
        expect(moments.mean).toBeCloseTo(of, 9);
        expect(relativeError(moments.variance, variance)).toBeLessThan(1e-9);
      }),
    );
  });

  it("neither overflows nor underflows for any variance", () => {
    expect(uniformOf(0, Number.MIN_VALUE)).toMatchObject({ type: "uniform", high: expect.closeTo(3.85e-162, 164) as number });
    expect(uniformOf(0, Number.MAX_VALUE)).toMatchObject({ type: "uniform" });
    expect(Number.isFinite(uniformBound(Number.MAX_VALUE))).toBe(true);
    expect(uniformBound(Number.MIN_VALUE)).toBeGreaterThan(0);
  });
});

describe("momentsOf", () => {
  it("are the mean and variance of each type", () => {
    expect(momentsOf({ type: "constant", value: -2 })).toEqual({ mean: -2, variance: 0 });
    expect(momentsOf({ type: "normal", mean: 1, std: 3 })).toEqual({ mean: 1, variance: 9 });
    expect(momentsOf({ type: "uniform", low: -3, high: 9 })).toEqual({ mean: 3, variance: 12 });
  });
});
