import { describe, expect, test } from "@jest/globals";
import { safetensorsHeaderBytes, shapesFromSafetensors } from "../../src/shapes/index.js";
import { issueOf, issuesOf } from "./issues-of.js";
import { headerBytes, headerOf } from "./safetensors-bytes.js";

const tensors = [
  { name: "a.weight", shape: [4, 3] },
  { name: "a.bias", shape: [4] },
];
const sound = headerOf(tensors);
const DATA = 64;

const read = (header: unknown): unknown => shapesFromSafetensors(headerBytes(typeof header === "string" ? header : JSON.stringify(header)));
const entry = (dtype: string, shape: unknown, offsets: unknown): Record<string, unknown> => ({ a: { dtype, shape, data_offsets: offsets } });

describe("a safetensors file", () => {
  test("is read from its header alone", () => {
    const start = headerBytes(JSON.stringify(sound));
    const { format, targetShapes, paramMeta } = shapesFromSafetensors(start, { fileBytes: start.length + DATA });
    expect(format).toBe("safetensors");
    expect(targetShapes).toEqual([[4, 3], [4]]);
    expect(paramMeta).toEqual([{ name: "weight", layer: 0, label: "a.weight" }, { name: "bias", layer: 0, label: "a.bias" }]);
  });

  test("tells from its first bytes how many more hold the header", () => {
    const start = headerBytes(JSON.stringify(sound));
    expect(safetensorsHeaderBytes(start.subarray(0, 8))).toBe(start.length);
    expect(shapesFromSafetensors(start)).toEqual(shapesFromSafetensors(new Uint8Array([...start, 1, 2, 3])));
  });

  test("may be a view into a larger buffer", () => {
    const start = headerBytes(JSON.stringify(sound));
    const larger = new Uint8Array(start.length + 5);
    larger.set(start, 5);
    expect(shapesFromSafetensors(larger.subarray(5))).toEqual(shapesFromSafetensors(start));
  });

  test("may hold tensors in any order of their data", () => {
    const { "a.weight": weight, "a.bias": bias } = sound;
    expect(read({ "a.bias": bias, "a.weight": weight })).toMatchObject({ targetShapes: [[4], [4, 3]] });
  });

  test("may hold tensors without elements anywhere, before the one that begins there, too", () => {
    const none = { dtype: "F32", shape: [0], data_offsets: [4, 4] };
    expect(read({ a: { dtype: "F32", shape: [1, 1], data_offsets: [0, 4] }, b: { dtype: "F32", shape: [1, 1], data_offsets: [4, 8] }, none })).toMatchObject({ targetShapes: [[1, 1], [1, 1]] });
  });

  test("says in its metadata that the axes are those of MLX", () => {
    const kernel = [{ name: "conv.weight", shape: [16, 3, 3, 8] }];
    const fans = (format: string): unknown => (read(headerOf(kernel, { format })) as { readonly paramMeta: readonly unknown[] }).paramMeta[0];
    expect(fans("mlx")).toMatchObject({ fanIn: 72, fanOut: 144 });
    expect(fans("pt")).not.toHaveProperty("fanIn");
  });

  test.each([["F64", 8], ["F32", 4], ["F16", 2], ["BF16", 2], ["F8_E4M3", 1], ["F8_E5M2", 1], ["C64", 8]])("has elements of type %s in %d bytes", (dtype, bytes) => {
    expect(read(entry(dtype, [2, 3], [0, 6 * bytes]))).toMatchObject({ targetShapes: [[2, 3]] });
    expect(issueOf(() => read(entry(dtype, [2, 3], [0, 6 * bytes + 1])))).toMatch(/^\/a wrong-size: /);
  });

  test("has elements smaller than a byte in whole bytes", () => {
    expect(read(entry("F4", [2, 3], [0, 3]))).toMatchObject({ targetShapes: [[2, 3]] });
    expect(read(entry("F6_E2M3", [2, 2], [0, 3]))).toMatchObject({ targetShapes: [[2, 2]] });
    expect(issueOf(() => read(entry("F4", [3, 3], [0, 5])))).toBe('/a wrong-size: The tensor "a" of type F4 and shape [3, 3] takes 36 bits, which is no whole number of bytes, but its data_offsets give it 5 bytes.');
  });

  test("leaves integers, scalars and tensors without elements out, with the reason", () => {
    const header = headerOf([
      { name: "w", shape: [2, 3] },
      { name: "n.num_batches_tracked", shape: [], dtype: "I64" },
      { name: "q.weight", shape: [8, 8], dtype: "I32" },
      { name: "mask", shape: [2], dtype: "BOOL" },
      { name: "none", shape: [0, 3] },
      { name: "logit_scale", shape: [] },
    ]);
    const { skipped } = read(header) as { readonly skipped: readonly { readonly name: string; readonly reason: string }[] };
    expect(skipped.map(({ name, reason }) => `${name} ${reason.split(/[,:;]/)[0] ?? ""}`)).toEqual([
      "n.num_batches_tracked counts batches or steps",
      "q.weight holds integers",
      "mask holds no numbers",
      "none has no elements",
      "logit_scale is a scalar",
    ]);
  });
});

