import { describe, expect, it } from "@jest/globals";
import { hermiteCoefficients, MOST_COEFFICIENTS } from "../../src/math/hermite-expansion.js";

const STDS = [0.01, 0.5, 1, 3, 7, 100, 1e8] as const;

describe("hermiteCoefficients", () => {
  it.each(STDS)("of x at std %d are that std in the first degree alone", (std) => {
    const found = hermiteCoefficients((x) => x, std, MOST_COEFFICIENTS);
    found.forEach((a, k) => { expect(Math.abs(a / std - (k === 1 ? 1 : 0))).toBeLessThan(1e-12); });
  });

  it.each([0.01, 0.5, 1, 3, 6])("of cos and sin at std %d are those of e^(itx), e^(−s²/2)·s^k/√k!", (std) => {
    for (const length of [64, MOST_COEFFICIENTS]) {
      const [even, odd] = [hermiteCoefficients(Math.cos, std, length), hermiteCoefficients(Math.sin, std, length)];
      let magnitude = Math.exp((-std * std) / 2);
      for (let k = 0; k < length; k += 1) {
        const sign = k % 4 < 2 ? 1 : -1;
        expect(Math.abs((k % 2 === 0 ? even : odd)[k]! - sign * magnitude)).toBeLessThan(1e-10);
        expect(Math.abs((k % 2 === 0 ? odd : even)[k]!)).toBeLessThan(1e-10);
        magnitude *= std / Math.sqrt(k + 1);
      }
    }
  });

  it.each(STDS)("of the sign at std %d are those of a jump, √(2/π)·h_(k−1)(0)/√k for odd k", (std) => {
    const found = hermiteCoefficients(Math.sign, std, MOST_COEFFICIENTS);
    let before = 1;
    for (let k = 1; k < MOST_COEFFICIENTS; k += 2) {
      expect(Math.abs(found[k]! - (Math.sqrt(2 / Math.PI) * before) / Math.sqrt(k))).toBeLessThan(1e-11);
      // h_{k+1}(0) = −√(k/(k + 1))·h_{k−1}(0)
      before *= -Math.sqrt(k / (k + 1));
    }
  });
});
