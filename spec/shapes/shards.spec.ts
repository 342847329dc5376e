import { describe, expect, test } from "@jest/globals";
import { safetensorsShardNames, shapesFromSafetensorsShards, type Shard } from "../../src/shapes/index.js";
import { issueOf, issuesOf } from "./issues-of.js";
import { headerBytes, headerOf } from "./safetensors-bytes.js";

const shard = (...tensors: readonly { readonly name: string; readonly shape: readonly number[] }[]): Shard => ({ start: headerBytes(JSON.stringify(headerOf(tensors))) });
const index = { metadata: { total_size: 88 }, weight_map: { "a.weight": "1.safetensors", "a.bias": "2.safetensors", "b.weight": "2.safetensors" } };
const first = shard({ name: "a.weight", shape: [4, 3] });
const second = shard({ name: "a.bias", shape: [4] }, { name: "b.weight", shape: [2, 3] });
const shards = new Map([["1.safetensors", first], ["2.safetensors", second]]);

describe("a model in several safetensors files", () => {
  test("is one list of tensors, in the order of its index", () => {
    const { targetShapes, paramMeta } = shapesFromSafetensorsShards(index, shards);
    expect(targetShapes).toEqual([[4, 3], [4], [2, 3]]);
    expect(paramMeta.map(({ layer }) => layer)).toEqual([0, 0, 1]);
  });

  test("names its files once each, from text as from data", () => {
    expect(safetensorsShardNames(JSON.stringify(index))).toEqual(["1.safetensors", "2.safetensors"]);
    expect(safetensorsShardNames(new TextEncoder().encode(JSON.stringify(index)))).toEqual(safetensorsShardNames(index));
  });

  test.each([["/etc/passwd"], ["../x"], ["a/b"], ["a\\b"], [".."], [""], ["a\0b"], [3]])("has files beside its index only, not %j", (file) => {
    expect(issuesOf(() => safetensorsShardNames({ weight_map: { t: file } }))).toMatchObject([{ pointer: "/weight_map/t", code: "bad-file-name" }]);
  });

  test.each([[".hidden.safetensors"], ["x."], ["...safetensors"]])("may have files of any other name, such as %j", (file) => {
    expect(safetensorsShardNames({ weight_map: { t: file } })).toEqual([file]);
  });

  test("says which name is none", () => {
    expect(issueOf(() => safetensorsShardNames({ weight_map: { t: "../x" } }))).toBe('/weight_map/t bad-file-name: Expected the name of a file beside the index; got "../x".');
  });

  test("says by the metadata of its first file whose axes they are", () => {
    const mlx: Shard = { start: headerBytes(JSON.stringify(headerOf([{ name: "conv.weight", shape: [16, 3, 3, 8] }], { format: "mlx" }))) };
    const { paramMeta } = shapesFromSafetensorsShards({ weight_map: { "conv.weight": "m" } }, new Map([["m", mlx]]));
    expect(paramMeta).toMatchObject([{ fanIn: 72, fanOut: 144 }]);
    expect(shapesFromSafetensorsShards(index, shards).format).toBe("safetensors");
  });

  test("has as many files as any model", () => {
    const weight_map = Object.fromEntries(Array.from({ length: 10_000 }, (_, file) => [`t${file}`, `${file}.safetensors`]));
    expect(safetensorsShardNames({ weight_map })).toHaveLength(10_000);
  });

  test("has no more files than any model", () => {
    const weight_map = Object.fromEntries(Array.from({ length: 10_001 }, (_, file) => [`t${file}`, `${file}.safetensors`]));
    expect(issueOf(() => safetensorsShardNames({ weight_map }))).toBe("/weight_map too-many-files: Expected an index of at most 10000 files; got 10001.");
  });

  test.each<[string, () => unknown, string]>([
    ["an index without a map", () => safetensorsShardNames({}), "/weight_map missing: Give an index with a weight_map, an object from tensor names to file names."],
    ["an index that is text", () => safetensorsShardNames('"x"'), "/weight_map missing: Give an index with a weight_map, an object from tensor names to file names."],
    ["an index whose map is text", () => safetensorsShardNames({ weight_map: "x" }), "/weight_map missing: Give an index with a weight_map, an object from tensor names to file names."],
    ["an index whose map is a list", () => safetensorsShardNames({ weight_map: ["x"] }), "/weight_map missing: Give an index with a weight_map, an object from tensor names to file names."],
    ["an index whose map is null", () => safetensorsShardNames({ weight_map: null }), "/weight_map missing: Give an index with a weight_map, an object from tensor names to file names."],
    ["an index that is no UTF-8", () => safetensorsShardNames(new Uint8Array([0xff])), " not-utf-8: The index is not UTF-8 text; get the file again."],
    ["an index that is null", () => safetensorsShardNames(null), "/weight_map missing: Give an index with a weight_map, an object from tensor names to file names."],
    ["an index with a key twice", () => safetensorsShardNames('{"weight_map":{"a":"1","a":"2"}}'), '/weight_map/a repeated-key: Remove one of the two entries with the key "a": only one of them can be meant.'],
    ["a tensor called __proto__", () => safetensorsShardNames('{"weight_map":{"__proto__":"1"}}'), "/weight_map/__proto__ reserved-name: Rename the tensor __proto__: this name cannot be used as a key."],
    ["a file that is not given", () => shapesFromSafetensorsShards(index, new Map([["1.safetensors", first]])), '/2.safetensors missing-file: Give the start of the file "2.safetensors", which the index names.'],
    ["a tensor that is not where it should be", () => shapesFromSafetensorsShards({ weight_map: { ...index.weight_map, c: "1.safetensors" } }, shards), '/weight_map/c missing-tensor: The index says that the tensor "c" is in "1.safetensors", and it is not.'],
    ["a tensor that the index does not know", () => shapesFromSafetensorsShards({ weight_map: { "a.weight": "1.safetensors", "a.bias": "2.safetensors" } }, shards), '/2.safetensors/b.weight unlisted-tensor: The tensor "b.weight" of "2.safetensors" is not in the index.'],
    ["a damaged file", () => shapesFromSafetensorsShards(index, new Map([...shards, ["2.safetensors", { start: new Uint8Array(3) }]])), "/2.safetensors truncated: 2.safetensors: A safetensors file starts with 8 bytes that hold the length of its header; this one has 3."],
  ])("is refused with %s", (_what, read, message) => {
    expect(issueOf(read)).toBe(message);
  });

  test("is refused where its headers are larger together than one may be, before any is read", () => {
    const start = new Uint8Array(8);
    new DataView(start.buffer).setBigUint64(0, 60_000_000n, true);
    expect(issueOf(() => shapesFromSafetensorsShards(index, new Map([["1.safetensors", { start }], ["2.safetensors", { start }]])))).toBe(" headers-too-large: The headers of the model's files have more than 100000000 bytes in all, which is the most that one file may have.");
  });

  test("is refused with a tensor in two files", () => {
    const both = new Map([["1.safetensors", first], ["2.safetensors", shard({ name: "a.weight", shape: [4, 3] }, { name: "a.bias", shape: [4] }, { name: "b.weight", shape: [2, 3] })]]);
    expect(issuesOf(() => shapesFromSafetensorsShards(index, both))).toContainEqual({
      pointer: "/2.safetensors/a.weight",
      code: "repeated-name",
      message: 'The tensor "a.weight" is in "1.safetensors" and in "2.safetensors"; only one of them can be meant.',
    });
  });
});
