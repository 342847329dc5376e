import type { Distribution } from "../../src/hypernetwork/distribution.js";
import { applyDrawn, type Dense } from "../../src/hypernetwork/nodes/dense.js";
import { randomOf } from "../../src/hypernetwork/random.js";

const apply = (map: Dense, samples: readonly (readonly number[])[], seed = 1): readonly (readonly number[])[] => {
  const from = { count: samples.length, width: map.inputs, values: Float64Array.from(samples.flat()) };
  const { values: to } = applyDrawn(map, from, randomOf(seed));
  return samples.map((_, sample) => [...to.subarray(sample * map.outputs, (sample + 1) * map.outputs)]);
};
const constant = (value: number): Distribution => ({ type: "constant", value });
const uniform: Distribution = { type: "uniform", low: -1, high: 1 };
const unit = (length: number, at: number): readonly number[] => Array.from({ length }, (_, index) => (index === at ? 1 : 0));

describe("applyDrawn", () => {
  it("weighs and adds up inputs, sample by sample, and adds the bias", () => {
    const map = { inputs: 3, outputs: 2, weight: constant(2), bias: constant(0.5) };
    expect(apply(map, [[1, 2, 3], [0, 0, -1]])).toEqual([[12.5, 12.5], [-1.5, -1.5]]);
  });

  it("gives the bias alone for weights of zero, and zeros without either", () => {
    expect(apply({ inputs: 3, outputs: 2, weight: constant(0), bias: constant(4) }, [[1, 2, 3]])).toEqual([[4, 4]]);
    expect(apply({ inputs: 3, outputs: 1, weight: constant(0), bias: null }, [[1, 2, 3]])).toEqual([[0]]);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9])("uses every one of %i inputs, with the same weights for every sample", (inputs) => {
    const map = { inputs, outputs: 3, weight: uniform, bias: null };
    const columns = apply(map, Array.from({ length: inputs }, (_, index) => unit(inputs, index)));
    const weights = columns.flat();
    expect(new Set(weights).size).toBe(3 * inputs);
    expect(weights.every((weight) => weight !== 0)).toBe(true);
    // Linear: 1·first column + 2·second column + …
    const [mixed] = apply(map, [Array.from({ length: inputs }, (_, index) => index + 1)]);
    mixed!.forEach((found, output) => {
      expect(found).toBeCloseTo(columns.reduce((sum, column, index) => sum + (index + 1) * column[output]!, 0), 12);
    });
  });

  it("draws a bias per output, the same for every sample", () => {
    const [first, second] = apply({ inputs: 2, outputs: 50, weight: constant(0), bias: uniform }, [[1, 2], [3, 4]]);
    expect(first).toEqual(second);
    expect(new Set(first).size).toBe(50);
  });
});
