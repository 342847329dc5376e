import { readFileSync } from "node:fs";
import { join } from "node:path";
import { activationNames } from "../../src/math/index.js";
import { measureSetting, type Cell } from "../bench/verification/cells.js";
import { allJobs } from "../bench/verification/jobs.js";
import { referenceErrors, referenceErrorTable } from "../bench/verification/reference-errors.js";
import { sectionOf, withSection } from "../bench/verification/sections.js";
import { allSettings, type Setting } from "../bench/verification/settings.js";
import { cellSummary, cellTable, largestError, worst } from "../bench/verification/tables.js";

const report = readFileSync(join(__dirname, "..", "..", "docs", "verification.md"), "utf8");

/** One setting in 39 of each depth and init, so that every activation meets every kind. */
const quick: readonly Setting[] = activationNames.flatMap((activation, index) => [
  { activation, depth: 1 + (index % 3), hiddenInit: (["matched", "kaiming", "xavier"] as const)[index % 3]!, kind: "hyperfan", norm: "none" },
  { activation, depth: 1 + ((index + 1) % 2), hiddenInit: (["kaiming", "xavier", "matched"] as const)[index % 3]!, kind: "hyperfan", norm: "batch" },
  { activation, depth: (index + 2) % 4, hiddenInit: (["xavier", "matched", "kaiming"] as const)[index % 3]!, kind: "chunked-hyperfan", norm: "none" },
]);

// Seeds are fixed, so no limit here can be passed by chance.
describe("a quick part of the verification", () => {
  it.each(quick)("$activation, $depth hidden layers, $hiddenInit, $kind, norm $norm", (setting) => {
    const effort = setting.norm === "batch" ? { width: 64, draws: 60, batch: 128, maxRows: 32 } : { width: 96, draws: setting.depth < 3 ? 150 : 260 };
    const cells = measureSetting(setting, 1, effort);
    expect(cells.length).toBe(6);
    expect(Math.abs(worst(cells)!.z)).toBeLessThan(4);
    expect(largestError(cells)).toBeLessThan(0.05);
  });
});

describe("the errors of the references, measured", () => {
  const errors = referenceErrors(1, 400);

  it.each(errors)("$title", ({ expected, hypnettorch, exact }) => {
    expect(hypnettorch.standardError / expected).toBeLessThan(0.02);
    expect(Math.abs(hypnettorch.ratio - expected)).toBeLessThan(4 * hypnettorch.standardError);
    expect(Math.abs(hypnettorch.ratio - 1)).toBeGreaterThan(20 * hypnettorch.standardError);
    expect(exact.standardError).toBeLessThan(0.02);
    expect(Math.abs(exact.ratio - 1)).toBeLessThan(4 * exact.standardError);
  });

  it("are those that are known: 2.0 chunked at any depth, 0.25, 0.50, 0.58 against 0.95, and the last chunk", () => {
    expect(errors.map(({ expected }) => expected.toFixed(3))).toEqual(["2.000", "2.000", "2.000", "2.000", "0.250", "0.500", "0.607", "0.540"]);
    const conv = errors[6]!;
    expect([conv.intended / 2, (conv.expected * conv.intended) / 2].map((share) => share.toFixed(2))).toEqual(["0.95", "0.58"]);
  });

  it("make a table of one row each", () => {
    const rows = referenceErrorTable(errors).split("\n");
    expect(rows.length).toBe(2 + errors.length);
    expect(rows[2]).toMatch(/^\| chunked.* \| 0\.0625 \| 0\.12\d* \| \d\.\d{3} ± 0\.\d{3} \| 2\.000 \| \d\.\d{3} ± 0\.\d{3} \|$/);
  });
});

describe("the verification", () => {
  it("covers every combination once", () => {
    const settings = allSettings();
    expect(new Set(settings.map((setting) => JSON.stringify(setting))).size).toBe(13 * 4 * 3 * 3);
    expect(settings.length).toBe(13 * 4 * 3 * 3);
    expect(quick.every((setting) => settings.some((other) => Object.entries(setting).every(([key, value]) => other[key as keyof Setting] === value)))).toBe(true);
  });

  it("measures the same for the same seed, and otherwise for another", () => {
    const first = (seed: number): unknown => allJobs(seed)[0]!();
    expect(first(1)).toEqual(first(1));
    expect(first(2)).not.toEqual(first(1));
  });
});

describe("the tables", () => {
  const cell = (change: Partial<Cell>): Cell => ({
    activation: "relu", depth: 0, hiddenInit: "matched", kind: "hyperfan", norm: "none", method: "in", tensor: "weight",
    predicted: 2, measured: 2, standardError: 0.02, z: 0, ...change,
  });
  const cells = [cell({}), cell({ measured: 2.1, z: 5 }), cell({ measured: 1.9, standardError: 0.05, z: -2 }), cell({ depth: 1, measured: 2.02, z: 0.5 })];

  it("show the range of ratios, the largest standard error and the furthest z of a row", () => {
    const rows = cellTable(cells).split("\n");
    expect(rows.length).toBe(2 + 13 * 4);
    expect(rows[2]).toBe("| relu | 0 | 3 | 0.950 | 1.050 | 2.50 % | 5.00 |");
    expect(rows[3]).toBe("| relu | 1 | 1 | 1.010 | 1.010 | 1.00 % | 0.50 |");
  });

  it("sum up how far all is from its predictions", () => {
    const summary = cellSummary(cells);
    expect(summary).toContain("4 variances; mean ratio 1.0025; root mean square of z 2.70;");
    expect(summary).toContain("1 beyond 2 standard errors, 1 beyond 3, 1 beyond 4;");
    expect(summary).toContain("worst |z| 5.00 (relu, 0 hidden layers, matched, norm none, hyperfan, in, weight); worst standard error 2.50 %.");
  });
});

describe("docs/verification.md", () => {
  it.each(["table", "widths", "batches", "references"])("has a measured section %s", (name) => {
    expect(sectionOf(report, name)).toContain("\n|---|");
  });

  it("shows nothing beyond 4 standard errors, and no standard error of 2 %", () => {
    const table = sectionOf(report, "table")!;
    expect(table).toContain("Seed 1. 2808 variances;");
    expect(table).toContain(" 0 beyond 4;");
    expect(Number(/worst standard error ([\d.]+) %/.exec(table)![1])).toBeLessThan(2);
  });

  it("is rewritten between its markers only", () => {
    const text = "a\n<!-- verification: x -->\nold\n<!-- end of x -->\nb";
    expect(sectionOf(text, "x")).toBe("old");
    expect(withSection(text, "x", "new $& text")).toBe("a\n<!-- verification: x -->\nnew $& text\n<!-- end of x -->\nb");
    expect(() => withSection(text, "y", "")).toThrow("There is no section between <!-- verification: y --> and <!-- end of y -->.");
  });
});
