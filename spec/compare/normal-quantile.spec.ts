import fc from "fast-check";
import { sidakLevel, twoSidedQuantile } from "../../src/compare/normal-quantile.js";
import { erfc } from "../../src/math/erf.js";

describe("twoSidedQuantile", () => {
  // By mpmath with 30 digits: √2·erfcinv(tail).
  it.each([
    [0.5, 0.6744897501960817],
    [0.05, 1.959963984540054],
    [0.01, 2.5758293035489004],
    [1e-3, 3.2905267314918945],
    [1e-8, 5.730728868236289],
    [1e-15, 8.02685888253454],
    [1e-100, 21.30594006935153],
    [1e-300, 37.06578788077213],
  ])("of %d is known", (tail, z) => {
    expect(Math.abs(twoSidedQuantile(tail) / z - 1)).toBeLessThan(2e-15);
  });

  it("is 0 where everything is in the tails, and has a largest value", () => {
    expect(twoSidedQuantile(1)).toBe(0);
    expect(twoSidedQuantile(0)).toBe(twoSidedQuantile(1e-300));
  });

  it("inverts erfc", () => {
    fc.assert(
      fc.property(fc.double({ min: -690, max: -1e-3, noNaN: true }), (logarithm) => {
        const tail = Math.exp(logarithm);
        const found = erfc(twoSidedQuantile(tail) / Math.SQRT2);
        // The tail's relative error is that of z, z² times.
        expect(Math.abs(found / tail - 1)).toBeLessThan(1e-15 * (10 + 4 * Math.abs(logarithm)));
      }),
    );
  });
});

describe("sidakLevel", () => {
  it("leaves the chance of any false alarm in independent tests at the given one", () => {
    for (const count of [1, 2, 16, 1000]) expect(1 - (1 - sidakLevel(0.01, count)) ** count).toBeCloseTo(0.01, 12);
  });

  it("keeps its digits for a million tests", () => {
    expect(sidakLevel(0.01, 1e6) / (-Math.log(0.99) / 1e6)).toBeCloseTo(1, 7);
  });
});
