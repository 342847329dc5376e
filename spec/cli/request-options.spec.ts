import { describe, expect } from "@jest/globals";
import { fc, test } from "@fast-check/jest";
import { REQUEST_OPTIONS, requestFor, requestOptionsIn } from "../../src/cli/model/request-options.js";
import { shapesFromList } from "../../src/shapes/index.js";

const shapes = shapesFromList({ "fc.weight": [10, 5] });
const { targetShapes, paramMeta } = shapes;
const given = (values: Readonly<Record<string, string>>) => ({ operands: [], flags: new Set<string>(), values: new Map(Object.entries(values)) });
const made = (values: Readonly<Record<string, string>>, base: unknown = {}): unknown => requestFor(shapes, base, given(values));
const start = { kind: "hyperfan", targetShapes, paramMeta };

describe("a request made of a model and options", () => {
  test.each<[Readonly<Record<string, string>>, object]>([
    [{}, {}],
    [{ input: "task:8" }, { inputs: [{ name: "task", dim: 8 }] }],
    [{ input: "task:8:-0.5e1,noise:4" }, { inputs: [{ name: "task", dim: 8, variance: -5 }, { name: "noise", dim: 4 }] }],
    [{ hidden: "64,0,32" }, { hypernet: { hiddenDims: [64, 0, 32] } }],
    [{ hidden: "none" }, { hypernet: { hiddenDims: [] } }],
    [{ activation: "tanh", norm: "layer", hidden: "9" }, { hypernet: { hiddenDims: [9], activation: "tanh", norm: "layer" } }],
    [{ method: "out", "main-activation": "gelu", conventions: "hypercl" }, { method: "out", mainActivation: "gelu", conventions: "hypercl" }],
    [{ "chunk-size": "007", "chunk-strategy": "rescale", "chunk-embedding": "16" }, { kind: "chunked-hyperfan", chunking: { size: 7, strategy: "rescale", embeddingDim: 16 } }],
    [{ "chunk-embedding": "16" }, { chunking: { embeddingDim: 16 } }],
  ])("has a field for each option: %j", (values, fields) => {
    expect(made(values)).toEqual({ ...start, ...fields });
  });

  test("has the rest from another request, whose shapes count for nothing", () => {
    const base = { kind: "chunked-hyperfan", targetShapes: [], paramMeta: [], hypernet: { hiddenDims: [7], dropout: 0.5 }, chunking: { size: 9 }, method: "in", more: 1 };
    expect(made({ hidden: "9", "chunk-size": "5", method: "out" }, base)).toEqual({ ...base, targetShapes, paramMeta, hypernet: { hiddenDims: [9], dropout: 0.5 }, chunking: { size: 5 }, method: "out" });
  });

  test.each([[null], [[1]], ["text"], [5]])("replaces what should be an object and is not: %j", (wrong) => {
    expect(made({ hidden: "9" }, { hypernet: wrong })).toEqual({ ...start, hypernet: { hiddenDims: [9] } });
  });

  test.each([[null], [[1]], ["text"], [5]])("is what it is made of where that is no object: %j", (base) => {
    expect(made({ hidden: "9" }, base)).toBe(base);
  });

  const refusal = (option: string, text: string): unknown => {
    try {
      return made({ [option]: text });
    } catch (thrown) {
      return thrown;
    }
  };

  test.each([
    ["hidden", "9,", "Expected whole numbers, such as 100, for --hidden; got nothing."],
    ["hidden", "9,x9", "Expected whole numbers, such as 100, for --hidden; got x9."],
    ["hidden", "9x", "Expected whole numbers, such as 100, for --hidden; got 9x."],
    ["chunk-size", "-9", "Expected whole numbers, such as 100, for --chunk-size; got -9."],
    ["chunk-embedding", "1.5", "Expected whole numbers, such as 100, for --chunk-embedding; got 1.5."],
    ["input", "task:", "Expected whole numbers, such as 100, for --input; got nothing."],
    ["input", "task:8:", "Expected numbers, such as 0.5, for --input; got nothing."],
    ["input", "task:8: ", "Expected numbers, such as 0.5, for --input; got  ."],
    ["input", "task:8:1e999", "Expected numbers, such as 0.5, for --input; got 1e999."],
    ["input", "task:8:1:2", "Expected blocks NAME:SIZE or NAME:SIZE:VARIANCE, such as task:8, for --input; got task:8:1:2."],
    ["input", ":8", "Expected blocks NAME:SIZE or NAME:SIZE:VARIANCE, such as task:8, for --input; got :8."],
    ["input", "task:8,,", "Expected blocks NAME:SIZE or NAME:SIZE:VARIANCE, such as task:8, for --input; got ."],
  ])("is refused with --%s %s", (option, text, message) => {
    expect(refusal(option, text)).toMatchObject({ exitCode: 2, message, details: ["See hyperfan plan --help."] });
  });

  test.prop([fc.array(fc.tuple(fc.stringMatching(/^[^:,]+$/), fc.nat(), fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }))), { minLength: 1 })])("has the input blocks that its option names", (blocks) => {
    const text = blocks.map(([name, dim, variance]) => `${name}:${dim}${variance === null ? "" : `:${String(variance)}`}`).join(",");
    const inputs = blocks.map(([name, dim, variance]) => ({ name, dim, ...(variance === null ? {} : { variance: Number(String(variance)) }) }));
    expect(made({ input: text })).toEqual({ ...start, inputs });
  });
});

test("options of a request are told from others, in their order", () => {
  expect(requestOptionsIn(given({ out: "x", norm: "batch", input: "a:1" }))).toEqual(["input", "norm"]);
  expect(requestOptionsIn(given(Object.fromEntries(Object.keys(REQUEST_OPTIONS).map((name) => [name, ""]))))).toEqual(Object.keys(REQUEST_OPTIONS));
});
