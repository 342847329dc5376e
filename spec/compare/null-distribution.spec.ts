import fc from "fast-check";
import { nullDistribution } from "../../src/compare/null-distribution.js";
import { gammaOfMeanOne, randomSource } from "../../src/compare/random.js";

const normals = (count: number): Float64Array => {
  const { normal } = randomSource(3);
  return Float64Array.from({ length: count }, normal);
};

describe("a distribution that was drawn", () => {
  it("gives normal numbers their own scores, beyond its table, too", () => {
    const { scoreOf, valueAt } = nullDistribution(normals(200_000));
    for (const z of [-4, -2.5, -1, 0, 0.3, 2, 3.5]) {
      expect(Math.abs(scoreOf(z) - z)).toBeLessThan(0.05);
      expect(Math.abs(valueAt(z) - z)).toBeLessThan(0.05);
    }
  });

  it("gives as many numbers a score beyond z as a normal distribution has, whatever it is", () => {
    const drawn = normals(50_000).map((x) => Math.exp(3 * x));
    const { scoreOf } = nullDistribution(drawn);
    for (const [z, tail] of [[1, 0.158655], [2, 0.02275]] as const) {
      expect(Math.abs(drawn.filter((x) => scoreOf(x) > z).length / drawn.length / tail - 1)).toBeLessThan(0.1);
      expect(Math.abs(drawn.filter((x) => scoreOf(x) < -z).length / drawn.length / tail - 1)).toBeLessThan(0.1);
    }
  });

  it("grows with the number, and scoreOf inverts valueAt", () => {
    const distribution = nullDistribution(normals(4000).map((x) => x ** 3));
    fc.assert(
      fc.property(fc.double({ min: -6, max: 6, noNaN: true }), (z) => {
        expect(distribution.scoreOf(distribution.valueAt(z))).toBeCloseTo(z, 6);
        expect(distribution.valueAt(z + 0.01)).toBeGreaterThan(distribution.valueAt(z));
      }),
    );
  });

  it("gives what most numbers are the score nearest to 0, and others theirs", () => {
    const mostlyZero = nullDistribution(normals(4000).map((x) => Math.max(0, x - 1)));
    expect(mostlyZero.scoreOf(0)).toBe(0);
    expect(mostlyZero.scoreOf(0.5)).toBeCloseTo(1.5, 0);
    expect(mostlyZero.scoreOf(-1)).toBeLessThan(-100);
    const constant = nullDistribution(new Float64Array(100).fill(7));
    expect([constant.scoreOf(7), constant.valueAt(2.9)]).toEqual([0, 7]);
    expect(constant.scoreOf(7.1)).toBeGreaterThan(100);
  });
});

describe("randomSource", () => {
  it("gives numbers of mean 0 and variance 1 that are not the last ones again", () => {
    const drawn = normals(100_000);
    const mean = (of: (x: number, index: number) => number): number => drawn.reduce((sum, x, index) => sum + of(x, index), 0) / drawn.length;
    expect(Math.abs(mean((x) => x))).toBeLessThan(0.015);
    expect(Math.abs(mean((x) => x * x) - 1)).toBeLessThan(0.02);
    expect(Math.abs(mean((x) => x ** 4) - 3)).toBeLessThan(0.15);
    expect(Math.abs(mean((x, index) => x * (drawn[index + 1] ?? 0)))).toBeLessThan(0.015);
  });

  it.each([0.3, 1, 4, 500])("gives gamma variables of mean 1 and their variance and skewness, of shape %d", (shape) => {
    const random = randomSource(5);
    const drawn = Array.from({ length: 100_000 }, () => gammaOfMeanOne(shape, random));
    const moment = (power: number): number => drawn.reduce((sum, x) => sum + (x - 1) ** power, 0) / drawn.length;
    expect(Math.abs(moment(1))).toBeLessThan(5 * Math.sqrt(1 / shape / 1e5));
    expect(Math.abs(moment(2) * shape - 1)).toBeLessThan(0.05);
    expect(Math.abs(moment(3) / moment(2) ** 1.5 - 2 / Math.sqrt(shape))).toBeLessThan(0.2);
  });

  it("gives the same for the same seed, and others for another", () => {
    const first = (seed: number): number => randomSource(seed).uniform();
    expect(first(1)).toBe(first(1));
    expect(new Set([0, 1, 2, 3].map(first)).size).toBe(4);
  });
});
