import { describe, expect } from "@jest/globals";
import { fc, test } from "@fast-check/jest";
import { numberValue, wordValue } from "../../src/cli/option-values.js";

const given = (value?: string) => ({ values: new Map(value === undefined ? [] : [["size", value]]) });
const number = (value?: string): number | undefined => numberValue(given(value), "size", (x) => x >= -1, "a number of at least -1", "hyperfan x");
const word = (value?: string): string | undefined => wordValue(given(value), "size", ["small", "large"], "hyperfan x");

describe("an option that takes a number", () => {
  test.prop([fc.double({ min: -1, noNaN: true, noDefaultInfinity: true })])("takes every number that it allows", (x) => {
    expect(number(String(x))).toBe(Number(String(x)));
  });

  test.each(["-1.5", "", " ", "one", "NaN", "Infinity", "1 2"])("does not take %j", (text) => {
    expect(() => number(text)).toThrow(expect.objectContaining({ exitCode: 2, message: `Expected a number of at least -1 for --size; got ${text}.`, details: ["See hyperfan x --help."] }));
  });
});

describe("an option that takes a word", () => {
  test("takes the words that it knows, and no others", () => {
    expect([word("small"), word("large")]).toEqual(["small", "large"]);
    expect(() => word("lage")).toThrow(expect.objectContaining({ exitCode: 2, message: 'Unknown size "lage"; did you mean "large"?', details: ["See hyperfan x --help."] }));
  });
});

test("an option that is not given has no value", () => {
  expect([number(), word()]).toEqual([undefined, undefined]);
});
