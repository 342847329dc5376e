import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { conventionPresets, plan, type InvalidInputError, type Plan, type RequestInput } from "../../src/index.js";
import { referenceCases, type RecordedChunked, type RecordedCrash, type RecordedFull, type ReferenceCase } from "../reference/load-cases.js";
import { captured, codesIn, root, tablesOf, tableUnder } from "./markdown.js";

const FILE = "docs/reference-differences.md";
const cases = new Map(referenceCases().map((reference) => [reference.id, reference]));

const dense: RequestInput = { kind: "hyperfan", targetShapes: [[300, 784]], paramMeta: [{ name: "weight", layer: 1 }], inputs: [{ dim: 8 }] };
const resnet = JSON.parse(readFileSync(join(root, "docs/examples/resnet32.request.json"), "utf8")) as RequestInput;

/** A number as the document shows it. */
const rounded = (x: number): number => Number(x.toPrecision(4));

/** Variance of U(-bound, bound). */
const varianceOf = (bound: unknown): number => (typeof bound === "number" ? bound ** 2 / 3 : NaN);

function boundOf(made: Plan, head: number): number {
  const distribution = made.kind === "hyperfan" ? made.heads[head]?.weight : made.output.weight.distribution;
  return distribution?.type === "uniform" ? distribution.high : distribution?.type === "constant" ? distribution.value : NaN;
}

type Numbers = Partial<RecordedFull & RecordedChunked>;

/** What a row's third cell speaks of, in a plan and in a recorded case. */
function quantity(words: string): { readonly planned: (made: Plan) => number; readonly recorded: (numbers: Numbers) => number } {
  const [, head] = /^variance of head (\d+)$/u.exec(words) ?? [];
  if (head !== undefined) return { planned: (made) => varianceOf(boundOf(made, Number(head))), recorded: ({ heads }) => varianceOf(heads?.[Number(head)]?.[3]) };
  if (words === "variance of the output layer") return { planned: (made) => varianceOf(boundOf(made, 0)), recorded: ({ output }) => varianceOf(output) };
  return { planned: (made) => (made.kind === "hyperfan" ? NaN : (made.chunks.runs.at(-1)?.targetVariance ?? NaN)), recorded: ({ chunkVariances }) => chunkVariances?.at(-1)?.[2] ?? NaN };
}

const exactly = ({ request }: ReferenceCase): Plan => plan({ ...request, conventions: "exact" });

/** The codes of what is wrong with a case. */
function refusalOf(reference: ReferenceCase): readonly string[] {
  try {
    return [exactly(reference).kind];
  } catch (error) {
    return (error as InvalidInputError).issues.map(({ code }) => code);
  }
}

/** Generated variance relative to what is intended, in the first tensor. */
function ratioOf(request: RequestInput): number {
  const made = plan(request);
  const [tensor] = made.kind === "hyperfan" ? made.heads : made.tensors;
  return (tensor?.predicted.variance ?? NaN) / (tensor?.intended?.variance ?? NaN);
}

describe("the table of conventions", () => {
  const { columns, rows } = tableUnder(FILE, "The conventions");

  it.each(Object.entries(conventionPresets))("has every field of the preset %s", (preset, fields) => {
    const column = columns.findIndex((name) => codesIn(name).includes(preset));
    expect(Object.fromEntries(rows.map((row) => [codesIn(row[0] ?? "")[0], codesIn(row[column] ?? "")[0]]))).toEqual(fields);
  });

  it("leads to the rows of what the code does", () => {
    const explained = tableUnder(FILE, "What the code does, and what it should do").rows;
    for (const [field = "", , , , numbers = ""] of rows) {
      for (const number of numbers.split(", ")) expect(explained.find(([row]) => row === number)?.[3]).toContain(field);
    }
  });
});

