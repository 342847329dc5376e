import { describe, expect, test } from "@jest/globals";
import { compareMeasurements, planHyperfan } from "../../src/index.js";
import { file, hyperfan, printed, scratchFolder } from "./command.js";

const folder = scratchFolder();
const plan = planHyperfan({
  kind: "hyperfan",
  targetShapes: [[300, 784], [300], [16]],
  paramMeta: [{ name: "weight", layer: 1, label: "fc1.weight" }, { name: "bias", layer: 1, label: "fc1.bias" }, { name: "bn_scale" }],
  inputs: [{ dim: 8 }],
  hypernet: { hiddenDims: [20, 20], dropout: 0.2 },
});
const planFile = file(folder, "plan.json", plan);

const right = {
  format: "hyperfan-measurements",
  version: 1,
  networks: 30,
  tensors: [
    { tensor: 0, mean: 1e-6, variance: 0.0013, count: 235_200 },
    { tensor: 1, mean: 0.02, variance: 1.05, count: 9000 },
    { tensor: 2, mean: 1, variance: 0, count: 480 },
  ],
};
const rightFile = file(folder, "right.json", right);
const wrong = { ...right, tensors: [{ ...right.tensors[0], variance: 0.02 }, { ...right.tensors[1], mean: 0.5 }, { ...right.tensors[2], variance: 1e-3 }] };
const wrongFile = file(folder, "wrong.json", wrong);

describe("hyperfan compare", () => {
  test("prints what was measured beside what is predicted, and agrees", async () => {
    const { exitCode, stdout, stderr } = await hyperfan(["compare", planFile, rightFile]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const rows = stdout.split("\n").map((line) => line.trim().split(/ {2,}/));
    expect(rows.slice(0, 2)).toEqual([["Standard deviation and mean of each measured tensor"], ["tensor", "predicted", "measured", "ratio", "from", "to", "z", "mean z", "differs"]]);
    expect(rows[2]).toEqual(["0 fc1.weight", "0.03571", "0.03606", "1.010", expect.stringMatching(/^0\.7/), expect.stringMatching(/^1\.2/), expect.any(String), expect.any(String)]);
    expect(rows[4]).toEqual(["2 bn_scale", "0", "0", "-", "-", "-", "-", "-"]);
    expect(stdout).toMatch(/\n3 tensors measured in training, 4 tests with a chance of 0\.01 of any false\n {2}alarm: \|z\| up to 2\.9\d is taken for chance\.\nVerdict: what was measured agrees with the plan\.\n$/);
  });

  test("ends with 3 when something disagrees, and says what and by how much", async () => {
    const { exitCode, stdout, stderr } = await hyperfan(["compare", planFile, wrongFile]);
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/^ {2}0 fc1\.weight .* {2}spread$/m);
    expect(stdout).toMatch(/^ {2}1 fc1\.bias .* {2}mean$/m);
    expect(stdout).toMatch(/\nVerdict: 3 of 3 measured tensors disagree with the plan\.\n$/);
    expect(stderr).toMatch(/^error: 3 of 3 measured tensors disagree with the plan:\n {2}0 fc1\.weight: standard deviation 0\.1414 is not within 0\.0\d+ and 0\.0\d+\n {2}1 fc1\.bias: mean 0\.5000 is not within -0\.\d+ and 0\.\d+\n {2}2 bn_scale: standard deviation 0\.03162 is not within 0 and 9\.54e-7\n$/);
  });

  test("prints the library's comparison with --json, and nothing else", async () => {
    expect(await hyperfan(["compare", planFile, rightFile, "--json"])).toEqual({ exitCode: 0, stdout: printed(compareMeasurements(plan, right)), stderr: "" });
    const { exitCode, stdout } = await hyperfan(["compare", planFile, wrongFile, "--json", "--mode", "evaluation", "--level", "0.05"]);
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout)).toEqual(compareMeasurements(plan, wrong, { mode: "evaluation", level: 0.05 }));
  });

  test("compares with training unless it is told otherwise", async () => {
    expect(await hyperfan(["compare", planFile, rightFile, "--mode", "training"])).toEqual(await hyperfan(["compare", planFile, rightFile]));
  });

  test("reads either of its files from standard input, but not both", async () => {
    const { stdout } = await hyperfan(["compare", planFile, rightFile]);
    expect((await hyperfan(["compare", planFile, "-"], JSON.stringify(right))).stdout).toBe(stdout);
    expect((await hyperfan(["compare", "-", rightFile], JSON.stringify(plan))).stdout).toBe(stdout);
    expect(await hyperfan(["compare", "-", "-"], "{}")).toEqual({ exitCode: 2, stdout: "", stderr: "error: Only one of the two files can be standard input.\nSee hyperfan compare --help.\n" });
  });

  test("says that one network leaves much to chance where the number is not given", async () => {
    const unsaid = { format: "hyperfan-measurements", version: 1, tensors: [right.tensors[0]] };
    const { stdout } = await hyperfan(["compare", planFile, "-"], JSON.stringify(unsaid));
    expect(stdout).toContain("\nNote: networks is not given, so all numbers are taken for those of one\n");
    expect(stdout).toContain(" 2 tensors of the plan were not measured.");
    expect(stdout.split("\n").filter((line) => [...line].length > 80)).toEqual([]);
  });

  test("shows the worst of many, those that disagree first", async () => {
    const many = planHyperfan({ kind: "hyperfan", targetShapes: Array.from({ length: 40 }, () => [20, 20]), inputs: [{ dim: 8 }], hypernet: { hiddenDims: [10] } });
    const tensors = many.heads.map(({ tensor, predicted }) => ({ tensor, mean: tensor === 37 ? 1 : 0, variance: predicted.variance * (1 + tensor / 1000), count: 400 }));
    const path = file(folder, "many.json", many);
    const { stdout } = await hyperfan(["compare", path, "-"], JSON.stringify({ ...right, networks: 1, tensors }));
    expect(stdout).toMatch(/^.*\n.*\n {2}37 weight .* mean\n/);
    expect(stdout).toContain("  and 20 tensors more, none worse; --all lists them\n");
    expect((await hyperfan(["compare", path, "-", "--all"], JSON.stringify({ ...right, networks: 1, tensors }))).stdout.match(/^ {2}\d+ weight /gm)).toHaveLength(40);
  });
});

