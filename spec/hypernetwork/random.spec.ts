import { randomOf } from "../../src/hypernetwork/random.js";

const take = (seed: number, count: number): readonly number[] => {
  const { uniform } = randomOf(seed);
  return Array.from({ length: count }, uniform);
};
const meanOf = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

describe("randomOf", () => {
  it("repeats the numbers of a seed, and gives others for another seed", () => {
    expect(take(7, 100)).toEqual(take(7, 100));
    expect(take(8, 100)).not.toEqual(take(7, 100));
  });

  // So that a change of generator, which changes every simulation, is seen.
  it("starts seed 1 as it always has", () => {
    expect(take(1, 3)).toEqual([0.004876045626588166, 0.10620073426980525, 0.8004205267643556]);
  });

  it("stays inside (0, 1), with the moments of a uniform distribution", () => {
    const values = take(3, 1e5);
    expect(Math.min(...values)).toBeGreaterThan(0);
    expect(Math.max(...values)).toBeLessThan(1);
    // Standard errors: √(1/12/1e5) = 0.0009 of the mean, √(1/180/1e5) = 0.00024 of the variance.
    expect(Math.abs(meanOf(values) - 1 / 2)).toBeLessThan(0.0036);
    expect(Math.abs(meanOf(values.map((x) => (x - 1 / 2) ** 2)) - 1 / 12)).toBeLessThan(0.001);
  });

  it.each([0, 1, 2, 3])("number %i of consecutive seeds is uniform too, and so unrelated", (position) => {
    const values = Array.from({ length: 4000 }, (_, seed) => take(seed, 4)[position]!);
    const deviations = values.map((x) => x - 1 / 2);
    const product = meanOf(deviations.slice(1).map((x, index) => x * deviations[index]!));
    // Standard errors: 0.0046 of the mean, 1/12/√4000 = 0.0013 of the product.
    expect(Math.abs(meanOf(deviations))).toBeLessThan(0.0183);
    expect(Math.abs(product)).toBeLessThan(0.0053);
  });

  it("keeps seeds apart that differ in one bit, up to the largest", () => {
    const seeds = [0, ...Array.from({ length: 32 }, (_, bit) => 2 ** bit), 2 ** 32 - 1];
    expect(new Set(seeds.map((seed) => take(seed, 1)[0])).size).toBe(seeds.length);
  });
});
