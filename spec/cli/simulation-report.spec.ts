import { describe, expect, test } from "@jest/globals";
import { distanceOf, missOf, simulationReport } from "../../src/cli/simulation-report.js";
import type { ChunkedSimulation, Estimate, FullSimulation, Simulation } from "../../src/simulate/index.js";

const near: Estimate = { predicted: 4, measured: 4.4, standardError: 0.4, z: 1 };
const zero: Estimate = { predicted: 0, measured: 0, standardError: 0, z: null };
const withZ = (z: number | null): Estimate => ({ ...near, z });
const constant = (predicted: number): Estimate => ({ predicted, measured: 4, standardError: 0, z: null });

type Tensor = FullSimulation["tensors"][number];
const tensor: Tensor = { tensor: 2, name: "weight", shape: [5, 2], intended: null, mean: { ...zero, z: 0.5 }, variance: near, ratio: 1.1, rows: { sampled: 7, of: 10 } };
const full: FullSimulation = { format: "hyperfan-simulation", version: 1, kind: "hyperfan", mode: "training", seed: 5, draws: 2000, batch: 3, hidden: [], tensors: [tensor] };
const run: ChunkedSimulation["runs"][number] = { first: 0, count: 4, mean: zero, variance: near, ratio: 1, chunks: { sampled: 3, of: 4000 }, rows: { sampled: 64, of: 1000 } };
const chunked: ChunkedSimulation = { ...full, kind: "chunked-hyperfan", runs: [run, { ...run, chunks: { sampled: 1, of: 1 }, rows: { sampled: 9, of: 9 } }] };

const report = (simulation: Simulation): string => [...simulationReport(simulation, (colour, text) => (colour === undefined ? text : `<${colour}> ${text}`), false)].join("");
const cells = (simulation: Simulation): readonly (readonly string[])[] => report(simulation).split("\n").map((line) => line.trim().split(/ {2,}/));

describe("the distance of a tensor from its prediction", () => {
  test("is that of its mean or its variance, whichever is farther, either way", () => {
    expect(distanceOf({ ...tensor, mean: withZ(-3), variance: withZ(2) })).toBe(3);
    expect(distanceOf({ ...tensor, mean: withZ(1), variance: withZ(-2) })).toBe(2);
  });

  test("is none or infinite for what never varies", () => {
    expect(distanceOf({ ...tensor, mean: constant(4), variance: zero })).toBe(0);
    expect(distanceOf({ ...tensor, mean: constant(5), variance: zero })).toBe(Infinity);
  });
});

describe("the sentence on a tensor that is off", () => {
  test("names what is off, and by how much", () => {
    expect(missOf({ ...tensor, variance: withZ(-5) }, 4)).toBe("2 weight: standard deviation 2.098 instead of 2.000, z -5.00");
    expect(missOf({ ...tensor, label: "fc", mean: withZ(5), variance: withZ(6) }, 4)).toBe("2 fc: standard deviation 2.098 instead of 2.000, z 6.00; mean 4.400 instead of 4.000, z 5.00");
    expect(missOf({ ...tensor, mean: withZ(4), variance: withZ(4.01) }, 4)).toBe("2 weight: standard deviation 2.098 instead of 2.000, z 4.01");
    expect(missOf({ ...tensor, variance: { ...near, measured: -1e-20, z: 9 } }, 4)).toBe("2 weight: standard deviation 0 instead of 2.000, z 9.00");
  });
});

