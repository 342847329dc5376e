import { describe, expect } from "@jest/globals";
import { fc, test } from "@fast-check/jest";
import { findFault } from "../../src/cli/json-fault.js";

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const json = fc.oneof(fc.json(), fc.dictionary(fc.string({ maxLength: 2 }), fc.oneof(fc.integer(), fc.double(), fc.constant([1, {}])), { minKeys: 1, maxKeys: 3 }).map((value) => JSON.stringify(value)));

/** JSON with a piece taken out and another put in: sometimes sound, mostly not. */
const damaged = fc
  .tuple(json, fc.nat(), fc.nat(3), fc.oneof(fc.constantFrom("", ",", ":", "{", "}", "[", "]", '"', "\\", "0", "-", ".", "e", "null", " ", "\n", "\u007f", "\u2028"), fc.string({ maxLength: 3, unit: "binary" })))
  .map(([text, position, removed, added]) => {
    const at = position % (text.length + 1);
    return text.slice(0, at) + added + text.slice(at + removed);
  });

const soup = fc.array(fc.constantFrom("{", "}", "[", "]", ",", ":", '"a"', "1", "true", " "), { maxLength: 8 }).map((parts) => parts.join(""));

describe("findFault", () => {
  test.prop([fc.oneof(damaged, soup)], { numRuns: 5000 })("finds a fault exactly where JSON.parse does", (text) => {
    expect(findFault(text) === undefined).toBe(parses(text));
  });

  test.prop([json, fc.nat()], { numRuns: 1000 })("finds the fault of a text that was cut off at its end", (text, position) => {
    const cut = text.slice(0, position % text.length);
    fc.pre(!parses(cut));
    const { token } = findFault(cut)!;
    expect(cut.slice(token.end).trim()).toBe("");
  });

  test("takes a long string in one go", () => {
    expect(findFault(`["${"a".repeat(2e7)}" x]`)?.token.start).toBe(2e7 + 4);
  });
});