describe("many that disagree", () => {
  const disagreeing = async (count: number): Promise<string> => {
    const many = planHyperfan({ kind: "hyperfan", targetShapes: Array.from({ length: count }, () => [20, 20]), inputs: [{ dim: 8 }], hypernet: { hiddenDims: [10] } });
    const tensors = many.heads.map(({ tensor }) => ({ tensor, mean: 5, variance: 99, count: 400 }));
    return (await hyperfan(["compare", file(folder, "disagreeing.json", many), "-"], JSON.stringify({ ...right, tensors }))).stderr;
  };

  test("are twenty by name, and the rest by number", async () => {
    expect(await disagreeing(20)).toMatch(/^error: 20 of 20 measured tensors disagree with the plan:\n(?: {2}\d+ weight: .*\n){20}$/);
    expect(await disagreeing(22)).toMatch(/^error: 22 of 22 measured tensors disagree with the plan:\n(?: {2}\d+ weight: .*\n){20} {2}and 2 more\n$/);
  });
});

describe("bad usage", () => {
  test.each([
    [["compare", planFile], "An argument is missing; give PLAN.json MEASUREMENTS.json."],
    [["compare", planFile, rightFile, "--mode", "eval"], 'Unknown mode "eval"; did you mean "evaluation"?'],
    [["compare", planFile, rightFile, "--level", "1"], "Expected a number between 0 and 1 for --level; got 1."],
    [["compare", planFile, rightFile, "--level", "0"], "Expected a number between 0 and 1 for --level; got 0."],
  ])("is refused: %j", async (args, message) => {
    expect(await hyperfan(args)).toEqual({ exitCode: 2, stdout: "", stderr: `error: ${message}\nSee hyperfan compare --help.\n` });
  });
});

describe("bad input", () => {
  test("is named as what is needed where it is not there", async () => {
    expect((await hyperfan(["compare", "none.json", rightFile])).stderr).toBe("error: none.json does not exist; give the path of a plan, or - for standard input.\n");
    expect((await hyperfan(["compare", planFile, "none.json"])).stderr).toBe("error: none.json does not exist; give the path of measurements, or - for standard input.\n");
  });

  test("is told by its file", async () => {
    const bad = file(folder, "bad.json", { ...right, tensors: [{ tensor: 0, mean: 0, var: 1, count: 10 }] });
    const { exitCode, stdout, stderr } = await hyperfan(["compare", planFile, bad]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain(`error: ${bad}: invalid measurements, 2 problems:\n`);
    expect(stderr).toContain("  /tensors/0/variance: Required: a finite number of at least 0.\n");
    expect((await hyperfan(["compare", rightFile, rightFile])).stderr).toContain(`error: ${rightFile}: invalid plan`);
  });
});
