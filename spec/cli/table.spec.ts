import { describe, expect } from "@jest/globals";
import { fc, test } from "@fast-check/jest";
import { LINE_WIDTH, tableLines, wrapped, type Column } from "../../src/cli/table.js";

const columns: readonly Column[] = [{ title: "name", align: "left" }, { title: "n", align: "right" }, { title: "word", align: "left" }];
const widthOf = (text: string): number => [...text].length;

describe("a table", () => {
  test("puts text to the left and numbers to the right, in columns as wide as what is in them", () => {
    expect(tableLines(columns, [["a", "1", "fine"], ["long name", "1234", ""]])).toEqual([
      "  name          n  word",
      "  a             1  fine",
      "  long name  1234",
    ]);
  });

  test("of no rows is its titles, and a cell that is missing is empty", () => {
    expect(tableLines(columns, [])).toEqual(["  name  n  word"]);
    expect(tableLines(columns, [["a"], []])).toEqual(["  name  n  word", "  a", ""]);
  });

  test("keeps a name that fits exactly, and cuts one that is a character longer in its middle", () => {
    const name = (length: number): string => `12 ${"x".repeat(length - 6)}end`;
    const most = LINE_WIDTH - "    1  fine".length;
    expect(tableLines(columns, [[name(most), "1", "fine"]])[1]).toBe(`  ${name(most)}  1  fine`);
    expect(tableLines(columns, [[name(most + 1), "1", "fine"]])[1]).toBe(`  12 …${"x".repeat(most - 7)}end  1  fine`);
  });

  test("cuts a name without an index at its start, and leaves it 8 characters at least", () => {
    const wide = "9".repeat(100);
    expect(tableLines(columns, [["abcdefghijkl", wide, ""]])[1]).toBe(`  …fghijkl  ${wide}`);
    expect(tableLines(columns, [["1 bcdefghijkl", wide, ""]])[1]).toBe(`  1 …hijkl  ${wide}`);
    expect(tableLines(columns, [["123456 cdefghijkl", wide, ""]])[1]).toBe(`  …fghijkl  ${wide}`);
  });

  test("counts characters, not code units, and shows control characters as question marks", () => {
    expect(tableLines(columns, [["😀\u0007", "1", ""], ["abc", "22", ""]])).toEqual(["  name   n  word", "  😀?     1", "  abc   22"]);
  });

  test.prop([fc.array(fc.tuple(fc.string({ maxLength: 120, unit: "grapheme" }), fc.integer().map(String), fc.constantFrom("", "fine", "off")), { maxLength: 4 })])("fits its lines, whatever its names are", (rows) => {
    for (const line of tableLines(columns, rows)) expect(widthOf(line)).toBeLessThanOrEqual(LINE_WIDTH);
  });
});

describe("a sentence", () => {
  test("is broken between words, at 80 columns, and indented from its second line on", () => {
    const word = "x".repeat(39);
    expect(wrapped(`${word} ${word}y ${word} a`)).toEqual([`${word} ${word}y`, `  ${word} a`]);
    expect(wrapped(`${word} ${word}yz`)).toEqual([word, `  ${word}yz`]);
    expect(wrapped("")).toEqual([""]);
  });

  test("is not broken within a word, or before one that is too long for any line", () => {
    const long = "x".repeat(100);
    expect(wrapped(`${long} a ${long} b`)).toEqual([long, "  a", `  ${long}`, "  b"]);
  });

  test("has no empty line where its words are far apart", () => {
    const [full, long] = ["x".repeat(80), "y".repeat(100)];
    expect(wrapped(`${full}  ${long}`)).toEqual([full, `   ${long}`]);
  });

  test("shows control characters as question marks", () => {
    expect(wrapped("a\nb \u001b[2J")).toEqual(["a?b ?[2J"]);
  });

  test.prop([fc.array(fc.string({ minLength: 1, maxLength: 70, unit: fc.constantFrom("a", "é", "😀") }), { minLength: 1, maxLength: 20 })])("keeps its words, and fits its lines", (words) => {
    const lines = wrapped(words.join(" "));
    expect(lines.map((line) => line.trim()).join(" ")).toBe(words.join(" "));
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(LINE_WIDTH);
  });
});

describe("a text that is longer than any line", () => {
  const label = `7 ${"x".repeat(2 ** 27)}end`;

  test("is cut in a table", () => {
    expect(tableLines(columns, [[label, "1", "fine"]])[1]).toBe(`  7 …${"x".repeat(63)}end  1  fine`);
  });

  test("is shortened in a sentence", () => {
    expect(wrapped(`It is ${label}, it is.`).map((line) => line.replaceAll(/x+/g, "x"))).toEqual(["It is 7", "  xend,", "  it is."]);
  });
});
