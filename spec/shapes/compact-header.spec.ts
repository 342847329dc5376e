import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { readCompact } from "../../src/shapes/safetensors/compact-header.js";
import { headerOf } from "./safetensors-bytes.js";

const KIND = { F64: "real", F32: "real", BF16: "real", I64: "integer", BOOL: "boolean", U8: "integer" } as const;
type Type = keyof typeof KIND;

interface Tensor {
  readonly name: string;
  readonly dtype: Type;
  readonly shape: readonly number[];
}

/** A header as the format's own library writes it. */
const textOf = (...given: Parameters<typeof headerOf>): string => JSON.stringify(headerOf(...given));

const name = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => !/["\\]|__|^\d+$/u.test(text));
const tensor = fc.record({ name, dtype: fc.constantFrom(...(Object.keys(KIND) as Type[])), shape: fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 4 }) });
const tensors = fc.uniqueArray(tensor, { selector: (each) => each.name, minLength: 1, maxLength: 8 });

const plain: Tensor = { name: "w", dtype: "F32", shape: [2, 3] };
const text = '{"w":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}';

describe("a header as the format's own library writes it", () => {
  it("is read at once, in any order of names, with metadata and the white space that pads it", () => {
    const metadata = fc.option(fc.dictionary(name.filter((key) => !/[{}]/u.test(key)), name.filter((value) => !/[{}]/u.test(value))), { nil: undefined });
    fc.assert(
      fc.property(tensors, metadata, fc.constantFrom("", " ", "   \n"), (given, notes, padding) => {
        const header = headerOf(given) as Readonly<Record<string, { readonly data_offsets: readonly [number, number] }>>;
        const entries = given.map(({ name: called, dtype, shape }) => {
          const [begin, end] = header[called]!.data_offsets;
          return { name: called, shape, elements: KIND[dtype], begin, end };
        });
        const found = readCompact(textOf(given, notes) + padding);
        expect(found?.entries).toEqual(entries);
        expect(found?.metadata).toEqual(notes);
      }),
    );
  });

  it("may have a tensor of 64 dimensions, and offsets of 15 digits", () => {
    const shape = Array<number>(64).fill(1);
    expect(readCompact(textOf([{ ...plain, shape }]))?.entries[0]?.shape).toEqual(shape);
    const far = text.replace("[0,24]", "[999999999999900,999999999999924]");
    expect(readCompact(far)?.entries[0]).toMatchObject({ begin: 999_999_999_999_900, end: 999_999_999_999_924 });
  });
});

describe("a header is left to the reader that tells what is wrong", () => {
  it.each<[string, string]>([
    ["without a brace", text.slice(1)],
    ["with another first character", `[${text.slice(1)}`],
    ["that does not end", text.slice(0, -1)],
    ["with something behind it", `${text}x`],
    ["with a comma at its end", `${text.slice(0, -1)},}`],
    ["with spaces between", text.replace(":", ": ")],
    ["with an escape in a name", text.replace('"w"', String.raw`"\u0077"`)],
    ["with a line break in a name", text.replace('"w"', '"w\n"')],
    ["with keys in another order", '{"w":{"shape":[2,3],"dtype":"F32","data_offsets":[0,24]}}'],
    ["of a type that the format has not", text.replace("F32", "F33")],
    ["with an offset that starts with a zero", text.replace("[0,24]", "[00,24]")],
    ["with an end that starts with a zero", text.replace("[0,24]", "[0,024]")],
    ["with a dimension that starts with a zero", text.replace("[2,3]", "[02,3]")],
    ["with a comma too many in its shape", text.replace("[2,3]", "[2,,3]")],
    ["with a comma before its shape", text.replace("[2,3]", "[,2,3]")],
    ["with a comma behind its shape", text.replace("[2,3]", "[2,3,]")],
    ["with a dimension of 16 digits", text.replace("[2,3]", "[2,3000000000000000]")],
    ["whose data is too short", text.replace("[0,24]", "[0,23]")],
    ["whose data is too long", text.replace("[0,24]", "[0,25]")],
    ["whose data is turned around", text.replace("[0,24]", "[24,0]")],
    ["with an offset of 16 digits", text.replace("[0,24]", "[1000000000000000,1000000000000024]")],
    ["of 65 dimensions", textOf([{ ...plain, shape: Array<number>(65).fill(1) }])],
    ["with a tensor called __proto__", text.replace('"w"', '"__proto__"')],
    ["with a tensor called __metadata__", text.replace('"w"', '"__metadata__"')],
    ["with a name twice", text.replace("}}", '},"w":{"dtype":"F32","shape":[2,3],"data_offsets":[24,48]}}')],
    ["with a name twice, another between", text.replace("}}", '},"a":{"dtype":"F32","shape":[],"data_offsets":[24,28]},"w":{"dtype":"F32","shape":[2,3],"data_offsets":[28,52]}}')],
    ["with a second entry that is none", text.replace("}}", '},"a":7}')],
    ["with a key of its metadata twice", text.replace("{", '{"__metadata__":{"a":"b","a":"c"},')],
    ["with metadata that is no JSON", text.replace("{", '{"__metadata__":{"a":b},')],
    ["with metadata at its end", text.replace("}}", '},"__metadata__":{"a":"b"}}')],
    ["with metadata alone", '{"__metadata__":{"a":"b"}}'],
    ["that is empty", "{}"],
    ["that is nothing", ""],
  ])("%s", (_what, given) => {
    expect(readCompact(given)).toBeUndefined();
  });
});
