import fc from "fast-check";
import { gammaSpread, meanSpread, productSpread, scoreOf, sumSpread, valueAt, type Spread } from "../../src/compare/spread.js";

const spreads = fc.record<Spread>({ variance: fc.double({ min: 1e-8, max: 2, noNaN: true }), skewness: fc.double({ min: -1, max: 2, noNaN: true }) });

describe("valueAt", () => {
  // Quantiles of χ²(ν)/ν from tables (Abramowitz & Stegun, table 26.8).
  it.each([
    [4, 2.5758293035489004, 14.8603 / 4],
    [10, 2.5758293035489004, 25.1882 / 10],
    [10, -2.5758293035489004, 2.15586 / 10],
    [30, 1.959963984540054, 46.9792 / 30],
    [30, -1.959963984540054, 16.7908 / 30],
    [100, -2.5758293035489004, 67.3276 / 100],
  ])("is within 3 % of the quantile of a gamma variable: %d degrees of freedom, z = %d", (degrees, z, quantile) => {
    expect(Math.abs(valueAt(z, gammaSpread(2 / degrees)) / quantile - 1)).toBeLessThan(0.03);
  });

  it("is that of a normal variable without skewness", () => {
    expect(valueAt(-1.5, { variance: 0.04, skewness: 0 })).toBeCloseTo(0.7, 12);
  });

  it("is not negative", () => {
    expect(valueAt(-9, gammaSpread(0.5))).toBe(0);
    expect(valueAt(-9, { variance: 1, skewness: 0 })).toBe(0);
  });

  it("grows with z, and scoreOf inverts it", () => {
    fc.assert(
      fc.property(spreads, fc.double({ min: -4, max: 4, noNaN: true }), (spread, z) => {
        const value = valueAt(z, spread);
        expect(valueAt(z + 0.1, spread)).toBeGreaterThanOrEqual(value);
        if (value > 1e-6) expect(scoreOf(value, spread)).toBeCloseTo(z, 3);
      }),
    );
  });

  it("does not jump where the skewness passes 0", () => {
    const [below, at, above] = [-1e-9, 0, 1e-9].map((skewness) => valueAt(2, { variance: 0.1, skewness }));
    expect(below! - at!).toBeCloseTo(0, 8);
    expect(above! - at!).toBeCloseTo(0, 8);
  });
});

describe("the spread", () => {
  it("of a product has the exact variance, and the skewness of a gamma variable at most", () => {
    const { variance, skewness } = productSpread(gammaSpread(0.25), gammaSpread(0.05));
    expect(variance).toBeCloseTo(1.25 * 1.05 - 1, 12);
    expect(skewness).toBeCloseTo(2 * Math.sqrt(variance), 12);
  });

  it("of a product keeps a skewness below that: X³ of (1, −1/2) by its moments", () => {
    const x = { variance: 0.01, skewness: -0.5 };
    const { variance, skewness } = productSpread(x, x);
    const [second, third] = [1.01 ** 2, (1 + 0.03 - 0.5 * 1e-3) ** 2];
    expect(variance).toBeCloseTo(second - 1, 12);
    expect(skewness).toBeCloseTo((third - 3 * second + 2) / (second - 1) ** 1.5, 9);
  });

  it("of a product with a constant is that of the other factor", () => {
    const { variance, skewness } = productSpread({ variance: 0.2, skewness: 0.3 }, { variance: 0, skewness: 0 });
    expect(variance).toBeCloseTo(0.2, 12);
    expect(skewness).toBeCloseTo(0.3, 12);
  });

  it("of a mean of equal parts is that of a sum of as many", () => {
    const one = { variance: 0.3, skewness: 0.8 };
    const half = sumSpread(one, 0.5, one);
    expect(half.variance).toBeCloseTo(meanSpread(one, 2).variance, 12);
    expect(half.skewness).toBeCloseTo(meanSpread(one, 2).skewness, 12);
  });
});
