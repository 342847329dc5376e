import { describe, expect, it } from "@jest/globals";
import { comparison, isClose, must, shown } from "../../src/arbitraries/laws/comparison.js";

const { close, alike, tolerance } = comparison(0.01);
const messageOf = (compare: () => void): string => {
  try {
    compare();
  } catch (error) {
    return (error as Error).message;
  }
  return "alike";
};

describe("two numbers", () => {
  it.each<[number, number, boolean]>([
    [100, 99, true],
    [99, 100, true],
    [100, 98.9, false],
    [98.9, 100, false],
    [-100, -99.5, true],
    [1, -1, false],
    [0, 0, true],
    [0, 1e-300, false],
    [Infinity, Infinity, true],
    [Infinity, 1, false],
    [NaN, NaN, false],
    [NaN, 1, false],
  ])("%d and %d agree within a hundredth of the larger: %s", (a, b, expected) => {
    expect(isClose(a, b, tolerance)).toBe(expected);
    expect(isClose(b, a, tolerance)).toBe(expected);
  });

  it("that differ are named with both", () => {
    expect(messageOf(() => { close(1, 1.001, () => "the gain"); })).toBe("alike");
    expect(messageOf(() => { close(1, 2, () => "the gain"); })).toBe("the gain is 1 instead of 2");
    expect(messageOf(() => { close(undefined, 2, () => "the gain"); })).toBe("the gain is undefined instead of 2");
    expect(messageOf(() => { close(1, undefined, () => "the gain"); })).toBe("the gain is 1 instead of undefined");
    expect(messageOf(() => { close(undefined, undefined, () => "the gain"); })).toBe("the gain is undefined instead of undefined");
  });
});

describe("plain data", () => {
  it.each<[unknown, unknown, string]>([
    [{ a: 1, b: [2, null] }, { b: [2.001, null], a: 1 }, "alike"],
    [1, 1.001, "alike"],
    [1, 2, "plan: it is 1 instead of 2"],
    ["x", "x", "alike"],
    ["x", "y", 'plan: it is "x" instead of "y"'],
    [null, {}, "plan: it is null instead of {}"],
    [{ a: 1 }, null, 'plan: it is {"a":1} instead of null'],
    [undefined, null, "plan: it is nothing instead of null"],
    [{ a: 1 }, { a: 1, b: 2 }, "plan: /b is nothing instead of 2"],
    [{ a: 1, b: 2 }, { a: 1 }, "plan: /b is 2 instead of nothing"],
    [{ a: { b: [1, 2] } }, { a: { b: [1, 3] } }, "plan: /a/b/1 is 2 instead of 3"],
    [{ a: 1 }, { a: "1" }, 'plan: /a is 1 instead of "1"'],
    [{ a: true }, { a: false }, "plan: /a is true instead of false"],
    [[1], [1, 2], "plan: /1 is nothing instead of 2"],
  ])("%j and %j: %s", (actual, expected, message) => {
    expect(messageOf(() => { alike(actual, expected, () => "plan"); })).toBe(message);
  });
});

it("what is shown is JSON, but for numbers that JSON has not, and nothing", () => {
  expect([NaN, Infinity, 0.5, undefined, null, "a", [1], { a: 1 }].map(shown)).toEqual(["NaN", "Infinity", "0.5", "nothing", "null", '"a"', "[1]", '{"a":1}']);
});

it("what must be makes its message only where it is not", () => {
  expect(() => { must(true, () => { throw new Error("made"); }); }).not.toThrow();
  expect(() => { must(false, () => "not so"); }).toThrow(/^not so$/u);
});