describe("a header that is written otherwise than by the format's own library", () => {
  const spaced = JSON.stringify(headerOf([...tensors, { name: "scalar", shape: [] }, { name: 'quote"d.weight', shape: [2, 2] }], { format: "pt", note: "{}" }), null, 1);

  test("is read alike", () => {
    expect(read(spaced)).toEqual(read(JSON.stringify(JSON.parse(spaced))));
    expect(read(JSON.stringify(sound).replaceAll('"dtype":"F32",', "").replaceAll("]}", '],"dtype":"F32"}'))).toEqual(read(sound));
  });

  test.each<[string, string, RegExp]>([
    ["leading zeros in a shape", '{"a":{"dtype":"F32","shape":[02],"data_offsets":[0,8]}}', / not-json: /],
    ["leading zeros in an offset", '{"a":{"dtype":"F32","shape":[2],"data_offsets":[00,8]}}', / not-json: /],
    ["a comma too many in a shape", '{"a":{"dtype":"F32","shape":[2,],"data_offsets":[0,8]}}', / not-json: /],
    ["no brace before", ' "a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}', / not-json: /],
    ["something behind", '{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}x', / not-json: /],
    ["no end", '{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},', / not-json: /],
    ["a shape of too many dimensions", `{"a":{"dtype":"F32","shape":[${Array.from({ length: 65 }, () => 1).join(",")}],"data_offsets":[0,4]}}`, /too-many-dimensions/],
    ["metadata that is not JSON", '{"__metadata__":{x},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}', / not-json: /],
    ["metadata with a key twice", '{"__metadata__":{"x":"1","x":"2"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}', /^\/__metadata__\/x repeated-key: /],
  ])("is refused with %s", (_what, text, expected) => { expect(issueOf(() => read(text))).toMatch(expected); });
});

