import { describe, expect } from "@jest/globals";
import { fc, test } from "@fast-check/jest";
import { counted, fourDigits, withCommas, ratioText, scoreText } from "../../src/cli/numbers.js";

const wide = fc.oneof(fc.double({ min: -1e300, max: 1e300, noNaN: true }), fc.double({ min: 1e-6, max: 1e6, noNaN: true }));
const positive = wide.map(Math.abs).filter((x) => x > 0);

describe("a number in a report", () => {
  test.each([
    [null, "-"], [0, "0"], [-0, "0"], [1, "1.000"], [-1, "-1.000"], [0.0001, "0.0001000"], [0.000099994, "1.00e-4"], [-0.00005, "-5.00e-5"],
    [9999, "9999"], [10_000, "10000"], [12_345.6, "12346"], [99_999, "99999"], [100_000, "1.00e+5"], [-123_456, "-1.23e+5"], [Infinity, "Infinity"],
  ])("%p is shown as %s", (x, shown) => {
    expect(fourDigits(x)).toBe(shown);
  });

  test.prop([wide])("is what it says to half a unit of its last digit", (x) => {
    const shown = fourDigits(x);
    expect(Math.abs(Number(shown) - x)).toBeLessThanOrEqual(Math.abs(x) * (shown.includes("e") ? 5.1e-3 : 5.1e-4));
    expect(shown.length).toBeLessThanOrEqual(10);
  });
});

describe("a ratio in a report", () => {
  test.each([
    [null, "-"], [0, "0"], [1, "1.000"], [0.1, "0.100"], [0.09999, "0.100"], [0.0123456, "0.0123"], [0.0001, "0.000100"], [0.00009, "9.00e-5"],
    [9.9994, "9.999"], [10, "10.0"], [999.94, "999.9"], [1000, "1000"], [123_456, "1.23e+5"],
  ])("%p is shown as %s", (x, shown) => {
    expect(ratioText(x)).toBe(shown);
  });

  test.prop([positive])("is what it says to a relative error of 1 %", (x) => {
    expect(Math.abs(Number(ratioText(x)) - x)).toBeLessThanOrEqual(x * 0.0051);
  });
});

describe("a score in a report", () => {
  test.each([[null, "-"], [0, "0.00"], [-3.456, "-3.46"], [999.99, "999.99"], [1000, "1.0e+3"], [-1000, "-1.0e+3"], [-54_321, "-5.4e+4"], [-Infinity, "-Infinity"]])("%p is shown as %s", (z, shown) => {
    expect(scoreText(z)).toBe(shown);
  });
});

test.each([[0, "0 chunks"], [1, "1 chunk"], [2, "2 chunks"], [1_234_567, "1,234,567 chunks"]])("%i is counted in words: %s", (count, words) => {
  expect(counted(count, "chunk")).toBe(words);
});

test.prop([fc.oneof(fc.maxSafeNat(), fc.nat(10_000))])("a whole number is written as in British English", (count) => {
  expect(withCommas(count)).toBe(count.toLocaleString("en-GB"));
});