describe("the report on a simulation", () => {
  test("has square roots, their standard errors and scores", () => {
    expect(cells(full).slice(0, 4)).toEqual([
      ["<bold> Standard deviation of each tensor"],
      ["tensor", "predicted", "measured", "ratio", "se %", "z", "mean z"],
      ["2 weight", "2.000", "2.098", "1.049", "4.55", "1.00", "0.50"],
      [""],
    ]);
    expect(cells({ ...full, tensors: [{ ...tensor, variance: { ...near, measured: 0 } }] })[2]).toEqual(["2 weight", "2.000", "0", "0", "-", "1.00", "0.50"]);
    expect(cells({ ...full, tensors: [{ ...tensor, variance: zero, mean: constant(4) }] })[2]).toEqual(["2 weight", "0", "0", "-", "-", "-", "-"]);
  });

  test("has its hidden layers, counted from 1", () => {
    const hidden = [{ width: 100, secondMoment: near, ratio: 1.1 }, { width: 50, secondMoment: withZ(-5), ratio: 1 }];
    expect(cells({ ...full, hidden }).slice(4, 8)).toEqual([
      ["<bold> Root mean square of each hidden layer"],
      ["layer", "predicted", "measured", "ratio", "se %", "z"],
      ["1 (100 wide)", "2.000", "2.098", "1.049", "4.55", "1.00"],
      ["<red>   2 (50 wide)".split(/ {2,}/)[0], "2 (50 wide)", "2.000", "2.098", "1.049", "4.55", "-5.00"],
    ]);
  });

  test("says what was drawn", () => {
    const words = (simulation: Simulation): string => report(simulation).replaceAll(/\s+/g, " ");
    expect(words({ ...full, tensors: [tensor, { ...tensor, rows: { sampled: 1000, of: 2000 } }] })).toContain(" 2,000 hypernetworks in training from seed 5, each run on 3 inputs; of each, 1,007 of 2,010 rows of the output layer. se is the standard error of a measured value over the hypernetworks, z its distance from the prediction in standard errors. ");
    expect(words({ ...full, draws: 1, batch: 1, mode: "evaluation" })).toContain(" 1 hypernetwork in evaluation from seed 5, each run on 1 input; of each, 7 of 10 rows ");
    expect(words(chunked)).toContain("; of each, 4 of 4,001 chunks, and 64 of 1,000 rows of each. ");
  });

  test("ends with how many are far off", () => {
    const hidden = (z: number) => ({ width: 9, secondMoment: withZ(z), ratio: 1 });
    expect(report(full)).toMatch(/\n<green> Verdict: 1 tensor within 4.0 standard errors\.\n$/);
    expect(report({ ...full, tensors: [{ ...tensor, variance: withZ(4) }], hidden: [hidden(-4)] })).not.toContain("<red>");
    expect(report({ ...full, tensors: [{ ...tensor, variance: withZ(4) }], hidden: [hidden(-4)] })).toMatch(/\n<green> Verdict: 1 tensor and 1 hidden layer within 4.0 standard errors\.\n$/);
    expect(report({ ...full, tensors: [tensor, { ...tensor, mean: withZ(4.1) }], hidden: [hidden(-4.1), hidden(0)] })).toMatch(/\n<red> Verdict: 2 of 2 tensors and 2 hidden layers beyond 4.0 standard errors\.\n$/);
  });

  test("shows the worst of many first, in red", () => {
    const many = (badness: (index: number) => number) => Array.from({ length: 21 }, (_, index) => badness(index));
    const tensors = many((index) => (index === 20 ? -9 : 0)).map((z, index) => ({ ...tensor, tensor: index, mean: withZ(z), variance: withZ(0) }));
    expect(report({ ...full, tensors }).split("\n")[2]).toMatch(/^<red> {3}20 weight /);
    const hidden = many((index) => (index === 20 ? -9 : 0)).map((z, index) => ({ width: index, secondMoment: withZ(z), ratio: 1 }));
    expect(report({ ...full, tensors: [], hidden }).split("\n")[2]).toMatch(/^<red> {3}21 \(20 wide\) /);
    expect(report({ ...full, tensors, hidden })).toContain("  and 1 tensor more, none worse; --all lists them\n");
    expect(report({ ...full, tensors, hidden })).toContain("  and 1 hidden layer more, none worse; --all lists them\n");
  });
});
