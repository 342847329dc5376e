import { fill } from "../../src/hypernetwork/fill.js";
import { norm } from "../../src/hypernetwork/nodes/norm.js";
import { randomOf } from "../../src/hypernetwork/random.js";

const SAMPLES = 7;
const WIDTH = 5;
const values = new Float64Array(SAMPLES * WIDTH);
fill(values, values.length, { type: "normal", mean: 3, std: 2 }, randomOf(2));

const feature = (of: Float64Array, index: number): Float64Array => of.filter((_, at) => at % WIDTH === index);
const sample = (of: Float64Array, index: number): Float64Array => of.subarray(index * WIDTH, (index + 1) * WIDTH);
const meanOf = (of: Float64Array): number => of.reduce((sum, x) => sum + x, 0) / of.length;

function expectStandard(standardised: Float64Array, original: Float64Array): void {
  expect(meanOf(standardised)).toBeCloseTo(0, 12);
  expect(meanOf(standardised.map((x) => x ** 2))).toBeCloseTo(1, 12);
  // Moved and scaled, not reordered.
  const slope = (standardised[1]! - standardised[0]!) / (original[1]! - original[0]!);
  expect(slope).toBeGreaterThan(0);
  standardised.forEach((x, index) => { expect(x - standardised[0]!).toBeCloseTo(slope * (original[index]! - original[0]!), 12); });
}

describe("batch norm and layer norm", () => {
  it("batch norm gives each feature mean 0 and variance 1 over the samples", () => {
    const normalised = values.slice();
    norm("batch").sample({ count: SAMPLES, width: WIDTH, values: normalised }, randomOf(1));
    for (let index = 0; index < WIDTH; index += 1) expectStandard(feature(normalised, index), feature(values, index));
  });

  it("layer norm gives each sample mean 0 and variance 1 over its features", () => {
    const normalised = values.slice();
    norm("layer").sample({ count: SAMPLES, width: WIDTH, values: normalised }, randomOf(1));
    for (let index = 0; index < SAMPLES; index += 1) expectStandard(sample(normalised, index), sample(values, index));
  });

  it("gives zeros where nothing varies", () => {
    // The mean of seven times 0.1 is not 0.1.
    for (const value of [4, 0.1]) {
      const constant = new Float64Array(SAMPLES * WIDTH).fill(value);
      norm("batch").sample({ count: SAMPLES, width: WIDTH, values: constant }, randomOf(1));
      expect(constant.every((x) => x === 0)).toBe(true);
    }
  });
});
