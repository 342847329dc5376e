import { meanEstimate, varianceEstimate, type Estimate } from "../../src/simulate/estimate.js";
import { fill } from "../../src/hypernetwork/fill.js";
import { addPair, emptySums, type PairSums } from "../../src/simulate/pair-sums.js";
import { randomOf } from "../../src/hypernetwork/random.js";

const random = randomOf(11);

function normals(count: number, std: number): Float64Array {
  const values = new Float64Array(count);
  fill(values, count, { type: "normal", mean: 0, std }, random);
  return values;
}
const meanOf = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

/** Sums of `draws` draws of `elements` numbers that share a part: their variance is 1 + shared², their mean `mean`. */
function sumsOf(draws: number, elements: number, mean: number, shared: number): PairSums {
  const sums = emptySums();
  for (let draw = 0; draw < draws; draw += 1) {
    const [common = 0] = normals(1, shared);
    const values = [...normals(elements, 1)].map((x) => x + common + mean);
    addPair(sums, meanOf(values), meanOf(values.map((x) => x ** 2)));
  }
  return sums;
}
const PLAIN = { mean: 0, std: 1 };

describe("addPair", () => {
  it("gives means and centred sums, also of numbers far from zero", () => {
    const pairs = [[1, 2], [4, -1], [2, 2], [7, 0]].map(([x = 0, y = 0]) => [x + 1e8, y - 1e8] as const);
    const sums = emptySums();
    for (const [x, y] of pairs) addPair(sums, x, y);
    // Means 3.5 and 0.75 from there; by hand.
    const { count, meanX, meanY, xx, xy, yy } = sums;
    expect([count, meanX, meanY]).toEqual([4, 1e8 + 3.5, -1e8 + 0.75]);
    [[xx, 21], [xy, -8.5], [yy, 6.75]].forEach(([found = NaN, expected = NaN]) => { expect(found).toBeCloseTo(expected, 5); });
  });
});

describe("varianceEstimate", () => {
  // With so few draws, dividing by the wrong count or leaving the mean's own error in would show.
  it.each([[2, 0, 0.5], [3, 2, 0.5], [3, -1, 2], [10, 5, 0]])("is unbiased from %i draws around a mean of %d with a shared part of std %d", (draws, mean, shared) => {
    const found = Array.from({ length: 8000 }, () => varianceEstimate(1, sumsOf(draws, 3, mean, shared), PLAIN).measured);
    const average = meanOf(found);
    const error = Math.sqrt(meanOf(found.map((x) => (x - average) ** 2)) / found.length);
    expect(Math.abs(average - (1 + shared ** 2))).toBeLessThan(4 * error);
    expect(error / (1 + shared ** 2)).toBeLessThan(0.03);
  });

  it.each([[0, 0.5], [3, 0.5], [1, 2]])("has a standard error that tells how far off it is, around a mean of %d with a shared part of std %d", (mean, shared) => {
    const found = Array.from({ length: 800 }, () => varianceEstimate(1 + shared ** 2, sumsOf(100, 3, mean, shared), PLAIN));
    const squares = meanOf(found.map(({ z }) => z! ** 2));
    // Of 800 z² of about normal z: four standard errors of √(2/800), and a little for 100 draws.
    expect(Math.abs(squares - 1)).toBeLessThan(0.2 + 0.05);
  });

  it("is scaled back, and says nothing of z where every draw gave the same", () => {
    const sums = emptySums();
    for (let draw = 0; draw < 3; draw += 1) addPair(sums, 1, 3);
    expect(varianceEstimate(5, sums, { mean: 7, std: 2 })).toEqual<Estimate>({ predicted: 5, measured: 8, standardError: 0, z: null });
    expect(meanEstimate(9, sums, { mean: 7, std: 2 })).toEqual<Estimate>({ predicted: 9, measured: 9, standardError: 0, z: null });
  });
});

describe("meanEstimate", () => {
  it("is the mean, with the standard error of a mean", () => {
    const sums = emptySums();
    for (const x of [1, 2, 6]) addPair(sums, x, 0);
    const { measured, standardError, z } = meanEstimate(10, sums, { mean: 1, std: 2 });
    // Deviations −2, −1, 3: variance 14/2, of the mean 7/3, times 2².
    expect(measured).toBe(7);
    expect(standardError).toBeCloseTo(2 * Math.sqrt(7 / 3), 14);
    expect(z).toBeCloseTo(-3 / (2 * Math.sqrt(7 / 3)), 14);
  });
});
