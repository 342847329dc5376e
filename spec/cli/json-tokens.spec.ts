import { describe, expect } from "@jest/globals";
import { fc, test } from "@fast-check/jest";
import { tokenAt, type Token } from "../../src/cli/json-tokens.js";

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let token = tokenAt(text, 0); token.kind !== "end"; token = tokenAt(text, token.end)) {
    tokens.push(token);
    if (!(token.end > token.start)) throw new Error("This would go on forever.");
  }
  return tokens;
}

describe("the tokens of a text", () => {
  const soup = fc.array(fc.constantFrom(...Array.from("[]{},:\"\\ \n\r\tu0-9.eEtruefalsn+/'"))).map((characters) => characters.join(""));

  test.prop([fc.oneof(soup, fc.string({ unit: "binary" }))])("come one after the other, and to an end", (text) => {
    const tokens = tokensOf(text);
    for (const { start, end } of tokens) expect(end).toBeGreaterThan(start);
    for (const [index, { start }] of tokens.entries()) expect(start).toBeGreaterThanOrEqual(tokens[index - 1]?.end ?? 0);
  });

  test.prop([fc.json()])("of JSON are its pieces", (json) => {
    const pieces = tokensOf(json).map(({ start, end }) => json.slice(start, end));
    expect(JSON.stringify(JSON.parse(pieces.join(" ")))).toBe(JSON.stringify(JSON.parse(json)));
    expect(tokensOf(pieces.join(" \n\t\r")).map(({ kind }) => kind)).toEqual(tokensOf(json).map(({ kind }) => kind));
  });

  test.each<[string, Token["kind"], number, number]>([
    [' "a\\u00e9\\n" ', "string", 1, 12],
    ['"a\tb"', "control character", 2, 3],
    ['"a\\xb"', "bad escape", 2, 3],
    ['"ab\n"', "unclosed string", 0, 3],
    ['"ab\r"', "unclosed string", 0, 3],
    ['"ab', "unclosed string", 0, 3],
    [" -1.5e+3,", "word", 1, 8],
    ["01 ", "bad word", 0, 2],
    ["😀x", "other", 0, 2],
    ["\u00a0x", "other", 0, 1],
    [" ]x", "]", 1, 2],
    [" \n", "end", 2, 2],
  ])("are told apart: %j starts with a token %s from %i to %i", (text, kind, start, end) => {
    expect(tokenAt(text, 0)).toEqual({ kind, start, end });
  });
});
