import fc from "fast-check";
import { erfc } from "../../src/math/erf.js";
import { gaussianMean } from "../../src/math/quadrature.js";

/** Standard deviations over 300 decades, and a fine grid where the scales of distribution and function meet. */
const stds = [1e-150, 1e-100, 1e-30, 1e-9, ...Array.from({ length: 141 }, (_, i) => 10 ** ((i - 70) / 10)), 1e9, 1e16, 1e30, 1e75, 1e150];

const relativeError = (value: number, exact: number): number => Math.abs(value / exact - 1);

/** The largest error of the mean of f over the standard deviations, relative to the exact mean. */
const worstError = (f: (y: number) => number, exact: (std: number) => number, over = stds): number =>
  Math.max(...over.map((std) => relativeError(gaussianMean(f, std), exact(std))));

/** e^(x²) erfc(x) for x ≥ 0; by its continued fraction (Abramowitz & Stegun 1964, 7.1.14) where that converges fast. */
function scaledComplement(x: number): number {
  if (x < 2) return Math.exp(x * x) * erfc(x);
  let tail = x;
  for (let k = 200; k >= 1; k--) tail = x + k / 2 / tail;
  return 1 / (Math.sqrt(Math.PI) * tail);
}

describe("gaussianMean", () => {
  it("integrates powers of |y|: the absolute moments of the normal distribution", () => {
    const root = Math.sqrt(2 / Math.PI);
    expect(worstError(() => 1, () => 1)).toBeLessThan(5e-15);
    expect(worstError((y) => Math.abs(y), (std) => root * std)).toBeLessThan(5e-15);
    expect(worstError((y) => y * y, (std) => std * std)).toBeLessThan(5e-15);
    const narrow = stds.filter((std) => std > 1e-70 && std < 1e70);
    expect(worstError((y) => Math.abs(y) ** 3, (std) => 2 * root * std ** 3, narrow)).toBeLessThan(5e-15);
    expect(worstError((y) => y ** 4, (std) => 3 * std ** 4, narrow)).toBeLessThan(5e-15);
  });

  it("finds the little that a wide distribution leaves of a function that decays: E[exp(-|y|)]", () => {
    expect(worstError((y) => Math.exp(-Math.abs(y)), (std) => scaledComplement(std * Math.SQRT1_2))).toBeLessThan(5e-15);
  });

  it("finds it for algebraic decay as well: E[1/(1 + y²)]", () => {
    const exact = (std: number): number => (Math.sqrt(Math.PI / 2) / std) * scaledComplement(Math.SQRT1_2 / std);
    // Further out y^-2 times the density underflows, and the sum with it.
    const over = stds.filter((std) => std <= 1e100);
    expect(worstError((y) => 1 / (1 + y * y), exact, over)).toBeLessThan(5e-15);
  });

  it("sums all decades between the scales where all of them count: E[1/√(1 + y²)] = e^z K₀(z)/(std·√2π), z = 1/4std²", () => {
    const eulerMascheroni = 0.5772156649015329;
    // K₀(z) = −log(z/2) − γ up to terms in z
    const exact = (std: number): number => (Math.log(8) + 2 * Math.log(std) - eulerMascheroni) / (std * Math.sqrt(2 * Math.PI));
    expect(worstError((y) => 1 / Math.hypot(1, y), exact, [1e9, 1e16, 1e30, 1e75, 1e150])).toBeLessThan(1e-13);
  });

  it("integrates cosines of a few radians: E[cos y] = exp(-std²/2)", () => {
    expect(worstError(Math.cos, (std) => Math.exp((-std * std) / 2), [1e-150, 0.01, 0.3, 1, 1.5, 2])).toBeLessThan(1e-14);
  });

  it("takes a jump at zero at its middle, also at std 0, where nothing else is seen", () => {
    const jump = (y: number): number => (y > 0 ? 5 : 2);
    expect(worstError(jump, () => 3.5)).toBeLessThan(5e-15);
    expect(gaussianMean(jump, 0)).toBe(3.5);
    expect(gaussianMean(Math.cos, 0)).toBe(1);
  });

  it("is linear in the function and scales with its argument", () => {
    const std = fc.double({ min: 1e-20, max: 1e20, noNaN: true });
    const factor = fc.constantFrom(0.25, 0.5, 2, 1024);
    fc.assert(
      fc.property(std, factor, (s, c) => {
        const mean = gaussianMean(Math.abs, s);
        expect(relativeError(gaussianMean((y) => c * Math.abs(y) + 1, s), c * mean + 1)).toBeLessThan(1e-14);
        expect(relativeError(gaussianMean((y) => Math.abs(y / c), c * s), mean)).toBeLessThan(1e-14);
      }),
    );
  });

  it("costs 136 evaluations for std up to 1, and never 1100", () => {
    const evaluations = (std: number): number => {
      let count = 0;
      gaussianMean(() => ++count && 1, std);
      return count;
    };
    expect(evaluations(1)).toBe(136);
    expect(evaluations(1e-150)).toBe(136);
    expect(evaluations(1.01)).toBeLessThanOrEqual(138);
    expect(evaluations(10)).toBeLessThan(200);
    expect(evaluations(1e150)).toBeLessThan(1100);
  });

  it("has no mean for a standard deviation that is none", () => {
    expect([NaN, -1, Infinity].map((std) => gaussianMean(() => 1, std))).toEqual([NaN, NaN, NaN]);
  });
});
