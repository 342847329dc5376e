import { describe, expect, test } from "@jest/globals";
import { compareReport, disagreement } from "../../src/cli/compare-report.js";
import type { Compared, Comparison, TensorComparison } from "../../src/index.js";

const right: Compared = { predicted: 4, measured: 4.41, low: 1, high: 9, z: 0.5, agrees: true };
const wrong: Compared = { ...right, measured: 16, z: -7, agrees: false };
const tensor: TensorComparison = { tensor: 1, name: "weight", count: 10, networks: 2, mean: { ...right, predicted: 0, measured: 0.25, low: -0.5, high: 0.5, z: -0.25 }, variance: right, ratio: 1.05, agrees: true };
const off: TensorComparison = { ...tensor, variance: wrong, agrees: false };
const comparison: Comparison = { format: "hyperfan-comparison", version: 1, agrees: true, mode: "training", level: 0.01, tests: 2, criticalZ: 2.8, tensors: [tensor], unmeasured: [], notes: [] };

const report = (found: Partial<Comparison>): string => [...compareReport({ ...comparison, ...found }, (colour, text) => (colour === undefined ? text : `<${colour}> ${text}`), false)].join("");
const rowOf = (found: Partial<TensorComparison>): readonly string[] => report({ tensors: [{ ...tensor, ...found }] }).split("\n")[2]!.trim().split(/ {2,}/);

describe("the row of a compared tensor", () => {
  test("has standard deviations, where their ratio has to lie, and scores", () => {
    expect(report({}).split("\n").slice(0, 2).map((line) => line.trim().split(/ {2,}/))).toEqual([
      ["<bold> Standard deviation and mean of each measured tensor"],
      ["tensor", "predicted", "measured", "ratio", "from", "to", "z", "mean z", "differs"],
    ]);
    expect(rowOf({ label: "fc" })).toEqual(["1 fc", "2.000", "2.100", "1.050", "0.500", "1.500", "0.50", "-0.25"]);
    expect(rowOf({ variance: { ...right, low: null, high: null, z: null } })).toEqual(["1 weight", "2.000", "2.100", "1.050", "-", "-", "-", "-0.25"]);
    expect(rowOf({ variance: { ...right, predicted: 0, low: 0, high: 0 }, ratio: null })).toEqual(["1 weight", "0", "2.100", "-", "-", "-", "0.50", "-0.25"]);
  });

  test("says what differs", () => {
    expect([rowOf({ variance: wrong }), rowOf({ mean: wrong }), rowOf({ mean: wrong, variance: wrong })].map((cells) => cells.at(-1))).toEqual(["spread", "mean", "both"]);
  });
});

describe("the sentence on a tensor that disagrees", () => {
  test("says what is not where it has to be", () => {
    expect(disagreement(off)).toBe("1 weight: standard deviation 4.000 is not within 1.000 and 3.000");
    expect(disagreement({ ...off, variance: right, mean: { ...tensor.mean, agrees: false } })).toBe("1 weight: mean 0.2500 is not within -0.5000 and 0.5000");
    expect(disagreement({ ...off, mean: { ...tensor.mean, low: null, agrees: false }, variance: { ...wrong, high: null } })).toBe("1 weight: standard deviation 4.000 is not within 1.000 and -; mean 0.2500 is not within - and 0.5000");
  });
});

describe("the report on a comparison", () => {
  const words = (found: Partial<Comparison>): string => report(found).replaceAll(/\n {2}/g, " ");

  test("says how many tests there were, and what was not measured", () => {
    expect(words({})).toContain("\n1 tensor measured in training, 2 tests with a chance of 0.01 of any false alarm: |z| up to 2.80 is taken for chance.\n");
    expect(words({ tests: 1, mode: "evaluation", unmeasured: [0] })).toContain("\n1 tensor measured in evaluation, 1 test with a chance of 0.01 of any false alarm: |z| up to 2.80 is taken for chance. 1 tensor of the plan was not measured.\n");
    expect(words({ unmeasured: [0, 2] })).toContain(" chance. 2 tensors of the plan were not measured.\n");
  });

  test("has its notes, and ends with its verdict", () => {
    expect(report({ notes: [{ code: "a", message: "One." }, { code: "b", message: "Two." }] })).toMatch(/\nNote: One\.\nNote: Two\.\n<green> Verdict: what was measured agrees with the plan\.\n$/);
    expect(report({ agrees: false, tensors: [off, tensor] })).toMatch(/\n<red> Verdict: 1 of 2 measured tensors disagrees with the plan\.\n$/);
    expect(report({ agrees: false, tensors: [off, off] })).toMatch(/\n<red> Verdict: 2 of 2 measured tensors disagree with the plan\.\n$/);
  });

  test("shows those that disagree first, then those that are farther off, and the former in red", () => {
    const withScores = (mean: number | null, variance: number | null): TensorComparison => ({ ...tensor, mean: { ...tensor.mean, z: mean }, variance: { ...right, z: variance } });
    const dull = Array<TensorComparison>(18).fill(withScores(0, 0));
    const ranked = [{ ...off, tensor: 50, variance: { ...wrong, z: 0 } }, { ...withScores(0, -900), tensor: 51 }, { ...withScores(-800, 0), tensor: 52 }, { ...withScores(null, 1), tensor: 53 }];
    const lines = report({ tensors: [...dull, ...ranked.toReversed()] }).split("\n");
    expect(lines.slice(2, 6).map((line) => /^(.*?\d+) weight/.exec(line)?.[1])).toEqual(["<red>   50", "  51", "  52", "  53"]);
    expect(lines).toContain("  and 2 tensors more, none worse; --all lists them");
  });
});