describe("a hostile safetensors file is refused", () => {
  test.each<[string, () => unknown, string]>([
    ["that is shorter than its length", () => shapesFromSafetensors(new Uint8Array(7)), " truncated: A safetensors file starts with 8 bytes that hold the length of its header; this one has 7."],
    ["whose header is cut short", () => shapesFromSafetensors(headerBytes("{}", 100n)), " truncated: The header is said to end at byte 108, and only 16 bytes are there: the file is cut short, or this is no safetensors file."],
    ["whose header is said to be larger than the format allows", () => shapesFromSafetensors(headerBytes("{}", 100_000_001n)), " header-too-large: The header is said to have 100000001 bytes, and the format allows at most 100000000: this is no safetensors file, or it is damaged."],
    ["whose header is said to be larger than any file", () => shapesFromSafetensors(headerBytes("{}", 2n ** 64n - 1n)), " header-too-large: The header is said to have 18446744073709551615 bytes, and the format allows at most 100000000: this is no safetensors file, or it is damaged."],
    ["whose data is cut short", () => shapesFromSafetensors(headerBytes(JSON.stringify(sound)), { fileBytes: headerBytes(JSON.stringify(sound)).length + DATA - 1 }), " wrong-file-size: The tensors take 64 bytes behind the header, and the file has 63 there: the file is cut short; get it again."],
    ["with something behind its data", () => shapesFromSafetensors(headerBytes(JSON.stringify(sound)), { fileBytes: headerBytes(JSON.stringify(sound)).length + DATA + 1 }), " wrong-file-size: The tensors take 64 bytes behind the header, and the file has 65 there: the format allows nothing behind the last tensor."],
    ["whose header is not UTF-8", () => shapesFromSafetensors(new Uint8Array([...headerBytes("{}").subarray(0, 8), 0x7b, 0xff, 0x7d, 0x20, 0x20, 0x20, 0x20, 0x20])), " not-utf-8: The header is not UTF-8 text; get the file again."],
    ["whose header is a list", () => read("[]"), " wrong-type: The header has to be an object of tensors; this one is []."],
    ["without tensors", () => read({}), " no-tensors: The model has no tensors."],
    ["with nothing to generate", () => read(headerOf([{ name: "x", shape: [] }])), " no-tensors: The model's only tensor cannot be generated: x is a scalar, which has no fan, and no role gives it a start value; keep it in the main network."],
    ["whose tensors overlap", () => read({ a: { dtype: "F32", shape: [2], data_offsets: [0, 8] }, b: { dtype: "F32", shape: [2], data_offsets: [4, 12] } }), '/b/data_offsets overlap: The tensors "a" and "b" overlap: one ends at byte 8, the other begins at 4.'],
    ["with a hole", () => read({ a: { dtype: "F32", shape: [2], data_offsets: [0, 8] }, b: { dtype: "F32", shape: [2], data_offsets: [9, 17] } }), '/b/data_offsets hole: No tensor has the bytes from 8 to 9, before "b": the format allows no holes.'],
    ["that starts with a hole", () => read(entry("F32", [1], [4, 8])), '/a/data_offsets hole: No tensor has the bytes from 0 to 4, before "a": the format allows no holes.'],
    ["with a tensor that ends before it begins", () => read(entry("F32", [1], [8, 4])), "/a/data_offsets bad-offsets: The tensor ends at byte 4, before it begins at 8."],
    ["whose second tensor has other bytes than it takes", () => read({ a: { dtype: "F32", shape: [2], data_offsets: [0, 8] }, b: { dtype: "F16", shape: [3, 2], data_offsets: [8, 24] } }), '/b wrong-size: The tensor "b" of type F16 and shape [3, 2] takes 12 bytes, but its data_offsets give it 16 bytes.'],
    ["whose file is shorter than its header", () => shapesFromSafetensors(headerBytes(JSON.stringify(sound)), { fileBytes: 20 }), ` truncated: The header is said to end at byte ${headerBytes(JSON.stringify(sound)).length}, and only 20 bytes are there: the file is cut short, or this is no safetensors file.`],
    ["whose header is null", () => read("null"), " wrong-type: The header has to be an object of tensors; this one is null."],
    ["whose header is a number", () => read("7"), " wrong-type: The header has to be an object of tensors; this one is 7."],
    ["with metadata that is null", () => read({ __metadata__: null, ...sound }), "/__metadata__ wrong-type: Expected an object of strings as __metadata__; got null."],
    ["with metadata that is text", () => read({ __metadata__: "x", ...sound }), '/__metadata__ wrong-type: Expected an object of strings as __metadata__; got "x".'],
    ["with a tensor that is null", () => read({ a: null }), "/a wrong-type: Expected an object with dtype, shape and data_offsets; got null."],
    ["with half an offset", () => read(entry("F32", [1], [0, 4.5])), "/a/data_offsets bad-offsets: Expected two whole numbers from 0 to 2^53 - 1 as data_offsets; got [0, 4.5]."],
    ["with three offsets", () => read(entry("F32", [1], [0, 4, 8])), "/a/data_offsets bad-offsets: Expected two whole numbers from 0 to 2^53 - 1 as data_offsets; got a list of 3."],
    ["with negative offsets", () => read(entry("F32", [1], [-4, 0])), "/a/data_offsets bad-offsets: Expected two whole numbers from 0 to 2^53 - 1 as data_offsets; got [-4, 0]."],
    ["with offsets past 2^53", () => read('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,9007199254740993]}}'), "/a/data_offsets bad-offsets: Expected two whole numbers from 0 to 2^53 - 1 as data_offsets; got [0, 9007199254740992]."],
    ["without offsets", () => read({ a: { dtype: "F32", shape: [1] } }), "/a/data_offsets bad-offsets: Expected two whole numbers from 0 to 2^53 - 1 as data_offsets; got undefined."],
    ["with an unknown type", () => read(entry("F128", [1], [0, 16])), "/a/dtype unknown-type: Expected one of BOOL, F4, F6_E2M3, F6_E3M2, F8_E5M2, F8_E4M3, F8_E8M0, F8_E4M3FNUZ, F8_E5M2FNUZ, F16, BF16, F32, F64, C64, U8, I8, U16, I16, U32, I32, U64, I64 as dtype; got \"F128\"."],
    ["with an unknown key", () => read({ a: { dtype: "F32", shape: [1], data_offsets: [0, 4], extra: 1 } }), '/a/extra unknown-key: Remove the unknown key "extra". Known here: dtype, shape, data_offsets.'],
    ["with a tensor that is no object", () => read({ a: [1, 2] }), "/a wrong-type: Expected an object with dtype, shape and data_offsets; got a list of 2."],
    ["with a fractional dimension", () => read(entry("F32", [1.5], [0, 6])), "/a/shape/0 bad-dimension: Expected whole numbers from 0 to 2^53 - 1 as dimensions; got 1.5."],
    ["with a negative dimension", () => read(entry("F32", [2, -1], [0, 8])), "/a/shape/1 bad-dimension: Expected whole numbers from 0 to 2^53 - 1 as dimensions; got -1."],
    ["with a shape that overflows", () => read(entry("F32", [4294967296, 4294967296], [0, 0])), "/a/shape too-large: The shape 4294967296 x 4294967296 has more than 2^53 - 1 elements."],
    ["with a shape of too many dimensions", () => read(entry("F32", Array.from({ length: 65 }, () => 1), [0, 4])), "/a/shape too-many-dimensions: Expected at most 64 dimensions; got 65."],
    ["with a shape that is no list", () => read(entry("F32", "3x3", [0, 36])), '/a/shape not-a-shape: Expected a list of dimensions, such as [64, 3, 7, 7]; got "3x3".'],
    ["with a tensor called __proto__", () => read('{"__proto__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'), "/__proto__ reserved-name: Rename the tensor __proto__: this name cannot be used as a key."],
    ["with a tensor twice", () => read('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'), '/a repeated-key: Remove one of the two entries with the key "a": only one of them can be meant.'],
    ["with a tensor twice, once in escapes", () => read('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"\\u0061":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'), '/a repeated-key: Remove one of the two entries with the key "a": only one of them can be meant.'],
    ["with a shape twice", () => read('{"a":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}}'), '/a/shape repeated-key: Remove one of the two entries with the key "shape": only one of them can be meant.'],
    ["with metadata twice", () => read('{"__metadata__":{"format":"pt"},"__metadata__":{"format":"mlx"},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'), '/__metadata__ repeated-key: Remove one of the two entries with the key "__metadata__": only one of them can be meant.'],
    ["with metadata that is a list", () => read({ __metadata__: [], ...sound }), "/__metadata__ wrong-type: Expected an object of strings as __metadata__; got []."],
    ["with metadata that is no text", () => read({ __metadata__: { step: 3 }, ...sound }), "/__metadata__/step wrong-type: Expected a string; got 3."],
  ])("%s", (_what, make, message) => {
    expect(issueOf(make)).toBe(message);
  });

  test("that is not JSON", () => {
    expect(issueOf(() => read('{"a": }'))).toMatch(/^ not-json: The header is not JSON: /);
  });

  test("that is deep, without overflowing a stack", () => {
    const deep = (brackets: number): string => `{"a":${"[".repeat(brackets)}${"]".repeat(brackets)}}`;
    expect(issueOf(() => read(deep(9_999)))).toBe("/a wrong-type: Expected an object with dtype, shape and data_offsets; got a list of 1.");
    expect(issueOf(() => read(deep(100_000)))).toBe(" too-deep: Expected brackets in brackets at most 10000 deep; got 100001.");
  });

  test("whose tensors have more elements together than can be counted", () => {
    const size = 2 ** 52 / 4;
    const halves = Array.from({ length: 9 }, (_, index) => ({ name: `w${index}`, shape: [size, 1] }));
    const header = Object.fromEntries(halves.map(({ name, shape }, index) => [name, { dtype: "F4", shape, data_offsets: [(index * size) / 2, ((index + 1) * size) / 2] }]));
    expect(issueOf(() => read(header))).toBe(" too-large: The model's tensors have more than 2^53 - 1 elements in all.");
  });

  test("naming every tensor that is wrong", () => {
    const header = { a: { dtype: "F31", shape: [1], data_offsets: [0, 4] }, b: { dtype: "F32", shape: [-1], data_offsets: [0, 4] }, c: 1 };
    expect(issuesOf(() => read(header)).map(({ pointer }) => pointer)).toEqual(["/a/dtype", "/b/shape/0", "/c"]);
  });

  test("that is no bytes at all", () => {
    expect(issueOf(() => shapesFromSafetensors("{}" as unknown as Uint8Array))).toBe(" wrong-type: Expected the file's first bytes as a Uint8Array; got \"{}\".");
  });
});