describe("the recorded and exact numbers", () => {
  const table = tablesOf(FILE).find(({ columns }) => columns.includes("recorded"));
  const rows = (table?.rows ?? []).map(([row = "", id = "", words = "", recorded = "", exact = ""]) => ({ row, reference: cases.get(codesIn(id)[0] ?? ""), words, recorded, exact }));

  it.each(rows)("of row $row are those of its case", ({ reference, words, recorded, exact }) => {
    if (reference === undefined) throw new Error("no such case");
    const { planned, recorded: read } = quantity(words);
    const theirs: Numbers & Partial<RecordedCrash> = reference.recorded;
    if (Number.isNaN(Number(recorded))) expect(theirs.crash?.type).toBe(recorded);
    else expect(Number(recorded)).toBe(rounded(read(theirs)));
    if (Number.isNaN(Number(exact))) expect(refusalOf(reference)).toContain(exact);
    else expect(Number(exact)).toBe(rounded(planned(exactly(reference))));
  });

  it("of the rows that were not recorded are those of their layers", () => {
    const wide: RequestInput = { ...dense, targetShapes: [[300, 100], [300]], paramMeta: [{ name: "weight", layer: 1 }, { name: "bias", layer: 1 }], method: "out" };
    const inverted = [{ ...wide, conventions: { outBias: "reciprocal" as const } }, wide].map((request) => varianceOf(boundOf(plan(request), 1)));
    expect(captured(FILE, /variance (\d+) instead of ([\d.]+)\. Row 1/u).map(Number)).toEqual([expect.closeTo(inverted[0] ?? NaN, 6), expect.closeTo(inverted[1] ?? NaN, 5)]);

    const joined = (["reciprocal-sum", "harmonic"] as const).map((harmonicMean) => varianceOf(boundOf(plan({ ...dense, method: "harmonic", conventions: { harmonicMean } }), 0)));
    expect(captured(FILE, /give (\d+) instead of ([\d.]+)\. Row 5/u).map(Number)).toEqual([expect.closeTo(joined[0] ?? NaN, 6), expect.closeTo(joined[1] ?? NaN, 7)]);

    const conv: RequestInput = { ...wide, targetShapes: [[64, 3, 3, 3], [64]] };
    const widths = (["length", "layer"] as const).map((biasFanOut) => {
      const made = plan({ ...conv, conventions: { biasFanOut } });
      return made.kind === "hyperfan" ? ((made.heads[1]?.predicted.variance ?? NaN) / 2).toFixed(2) : "";
    });
    expect(captured(FILE, /the bias gets ([\d.]+) c instead of ([\d.]+) c/u)).toEqual(widths);
  });
});

describe("generated over intended variance", () => {
  const settings: readonly RequestInput[] = [
    { ...dense, kind: "chunked-hyperfan", inputs: [{ dim: 8, variance: 1e-4 }], hypernet: { hiddenInit: "kaiming" }, chunking: { size: 784 } },
    { ...dense, hypernet: { hiddenInit: "xavier" }, mainActivation: "linear" },
    { ...dense, hypernet: { hiddenInit: "kaiming", dropout: 0.5 } },
    { ...dense, hypernet: { hiddenInit: "kaiming", norm: "batch" } },
  ];
  const { rows } = tablesOf(FILE).find(({ columns }) => columns.includes("under the preset")) ?? { rows: [] };

  it("is what the table says", () => {
    const ratios = settings.map((request) => [ratioOf({ ...request, conventions: "hypnettorch" }), ratioOf(request)]);
    expect(rows.slice(0, -1).map(([, , preset, exact]) => [Number(preset), Number(exact)])).toEqual(ratios.map((pair) => pair.map((ratio) => expect.closeTo(ratio, 12))));
  });

  it("is the same for every weight of the ResNet-32, as the last row says", () => {
    const [, , ...said] = rows.at(-1) ?? [];
    for (const [column, conventions] of (["hypnettorch", "exact"] as const).entries()) {
      const made = plan({ ...resnet, conventions });
      const weights = made.kind === "hyperfan" ? made.heads.filter(({ name }) => name === "weight") : [];
      const ratios = weights.map(({ intended, predicted }) => predicted.variance / (intended?.variance ?? NaN));
      expect(ratios.filter((ratio) => Math.abs(ratio - Number(said[column])) > 1e-9)).toEqual([]);
      expect(ratios).not.toEqual([]);
    }
  });
});

it("the number of cases is that of the records", () => {
  const count = (expected: string): number => [...cases.values()].filter((reference) => reference.expect === expected).length;
  expect(captured(FILE, /(\d+) calls of the two projects .* every recorded number of (\d+) of them .* (\d+) more are planned .* and (\d+) are bad requests/u).map(Number)).toEqual([
    cases.size, count("plan"), count("answered"), count("error"),
  ]);
});
