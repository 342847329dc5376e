import { describe, expect } from "@jest/globals";
import { fc, test } from "@fast-check/jest";
import { COMPACT, INDENTED, ITEM_PER_LINE, jsonTexts } from "../../src/cli/json-texts.js";

const textOf = (value: unknown, layout = INDENTED): string => [...jsonTexts(value, layout)].join("");

const harmless = (text: string): boolean => !/[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/.test(text);
const unit = fc.oneof(fc.string({ unit: "binary", minLength: 1, maxLength: 1 }), fc.constantFrom("\u007f", "\u009b", "\u061c", "\u200f", "\u2028", "\u202e", "\u2066", "\ud800"));
const json = fc.jsonValue({ maxDepth: 6, stringUnit: unit });
const withGaps = fc.dictionary(fc.string(), fc.option(fc.dictionary(fc.string(), fc.option(fc.array(json), { nil: undefined })), { nil: undefined }));

describe("the texts of a value", () => {
  test.prop([fc.oneof(json, withGaps)])("are together what JSON.stringify makes of it", (value) => {
    fc.pre(harmless(JSON.stringify(value)));
    expect(textOf(value)).toBe(`${JSON.stringify(value, null, 2)}\n`);
    expect(textOf(value, COMPACT)).toBe(`${JSON.stringify(value)}\n`);
  });

  test.prop([json])("are JSON of the same value in every layout, without what harms a terminal", (value) => {
    for (const layout of [INDENTED, COMPACT, ITEM_PER_LINE]) {
      const text = textOf(value, layout);
      expect(harmless(text)).toBe(true);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    }
  });

  test("are short, however long lists are that they hold", () => {
    const long = Array.from({ length: 1000 }, (_, index) => ({ index, shape: [1, 2] }));
    for (const value of [long, { heads: long }, { chunks: { runs: long } }]) {
      for (const layout of [INDENTED, COMPACT, ITEM_PER_LINE]) {
        const lengths = [...jsonTexts(value, layout)].map((text) => text.length);
        expect(lengths.length).toBeGreaterThan(1000);
        expect(Math.max(...lengths)).toBeLessThan(100);
      }
    }
  });

  test("are made when they are asked for", () => {
    const made: number[] = [];
    const list = Array.from({ length: 3 }, (_, index) => ({ get at() { made.push(index); return index; } }));
    const texts = jsonTexts(list, COMPACT);
    while (!texts.next().value!.startsWith("{"));
    expect(made).toEqual([0]);
  });

  test("can put an item of a list on a line", () => {
    expect(textOf({ name: "a", none: [], list: [[1, 2], { b: 3 }] }, ITEM_PER_LINE)).toBe('{\n  "name": "a",\n  "none": [],\n  "list": [\n    [1,2],\n    {"b":3}\n  ]\n}\n');
  });
});
