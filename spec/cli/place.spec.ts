import { describe, expect } from "@jest/globals";
import { fc, test } from "@fast-check/jest";
import { placeOf } from "../../src/cli/place.js";

describe("the place of a position", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "\n", "\r", "é", "😀", "\ud83d", "\ude00"), maxLength: 30 });

  test.prop([text, fc.nat()])("is its line, and its column in characters", (given, position) => {
    const at = position % (given.length + 1);
    const lines = given.slice(0, at).split("\n");
    expect(placeOf(given, at)).toEqual({ line: lines.length, column: [...lines.at(-1)!].length + 1 });
  });

  test("may be behind more than a list can hold", () => {
    const long = "x".repeat(2 ** 27);
    expect(placeOf(long, long.length)).toEqual({ line: 1, column: 2 ** 27 + 1 });
  });
});
