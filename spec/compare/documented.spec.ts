import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compareMeasurements, parseMeasurements, planHyperfan } from "../../src/index.js";

const text = readFileSync(join(__dirname, "..", "..", "docs", "checking.md"), "utf8");

describe("docs/checking.md", () => {
  const [, example = ""] = /^```jsonc\n(.*?)^```$/msu.exec(text) ?? [];
  const measurements: unknown = JSON.parse(example.replaceAll(/\/\/.*$/gmu, ""));

  it("shows measurements that are valid, and can be compared", () => {
    expect(() => parseMeasurements(measurements)).not.toThrow();
    const plan = planHyperfan({ kind: "hyperfan", targetShapes: [[10, 1, 5, 5], [10]], inputs: [{ dim: 8 }] });
    expect(compareMeasurements(plan, measurements)).toMatchObject({ agrees: true, tests: 4 });
  });

  it("writes the keys of measurements from Python", () => {
    const python = [...text.matchAll(/^```python\n(.*?)^```$/gmsu)].map(([, code = ""]) => code);
    const keys = (code: string): readonly string[] => [...code.matchAll(/"(\w+)":/gu)].map(([, key = ""]) => key);
    expect(python).toHaveLength(2);
    expect(new Set(keys(python[0]!))).toEqual(new Set(Object.keys(measurements as object).concat("tensor", "mean", "variance", "count")));
    expect(keys(python[1]!)).toEqual(["tensor", "mean", "variance", "count"]);
  });

  it("has the sections that comments of the source name", () => {
    const sources = ["check/gains.ts", "check/thresholds.ts", "compare/drawn-networks.ts"].map((file) => join(__dirname, "..", "..", "src", file));
    const named = sources.flatMap((file) => (existsSync(file) ? [...readFileSync(file, "utf8").matchAll(/docs\/checking\.md, "([^"]+)"/gu)] : [])).map(([, title = ""]) => title);
    expect(named.length).toBeGreaterThan(1);
    for (const title of named) expect(text).toMatch(new RegExp(`^###? ${title}$`, "mu"));
  });
});
