import { describe, expect } from "@jest/globals";
import { fc, test } from "@fast-check/jest";
import { InvalidInputError, safetensorsHeaderBytes, safetensorsShardNames, shapesFromList, shapesFromSafetensors, shapesFromSafetensorsShards, shapesFromTfjs, type ModelShapes } from "../../src/shapes/index.js";
import { shapesFromOnnx } from "../../src/shapes/onnx/index.js";
import { deepFrozen, scrambled } from "./hands.js";
import { issueOf, issuesOf } from "./issues-of.js";
import { graph, model, node, tensor } from "./onnx-bytes.js";
import { headerBytes, headerOf } from "./safetensors-bytes.js";

/** Values with code of the caller's own, and others that no reader can make anything of. */
const hostile: readonly (() => unknown)[] = [
  () => Symbol("s"), () => 5n, () => NaN, () => undefined, () => null, () => () => 1, () => new Date(NaN), () => /x/,
  () => new Map([["a", [1, 2]]]), () => new Set([1]), () => new Error("e"), () => Promise.resolve(1), () => new WeakMap(), () => new ArrayBuffer(8),
  () => new Float64Array(3), () => new DataView(new ArrayBuffer(9)), () => Buffer.from("{"), () => new Uint8Array(new SharedArrayBuffer(64)),
  () => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; },
  () => { const { proxy, revoke } = Proxy.revocable([], {}); revoke(); return proxy; },
  () => new Proxy(new Uint8Array(16), {}),
  () => new Proxy({}, { ownKeys: () => { throw new RangeError("no"); } }),
  () => new Proxy({}, { getPrototypeOf: () => { throw new TypeError("no"); } }),
  () => new Proxy([], { get: () => { throw new SyntaxError("no"); } }),
  () => Object.defineProperty({}, "weight", { enumerable: true, get: () => { throw new Error("no"); } }),
  () => Object.defineProperty(new Uint8Array(16), "buffer", { get: () => { throw new Error("no"); } }),
  () => Object.create(null) as unknown, () => Array(3), () => new Array(1e9), () => Array.from({ length: 2 }),
  () => ({ toString: () => { throw new Error("no"); }, shape: [2, 2] }), () => ({ weight: { valueOf: 5 } }),
  () => ({ fileBytes: -1 }), () => ({ fileBytes: 5n }), () => ({ fileBytes: NaN }), () => ({ filebytes: 5 }),
  () => ({ weight_map: { a: "1" } }), () => new Map([["1", null]]), () => new Map([["1", { start: "x" }]]), () => new Map([["1", { start: new Uint8Array(9), fileBytes: "9" }]]),
  () => { const start = new Uint8Array(structuredClone(new ArrayBuffer(16))); structuredClone(start.buffer, { transfer: [start.buffer] }); return start; },
];
/** Makers, since fast-check itself looks into values. */
const junk = fc.oneof(fc.constantFrom(...hostile), fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true, withSparseArray: true, withNullPrototype: true }).map((value) => () => value));

const readers: Readonly<Record<string, (...args: readonly unknown[]) => unknown>> = {
  safetensorsHeaderBytes, safetensorsShardNames, shapesFromList, shapesFromSafetensors, shapesFromSafetensorsShards, shapesFromTfjs, shapesFromOnnx,
} as never;

/** What a call gives, or the library's error; any other fails the test. */
function outcome(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    if (error instanceof InvalidInputError && error.issues.length > 0) return error.issues;
    throw error;
  }
}

const valid: Readonly<Record<string, () => readonly unknown[]>> = {
  safetensorsHeaderBytes: () => [new Uint8Array(8)],
  safetensorsShardNames: () => [{ weight_map: { "a.weight": "1" } }],
  shapesFromList: () => [{ "a.weight": [2, 2] }],
  shapesFromSafetensors: () => [headerBytes(JSON.stringify(headerOf([{ name: "a.weight", shape: [2, 2] }]))), {}],
  shapesFromSafetensorsShards: () => [{ weight_map: { "a.weight": "1" } }, new Map([["1", { start: headerBytes(JSON.stringify(headerOf([{ name: "a.weight", shape: [2, 2] }]))) }]])],
  shapesFromTfjs: () => [[{ weights: [{ name: "a/kernel", shape: [2, 2], dtype: "float32" }] }]],
  shapesFromOnnx: () => [model(graph([], [tensor("a.weight", [2, 2])]))],
};

describe.each(Object.keys(readers))("%s, whatever it is given,", (name) => {
  const reader = readers[name]!;

  test.prop([fc.array(junk, { maxLength: 3 })])("gives an answer or the library's own error", (makers) => { outcome(() => reader(...makers.map((make) => make()))); });

  test("gives one for each hostile value in the place of each argument", () => {
    const sound = valid[name]!();
    expect(() => reader(...sound)).not.toThrow();
    for (const make of hostile) for (const place of sound.keys()) outcome(() => reader(...sound.toSpliced(place, 1, make())));
  });
});

