import { describe, expect, it } from "@jest/globals";
import { isWithin, offIntent, ratioOf } from "../../src/check/tensors.js";

describe("isWithin", () => {
  it("takes a ratio and its inverse up to the limit itself", () => {
    expect([2, 1, 0.5].map((ratio) => isWithin(ratio, 2))).toEqual([true, true, true]);
    expect([2.0001, 0.4999, 0].map((ratio) => isWithin(ratio, 2))).toEqual([false, false, false]);
  });
});

describe("ratioOf", () => {
  it("is none to nothing", () => {
    expect(ratioOf(3, 2)).toBe(1.5);
    expect(ratioOf(3, 0)).toBeNull();
  });
});

describe("offIntent", () => {
  const off = (mean: number, intended: { readonly mean: number; readonly std: number }): readonly string[] => offIntent({ ...intended, mean, ratio: 1 }, intended);

  it("grants a mean 0.41 of the intended root mean square, whatever its scale and sign", () => {
    for (const scale of [1e-3, 1, 1e3]) {
      for (const sign of [1, -1]) {
        const intended = { mean: 3 * scale * sign, std: 4 * scale };
        expect(off((3 * sign + 5 * 0.41) * scale, intended)).toEqual([]);
        expect(off((3 * sign - 5 * 0.41) * scale, intended)).toEqual([]);
        expect(off((3 * sign + 5 * 0.42) * scale, intended)).toEqual(["mean"]);
        expect(off((3 * sign - 5 * 0.42) * scale, intended)).toEqual(["mean"]);
      }
    }
  });

  it("has nothing to say where nothing is intended", () => {
    expect(offIntent({ mean: 7, std: 7, ratio: null }, null)).toEqual([]);
  });
});
