import { describe, expect, it } from "@jest/globals";
import { EXACT, TOLERANCE } from "./build.js";
import { differences } from "./differences.js";

const rules = { tolerance: TOLERANCE, exact: EXACT };
const between = (expected: unknown, found: unknown, strictness?: number): readonly string[] => differences(expected, found, rules, strictness);

describe("differences", () => {
  it("are none within the tolerance", () => {
    expect(between({ variance: 2 }, { variance: 2 * (1 + 0.9e-9) })).toEqual([]);
    expect(between({ correlation: 0.5 }, { correlation: 0.5 * (1 + 0.9e-7) })).toEqual([]);
    expect(between({ mean: 0 }, { mean: 0.9e-12 })).toEqual([]);
  });

  it("tell where a number is off", () => {
    expect(between({ runs: [{ variance: 2 }] }, { runs: [{ variance: 2 * (1 + 1.1e-9) }] })).toEqual(["/runs/0/variance: 2.0000000022 instead of 2"]);
    expect(between({ variance: 0 }, { variance: 1e-300 })).toHaveLength(1);
    expect(between({ variance: 2 }, { variance: 2 * (1 + 1e-9 / 2) }, 10)).toHaveLength(1);
  });

  it("leave no room for exact fields, in lists too", () => {
    expect(between({ rows: [0, 1e12] }, { rows: [0, 1e12 + 1] })).toHaveLength(1);
    expect(between({ count: 1 }, { count: 1 + 1e-12 })).toHaveLength(1);
  });

  it.each<[unknown, unknown]>([
    [{ a: 1 }, {}],
    [{}, { a: 1 }],
    [{ a: null }, {}],
    [[1, 2], [1]],
    [[], {}],
    [null, 0],
    ["a", "b"],
    [true, 1],
    [{ a: [] }, { a: null }],
  ])("see that %j is not %j", (expected, found) => {
    expect(between(expected, found)).toHaveLength(1);
  });
});