describe("what is wrong with an argument is said", () => {
  const header = headerBytes(JSON.stringify(headerOf([{ name: "a.weight", shape: [2, 2] }])));
  const index = { weight_map: { "a.weight": "1" } };
  const shards = (shard: unknown): ReadonlyMap<string, never> => new Map([["1", shard as never]]);

  test.each<[string, () => unknown, string]>([
    ["bytes that are none", () => safetensorsHeaderBytes(5 as never), " wrong-type: Expected the file's first 8 bytes as a Uint8Array; got 5."],
    ["options that are null", () => shapesFromSafetensors(header, null as never), ' wrong-type: Expected an object such as {"fileBytes": 1000}; got null.'],
    ["an option that is none", () => shapesFromSafetensors(header, { filebytes: 1 } as never), ' unknown-key: Remove the unknown option "filebytes". Known here: fileBytes.'],
    ["a size that is none", () => shapesFromSafetensors(header, { fileBytes: -1 }), "/fileBytes wrong-type: Expected the file's size as a whole number of bytes; got -1."],
    ["shards that are no map", () => shapesFromSafetensorsShards(index, {} as never), " wrong-type: Expected a Map from file names to the starts of the files; got an object."],
    ["a shard that is none", () => shapesFromSafetensorsShards(index, shards("x")), '/1 wrong-type: Expected an object with the start of the file; got "x".'],
    ["a shard without bytes", () => shapesFromSafetensorsShards(index, shards({})), "/1 wrong-type: 1: Expected the file's first bytes as a Uint8Array; got undefined."],
    ["a shard of no size", () => shapesFromSafetensorsShards(index, shards({ start: header, fileBytes: 0.5 })), "/1/fileBytes wrong-type: Expected the file's size as a whole number of bytes; got 0.5."],
  ])("of %s", (_what, call, expected) => { expect(issueOf(call)).toBe(expected); });

  test("with a code of its own for options", () => {
    expect(() => shapesFromSafetensors(header, { fileBytes: -1 })).toThrow(expect.objectContaining({ code: "invalid-options" }));
  });
});

describe("parsed data", () => {
  const shared = (depth: number): unknown => Array.from({ length: depth }).reduce<unknown>((inner) => ({ a: inner, b: inner }), { w: [2, 2] });

  test("may refer to a part of it more than once", () => {
    expect(shapesFromList(shared(4)).targetShapes).toHaveLength(16);
  });

  test("is refused where it refers to few objects so often that they are a huge tree", () => {
    expect(issueOf(() => shapesFromList(shared(40)))).toBe(" too-large: Give data of at most 5000000 values, counted as often as they are referred to.");
  });
});

const names = ["act.weight", "qkv.weight", "m.conv.weight", "lstm.weight_ih_l0", "embedding.weight", "x", "bias", "ls.gamma", "logit_scale"];
const list = fc.dictionary(fc.constantFrom(...names), fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 }), { minKeys: 1 });

/** Every reader, with something to read that it gets from one list of names and shapes. */
const sources: Readonly<Record<string, (shapes: Readonly<Record<string, readonly number[]>>) => readonly [(source: never) => ModelShapes, unknown]>> = {
  list: (shapes) => [shapesFromList, shapes],
  "nested list": (shapes) => [shapesFromList, { module: shapes }],
  "named list": (shapes) => [shapesFromList, Object.entries(shapes).map(([name, shape]) => ({ name, shape }))],
  "nameless list": (shapes) => [shapesFromList, Object.values(shapes)],
  "described list": (shapes) => [shapesFromList, { targetShapes: Object.values(shapes), paramMeta: Object.values(shapes).map(() => ({ name: "bn_scale", extra: { deep: [1] } })) }],
  safetensors: (shapes) => [shapesFromSafetensors, headerBytes(JSON.stringify(headerOf(Object.entries(shapes).map(([name, shape]) => ({ name, shape })))))],
  tfjs: (shapes) => [shapesFromTfjs, { weightsManifest: [{ weights: Object.entries(shapes).map(([name, shape]) => ({ name, shape, dtype: "float32" })) }] }],
  onnx: (shapes) => [shapesFromOnnx, model(graph([node("Gemm", ["in", "qkv.weight"], ["out"])], Object.entries(shapes).map(([name, shape]) => tensor(name, shape))))],
};

describe.each(Object.keys(sources))("the result for a %s", (kind) => {
  test.prop([list])("shares nothing with what was given, nor with another result", (shapes) => {
    const [read, source] = sources[kind]!(shapes);
    const kept = JSON.stringify(source);
    const first = outcome(() => read(deepFrozen(source) as never));
    const before = JSON.stringify(first);
    scrambled(first);
    expect(JSON.stringify(source)).toBe(kept);
    expect(JSON.stringify(outcome(() => read(source as never)))).toBe(before);
  });

  test.prop([list])("has no part twice", (shapes) => {
    const [read, source] = sources[kind]!(shapes);
    const seen = new Set<unknown>();
    const open: unknown[] = [outcome(() => read(source as never))];
    while (open.length > 0) {
      const part = open.pop();
      if (typeof part !== "object" || part === null) continue;
      expect(seen.has(part)).toBe(false);
      seen.add(part);
      open.push(...Object.values(part));
    }
  });
});

test("an error lists 100 problems, and counts the others", () => {
  const bad = (count: number): readonly { readonly code: string; readonly message: string }[] => issuesOf(() => shapesFromList(Object.fromEntries(Array.from({ length: count }, (_, index) => [`t${index}`, 5]))));
  expect(bad(100)).toHaveLength(100);
  expect(bad(101)).toHaveLength(101);
  expect(bad(101).at(-1)?.code).toBe("not-a-shape");
  expect(bad(20_000)).toHaveLength(101);
  expect(bad(20_000).at(-1)).toEqual({ pointer: "", code: "more-problems", message: "There are 19900 more problems here; fix the ones listed first." });
});
