import { momentsOf, type Distribution } from "../../src/hypernetwork/distribution.js";
import { fill } from "../../src/hypernetwork/fill.js";
import { randomOf } from "../../src/hypernetwork/random.js";

const COUNT = 200_000;

function drawn(distribution: Distribution, count = COUNT): Float64Array {
  const values = new Float64Array(count);
  fill(values, count, distribution, randomOf(5));
  return values;
}
const moment = (values: Float64Array, power: number, about: number): number => values.reduce((sum, x) => sum + (x - about) ** power, 0) / values.length;

describe("fill", () => {
  const distributions: readonly Distribution[] = [
    { type: "uniform", low: -3, high: 1 },
    { type: "uniform", low: 0.5, high: 0.75 },
    { type: "normal", mean: 2, std: 0.5 },
    { type: "normal", mean: 0, std: 4 },
    { type: "constant", value: -1.5 },
  ];

  it.each(distributions)("draws %j with its mean and variance", (distribution) => {
    const values = drawn(distribution);
    const { mean, variance } = momentsOf(distribution);
    // Four standard errors; that of a variance is √(E[x⁴]/σ⁴ − 1) ≤ √2 of it.
    expect(Math.abs(moment(values, 1, mean))).toBeLessThanOrEqual(4 * Math.sqrt(variance / COUNT));
    expect(Math.abs(moment(values, 2, mean) - variance)).toBeLessThanOrEqual(4 * Math.sqrt(2 / COUNT) * variance);
  });

  it("draws uniform numbers between their bounds", () => {
    const values = drawn({ type: "uniform", low: -3, high: 1 });
    expect(values.every((x) => x > -3 && x < 1)).toBe(true);
    expect(values.some((x) => x < -2.999)).toBe(true);
    expect(values.some((x) => x > 0.999)).toBe(true);
  });

  it("draws normal numbers that are normal: neighbours unrelated, fourth moment 3, a twentieth beyond 1.96", () => {
    const values = drawn({ type: "normal", mean: 0, std: 1 });
    const products = values.slice(1).map((x, index) => x * values[index]!);
    expect(Math.abs(moment(products, 1, 0))).toBeLessThan(4 / Math.sqrt(COUNT));
    // Var(x⁴) = 96
    expect(Math.abs(moment(values, 4, 0) - 3)).toBeLessThan(4 * Math.sqrt(96 / COUNT));
    const beyond = values.filter((x) => Math.abs(x) > 1.959964).length / COUNT;
    expect(Math.abs(beyond - 0.05)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / COUNT));
  });

  it.each([0, 1, 2, 3, 4, 5])("fills the first %i entries and leaves the others", (count) => {
    for (const distribution of distributions) {
      const values = new Float64Array(6).fill(NaN);
      fill(values, count, distribution, randomOf(1));
      expect([...values].map(Number.isFinite)).toEqual(Array.from(values, (_, index) => index < count));
    }
  });
});
