import fc from "fast-check";
import { harmonicMean, reciprocalSum } from "../../src/math/means.js";
import { toRational, ulpsFrom, type Rational } from "../properties/rational.js";

/** 2ab/(a + b), exactly. */
function exactHarmonicMean(a: number, b: number): Rational {
  const [x, y] = [toRational(a), toRational(b)];
  return { numerator: 2n * x.numerator * y.numerator, denominator: (x.numerator + y.numerator) * x.denominator };
}

const normal = fc.double({ min: 1e-300, max: 1e308, noNaN: true });

describe("harmonicMean", () => {
  it("is 2/(1/a + 1/b)", () => {
    expect(harmonicMean(2, 6)).toBe(3);
    expect(harmonicMean(1, 1)).toBe(1);
  });

  it("is 2.1e-5 for the heads of a 784 → 300 layer with a bias, 100 units before it and gain 2", () => {
    // 2/(2·784·100) and 2/(300·100): 1/a = 78400, 1/b = 15000, 2/93400
    expect(harmonicMean(2 / (2 * 784 * 100), 2 / (300 * 100))).toBeCloseTo(2 / 93400, 18);
  });

  it("is 0 when either is 0", () => {
    expect([harmonicMean(0, 3), harmonicMean(3, 0), harmonicMean(0, 0)]).toEqual([0, 0, 0]);
  });

  it("is within 2 units in the last place of the exact mean, however far apart the two are", () => {
    fc.assert(fc.property(normal, normal, (a, b) => { expect(ulpsFrom(harmonicMean(a, b), exactHarmonicMean(a, b))).toBeLessThanOrEqual(2); }), { numRuns: 1000 });
  });

  it("does not depend on the order, and of equal numbers is that number", () => {
    fc.assert(
      fc.property(normal, normal, (a, b) => {
        expect(harmonicMean(a, b)).toBe(harmonicMean(b, a));
        expect(harmonicMean(a, a)).toBe(a);
      }),
    );
  });

  it("neither overflows nor underflows on the way", () => {
    expect(harmonicMean(1e308, 1e308)).toBe(1e308);
    expect(harmonicMean(1e-308, 1e-308)).toBe(1e-308);
    expect(harmonicMean(1e-300, 1e300)).toBe(2e-300);
  });
});

describe("reciprocalSum", () => {
  it("is 2(1/a + 1/b): 186 800 for those heads, as the reference implementations have it", () => {
    expect(reciprocalSum(2, 4)).toBe(1.5);
    expect(reciprocalSum(2 / (2 * 784 * 100), 2 / (300 * 100))).toBeCloseTo(186800, 9);
  });

  it("is infinite when either is 0", () => {
    expect([reciprocalSum(0, 3), reciprocalSum(3, 0)]).toEqual([Infinity, Infinity]);
  });
});
