import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import ts from "typescript";
import { InvalidInputError, shapesFromList, shapesFromSafetensors, shapesFromTfjs } from "../../src/shapes/index.js";
import { shapesFromOnnx } from "../../src/shapes/onnx/index.js";
import { growth, processorTime } from "../growth.js";
import { graph, model, node, tensor } from "./onnx-bytes.js";
import { headerBytes, headerOf } from "./safetensors-bytes.js";

/** A run that may end with the typed error. */
const answered = (run: () => unknown) => (): void => {
  try {
    run();
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
  }
};

const TIMES = 6;
/** Between a linear growth, of 6 times, and that of the square, of 36 times. */
const MOST = 18;

/** How much longer the larger of two sizes takes: what is made for a size, and read. */
const growthFrom = (size: number, make: (size: number) => () => unknown): number => growth(answered(make(size)), answered(make(TIMES * size)), MOST);

const range = <Item>(count: number, make: (index: number) => Item): Item[] => Array.from({ length: count }, (_, index) => make(index));
const listed = (entries: readonly (readonly [string, unknown])[]) => () => shapesFromList(JSON.stringify(Object.fromEntries(entries)));

/** n operators that pass one tensor on, one behind the other, and n layers that read what the last one gives. */
const chain = (length: number, passes: string, reads: string): readonly { readonly op: string; readonly input: string; readonly output: string }[] => [
  ...range(length, (index) => ({ op: passes, input: index === 0 ? "w" : `c${index - 1}`, output: `c${index}` })),
  ...range(length, (index) => ({ op: reads, input: `c${length - 1}`, output: `o${index}` })),
];

describe("the time to read grows with the size, and not faster:", () => {
  test.each<[string, number, (size: number) => () => unknown]>([
    ["sorted names, half of them of leaves that no rule knows", 1500, (size) => listed([...range(size, (index) => [`a${10_000 + index}.weight`, [4, 4]] as const), ...range(size, (index) => [`b${10_000 + index}.foo`, [7, 1, 3]] as const)])],
    ["nested names, each of them long", 300, (size) => () => shapesFromList(range(9, () => "m".repeat(100)).reduce<unknown>((inner, key) => ({ [key]: inner }), Object.fromEntries(range(size, (index) => [`t${index}`, [2, 2]]))))],
    ["shapes without names", 3000, (size) => () => shapesFromList(JSON.stringify(range(size, (index) => (index % 2 === 0 ? [8, 3] : [8]))))],
    ["vectors without names", 3000, (size) => () => shapesFromList(JSON.stringify(range(size, () => [8])))],
    ["problems", 5000, (size) => listed(range(size, (index) => [`t${index}`, "x"]))],
    ["an entry with many keys", 4000, (size) => () => shapesFromSafetensors(headerBytes(JSON.stringify({ a: Object.fromEntries(range(size, (index) => [`k${index}`, 1])) })))],
    ["a shape of many dimensions", 30_000, (size) => () => shapesFromSafetensors(headerBytes(JSON.stringify({ a: { dtype: "F32", shape: range(size, () => 1), data_offsets: range(size, () => 0) } })))],
    ["a header", 1500, (size) => () => shapesFromSafetensors(headerBytes(JSON.stringify(headerOf(range(size, (index) => ({ name: `l${index}.weight`, shape: [2, 2] }))))))],
    ["long keys", 40, (size) => () => shapesFromList(`{${range(size, (index) => `"${"k".repeat(17_000)}${index}":1`).join()}}`)],
    ["operators of TensorFlow in a row", 1000, (size) => () => shapesFromTfjs({
      weightsManifest: [{ weights: [{ name: "w", shape: [2, 2], dtype: "float32" }] }],
      modelTopology: { node: chain(size, "Identity", "MatMul").map(({ op, input, output }) => ({ name: output, op, input: ["x", input].slice(op === "MatMul" ? 0 : 1) })) },
    })],
    ["operators of ONNX in a row", 400, (size) => {
      const bytes = model(graph(chain(size, "Transpose", "MatMul").map(({ op, input, output }) => node(op, op === "MatMul" ? ["x", input] : [input], [output])), [tensor("w", [2, 2])]));
      return () => shapesFromOnnx(bytes);
    }],
    ["small nodes of ONNX", 5000, (size) => {
      const bytes = model(graph(range(size, () => node("Add", [], [])), [tensor("w", [2, 2])]));
      return () => shapesFromOnnx(bytes);
    }],
  ])("%s", (_what, size, make) => { expect(growthFrom(size, make)).toBeLessThan(MOST); });
});

const FOLDER = join(__dirname, "..", "..", "src", "shapes");

/** All regular expressions that the readers are written with. */
function patterns(): readonly RegExp[] {
  const files = readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  return files.flatMap((file) => {
    const found: RegExp[] = [];
    const visit = (at: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(at)) found.push(new RegExp(at.text.slice(1, at.text.lastIndexOf("/")), at.text.slice(at.text.lastIndexOf("/") + 1)));
      ts.forEachChild(at, visit);
    };
    visit(ts.createSourceFile(file, readFileSync(join(FOLDER, file), "utf8"), ts.ScriptTarget.Latest));
    return found;
  });
}

describe("the time to match a name grows with its length, and not faster:", () => {
  const all = patterns();

  test("there are patterns", () => { expect(all.length).toBeGreaterThan(80); });

  test.each(all.map((pattern) => [String(pattern), pattern] as const))("%s", (_text, pattern) => {
    const words = [...new Set(["a", "1", "_", ".", "a.", "a_", "\n", ...(pattern.source.match(/[A-Za-z]{2,}|\d/g) ?? [])])];
    for (const piece of words) {
      for (const [start, end] of [["", "\n"], ["", "!"], [words.at(-1)!, "\n"]] as const) {
        const run = (length: number) => (): unknown => pattern.test(`${start}${piece.repeat(length / piece.length)}${end}`);
        // A pattern that looks at every pair of characters takes far longer than 20 ms for so many.
        if (processorTime(run(24_000)) > 20) expect([piece, end, growth(run(4000), run(24_000), MOST) < MOST]).toEqual([piece, end, true]);
      }
    }
  });
});

test("a name is refused rather than taken apart when it is longer than any name", () => {
  for (const length of [1024, 1025]) {
    const name = "n".repeat(length);
    const reads = [
      () => shapesFromList({ [name]: [2, 2] }),
      () => shapesFromList([{ name, shape: [2, 2] }]),
      () => shapesFromList({ targetShapes: [[2, 2]], paramMeta: [{ name: "weight", label: name }] }),
      () => shapesFromSafetensors(headerBytes(JSON.stringify(headerOf([{ name, shape: [2, 2] }])))),
      () => shapesFromTfjs([{ weights: [{ name, shape: [2, 2], dtype: "float32" }] }]),
      () => shapesFromOnnx(model(graph([], [tensor(name, [2, 2])]))),
    ];
    for (const read of reads) {
      if (length === 1024) expect(read).not.toThrow();
      else expect(read).toThrow(expect.objectContaining({ issues: [expect.objectContaining({ code: "name-too-long", message: `Expected names of at most 1024 characters; got 1025: "${"n".repeat(59)}….` })] }));
    }
  }
});
