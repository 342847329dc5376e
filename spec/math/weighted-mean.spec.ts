import { EMPTY_MEAN, valueOf, withTerm, type WeightedMean } from "../../src/math/weighted-mean.js";

const meanOf = (terms: readonly (readonly [weight: number, value: number])[]): WeightedMean =>
  terms.reduce<WeightedMean>((mean, [weight, value]) => withTerm(mean, weight, value), EMPTY_MEAN);

describe("a weighted mean", () => {
  it("is the sum of the weighted values over the sum of the weights", () => {
    expect(valueOf(meanOf([[1, 2], [3, 6]]))).toBe(5);
    expect(meanOf([[1, 2], [3, 6]]).weight).toBe(4);
  });

  it("of equal values is that value, to the last bit", () => {
    // 3 · 0.1 is 0.30000000000000004, a third of which is not 0.1.
    expect(valueOf(meanOf([[1, 0.1], [1, 0.1], [1, 0.1]]))).toBe(0.1);
    expect(valueOf(meanOf([[7, 1 / 3], [1e9, 1 / 3]]))).toBe(1 / 3);
  });

  it("keeps what a plain sum would lose", () => {
    expect(valueOf(meanOf([[1, 1], [1, 2 ** -60], [1, 2 ** -60], [2, 0.5]]))).toBe(0.4);
    expect(valueOf(meanOf([[1, 1e16], [1, 1], [1, 1], [1, 0]]))).toBe((1e16 + 2) / 4);
    expect(valueOf(meanOf([[1, 1], [1, 1e16], [1, 1], [1, 0]]))).toBe((1e16 + 2) / 4);
  });

  it("of no terms is no number", () => {
    expect(valueOf(EMPTY_MEAN)).toBeNaN();
    expect(EMPTY_MEAN.weight).toBe(0);
  });

  it("leaves the mean that it starts from as it is", () => {
    const one = withTerm(EMPTY_MEAN, 1, 2);
    withTerm(one, 1, 4);
    expect(valueOf(one)).toBe(2);
    expect(valueOf(EMPTY_MEAN)).toBeNaN();
  });
});
