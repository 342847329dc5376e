import { join } from "node:path";
import { afterEach, describe, expect, jest, test } from "@jest/globals";
import { plan, type HyperfanPlan } from "../../src/index.js";
import { standardErrors } from "../../src/cli/simulation-report.js";
import { simulate, type Estimate } from "../../src/simulate/index.js";
import { badRequest, chunkedRequest, file, hyperfan, hyperfanIn, printed, request, requestWithWarning, scratchFolder } from "./command.js";

const folder = scratchFolder();
const path = file(folder, "request.json", request);
const few = ["--draws", "20"] as const;

describe("hyperfan simulate", () => {
  test("prints the library's measurements with --json, and nothing else", async () => {
    const json = printed(simulate(request, { seed: 7, draws: 20 }));
    expect(await hyperfan(["simulate", path, "--json", "--seed", "7", ...few])).toEqual({ exitCode: 0, stdout: json, stderr: "" });
  });

  test("prints what is predicted and measured, tensor by tensor and layer by layer", async () => {
    const { exitCode, stdout, stderr } = await hyperfan(["simulate", path, "--seed", "1", "--draws", "200"]);
    const { tensors, hidden } = simulate(request, { seed: 1, draws: 200 });
    const [weight, bias] = tensors;
    const [first, second] = hidden.map(({ secondMoment }) => secondMoment);
    const std = (variance: number): string => Math.sqrt(variance).toPrecision(4);
    const shown = ({ predicted, measured, standardError, z }: Estimate): readonly string[] => [
      std(predicted),
      std(measured),
      Math.sqrt(measured / predicted).toFixed(3),
      ((100 * standardError) / measured / 2).toFixed(2),
      z!.toFixed(2),
    ];
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout.split("\n").map((line) => line.trim().split(/ {2,}/))).toEqual([
      ["Standard deviation of each tensor"],
      ["tensor", "predicted", "measured", "ratio", "se %", "z", "mean z"],
      ["0 weight", ...shown(weight!.variance), weight!.mean.z!.toFixed(2)],
      ["1 bias", ...shown(bias!.variance), bias!.mean.z!.toFixed(2)],
      [""],
      ["Root mean square of each hidden layer"],
      ["layer", "predicted", "measured", "ratio", "se %", "z"],
      ["1 (100 wide)", ...shown(first!)],
      ["2 (100 wide)", ...shown(second!)],
      [""],
      ["200 hypernetworks in training from seed 1, each run on 1 input; of each, 60 of"],
      ["60 rows of the output layer."],
      ["se is the standard error of a measured value over the hypernetworks, z its"],
      ["distance from the prediction in standard errors."],
      ["Verdict: 2 tensors and 2 hidden layers within 4.1 standard errors."],
      [""],
    ]);
  });

  test("prints tables no wider than 80 columns, whatever tensors are called", async () => {
    const label = `block.${"1".repeat(60)}.conv\u001b[31m.weight`;
    const named = { ...request, paramMeta: [{ name: "weight", layer: 0, label }, { name: "bias", layer: 0 }] };
    const { stdout } = await hyperfan(["simulate", ...few], JSON.stringify(named));
    expect(Math.max(...stdout.split("\n").map((line) => [...line].length))).toBeLessThanOrEqual(80);
    expect(stdout).toMatch(/^ {2}0 …1+\.conv\?\[31m\.weight +\d/m);
  });

  test("prints what does not vary without a ratio", async () => {
    const constant = { ...request, targetShapes: [[3], [3]], paramMeta: [{ name: "bn_scale" }, { name: "bn_shift" }] };
    expect((await hyperfan(["simulate", ...few], JSON.stringify(constant))).stdout).toMatch(/^ {2}0 bn_scale +0 +0 +- +- +- +-$/m);
  });

  test("lists the worst of many tensors, or all with --all", async () => {
    const many = { ...request, targetShapes: Array<number[]>(25).fill([3, 2]), paramMeta: Array<object>(25).fill({ name: "weight" }) };
    const listed = async (...args: string[]): Promise<number> => (await hyperfan(["simulate", ...few, ...args], JSON.stringify(many))).stdout.split("\n").filter((line) => line.includes(" weight ")).length;
    expect([await listed(), await listed("--all")]).toEqual([20, 25]);
  });

  test("says how many chunks and rows it drew", async () => {
    const large = { ...chunkedRequest, targetShapes: [[100, 500], [100]], chunking: { size: 1000 } };
    const words = (await hyperfan(["simulate", ...few], JSON.stringify(large))).stdout.replaceAll(/\s+/g, " ");
    expect(words).toContain("each run on 1 input; of each, 5 of 51 chunks, and 64 of 1,000 rows of each.");
  });

  describe("with a plan whose predictions are wrong", () => {
    const made = plan(request) as HyperfanPlan;
    const [weight, bias] = made.heads;
    const wrong = { ...made, heads: [{ ...weight!, predicted: { mean: 0.5, variance: 4 * weight!.predicted.variance } }, bias!] };
    const wrongPath = file(folder, "wrong.json", wrong);

    test("says so", async () => {
      const { exitCode, stdout, stderr } = await hyperfan(["simulate", wrongPath, "--draws", "300"]);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
      expect(stdout).toContain("Verdict: 1 of 2 tensors and 2 hidden layers beyond 4.1 standard errors.\n");
    });

    test("fails with exit code 3 beyond --max-z, after printing everything", async () => {
      const limited = await hyperfan(["simulate", wrongPath, "--draws", "300", "--max-z", "4"]);
      expect(limited.exitCode).toBe(3);
      expect(limited.stdout).toBe((await hyperfan(["simulate", wrongPath, "--draws", "300"])).stdout);
      expect(limited.stderr).toMatch(/^error: 1 of 2 tensors beyond --max-z 4 \(4\.1 standard errors of 300 draws\):\n {2}0 weight: standard deviation 0\.\d+ instead of 0\.8944, z -\d+\.\d\d; mean -?\d\S* instead of 0\.5000, z -\d+\.\d\d\n$/);
    });

    test("passes below --max-z, and where nothing varies", async () => {
      expect(await hyperfan(["simulate", wrongPath, "--draws", "300", "--max-z", "1e6"])).toMatchObject({ exitCode: 0, stderr: "" });
      const constant = { ...request, targetShapes: [[3]], paramMeta: [{ name: "bn_scale" }] };
      expect((await hyperfan(["simulate", ...few, "--max-z", "0.001"], JSON.stringify(constant))).exitCode).toBe(0);
    });

    /** The score of which so many standard errors are as rare, by bisection. */
    const scoreWithin = (errors: number, draws: number): number => {
      let [low, high] = [0, errors];
      for (let step = 0; step < 60; step += 1) {
        const middle = (low + high) / 2;
        if (standardErrors(middle, draws) < errors) low = middle;
        else high = middle;
      }
      return low;
    };

    test("passes at --max-z itself, which is more standard errors of few draws", async () => {
      const { tensors } = simulate(wrong, { draws: 20 });
      const farthest = Math.max(...tensors.flatMap(({ mean, variance }) => [mean, variance]).map(({ z }) => Math.abs(z!)));
      expect((await hyperfan(["simulate", wrongPath, ...few, "--max-z", String(farthest)])).exitCode).toBe(0);
      expect((await hyperfan(["simulate", wrongPath, ...few, "--max-z", String(scoreWithin(farthest, 20) * 0.999)])).exitCode).toBe(3);
      expect((await hyperfan(["simulate", wrongPath, ...few, "--max-z", String(scoreWithin(farthest, 20) * 1.001)])).exitCode).toBe(0);
    });

    test("names the farthest of many that are beyond --max-z", async () => {
      const many = plan({ ...request, targetShapes: Array.from({ length: 25 }, () => [3]), paramMeta: Array.from({ length: 25 }, () => ({ name: "bn_scale" })) }) as HyperfanPlan;
      const off = { ...many, heads: many.heads.map((head) => ({ ...head, predicted: { mean: head.tensor === 0 ? 1 : 2, variance: 0 } })) };
      const { stderr } = await hyperfan(["simulate", ...few, "--max-z", "1000"], JSON.stringify(off));
      expect(stderr).toMatch(/^error: 24 of 25 tensors beyond --max-z 1000:\n {2}1 bn_scale: .*\n(?: {2}\d+ bn_scale: .*\n){19} {2}and 4 more\n$/);
      const twenty = { ...off, heads: off.heads.map((head) => (head.tensor > 20 ? { ...head, predicted: { mean: 1, variance: 0 } } : head)) };
      expect((await hyperfan(["simulate", ...few, "--max-z", "1000"], JSON.stringify(twenty))).stderr).toMatch(/^error: 20 of .*\n(?: {2}\d+ bn_scale: .*\n){20}$/);
    });

    test("fails where what never varies is predicted to be something else", async () => {
      const constant = plan({ ...request, targetShapes: [[3]], paramMeta: [{ name: "bn_scale" }] }) as HyperfanPlan;
      const off = { ...constant, heads: constant.heads.map((head) => ({ ...head, predicted: { mean: 1.5, variance: 0 } })) };
      const { exitCode, stderr } = await hyperfan(["simulate", ...few, "--max-z", "1000"], JSON.stringify(off));
      expect({ exitCode, stderr }).toEqual({ exitCode: 3, stderr: "error: 1 of 1 tensor beyond --max-z 1000:\n  0 bn_scale: mean 1.000 instead of 1.500, z -\n" });
    });
  });

  test("prints the same for the same seed, and other numbers for another", async () => {
    const table = async (seed: string): Promise<string> => (await hyperfan(["simulate", path, "--seed", seed, ...few])).stdout;
    expect(await table("3")).toBe(await table("3"));
    expect((await table("4")).split("\n")[2]).not.toBe((await table("3")).split("\n")[2]);
  });

  test("takes a plan as well as a request, from a file or standard input", async () => {
    const ofRequest = await hyperfan(["simulate", path, ...few]);
    expect(await hyperfan(["simulate", file(folder, "plan.json", plan(request)), ...few])).toEqual(ofRequest);
    expect(await hyperfan(["simulate", "-", ...few], JSON.stringify(plan(request)))).toEqual(ofRequest);
    expect(await hyperfan(["simulate", ...few], JSON.stringify(request))).toEqual(ofRequest);
    const { stdout } = await hyperfan(["plan", path]);
    expect((await hyperfan(["simulate", ...few], stdout)).stdout).toBe(ofRequest.stdout);
  });

  test.each([[{ seed: 0 }], [{ seed: 2 ** 32 - 1 }], [{ draws: 2 }]])("takes the least and the most that it allows: %j", async (options) => {
    const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
    expect(JSON.parse((await hyperfan(["simulate", path, "--json", ...few, ...args])).stdout)).toEqual(simulate(request, { draws: 20, ...options }));
  });

  test("names a file that is not there as what is needed", async () => {
    expect((await hyperfan(["simulate", "none.json"])).stderr).toBe("error: none.json does not exist; give the path of a request or a plan, or - for standard input.\n");
  });

  test("simulates evaluation with --mode", async () => {
    const noisy = { ...request, inputs: [{ name: "task", dim: 8, noiseStd: 1 }] };
    const json = async (mode: string): Promise<unknown> => JSON.parse((await hyperfan(["simulate", "--json", "--mode", mode, ...few], JSON.stringify(noisy))).stdout);
    expect(await json("evaluation")).toEqual(simulate(noisy, { draws: 20, mode: "evaluation" }));
    expect(await json("training")).toEqual(simulate(noisy, { draws: 20 }));
  });

  test("puts the warnings of a request in words on standard error", async () => {
    const { stderr } = await hyperfan(["simulate", ...few], JSON.stringify(requestWithWarning));
    expect(stderr).toBe(plan(requestWithWarning).warnings.map(({ message }) => `warning: ${message}\n`).join(""));
  });

  test.each([
    [["--seed", "-1"], "--seed"],
    [["--seed", "4294967296"], "Expected a whole number from 0 to 4294967295 for --seed; got 4294967296."],
    [["--seed", "0.5"], "got 0.5."],
    [["--draws", "1"], "Expected a whole number of at least 2 for --draws; got 1."],
    [["--draws", "2.5"], "got 2.5."],
    [["--mode", "eval"], 'Unknown mode "eval"'],
    [["--seed", "NaN"], "got NaN."],
    [["--max-z", "0"], "Expected a number above 0 for --max-z; got 0."],
  ])("refuses %j with exit code 2", async (args, words) => {
    const { exitCode, stdout, stderr } = await hyperfan(["simulate", path, ...args]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(words);
    expect(stderr).toContain("See hyperfan simulate --help.");
  });

  test("names the problems of a bad request or plan, with exit code 1", async () => {
    const badPlan = { ...plan(request), heads: 5 };
    const ofRequest = await hyperfan(["simulate", file(folder, "bad-0.json", badRequest)]);
    const ofPlan = await hyperfan(["simulate", file(folder, "bad-1.json", badPlan)]);
    expect(ofRequest).toMatchObject({ exitCode: 1, stdout: "" });
    expect(ofRequest.stderr).toContain("/targetShapes/0/1: Expected a whole number of at least 1; got 0.");
    expect(ofPlan).toMatchObject({ exitCode: 1, stdout: "" });
    expect(ofPlan.stderr).toContain(`error: ${join(folder, "bad-1.json")}`);
    expect(ofPlan.stderr).toContain("/heads");
  });

  test.each([["null"], ["5"], ["[]"]])("refuses %s", async (input) => {
    expect(await hyperfan(["simulate"], input)).toMatchObject({ exitCode: 1, stdout: "" });
  });
});

describe("while it draws", () => {
  afterEach(() => { jest.restoreAllMocks(); });

  /** What standard error gets when every look at the clock finds it `step` milliseconds later. */
  async function progressOf(step: number, isTTY: boolean, draws = 5): Promise<string> {
    let now = 0;
    jest.spyOn(Date, "now").mockImplementation(() => (now += step));
    const { exitCode, stderr } = await hyperfanIn({ stdout: { isTTY }, stderr: { isTTY } }, ["simulate", path, "--draws", String(draws)]);
    expect(exitCode).toBe(0);
    return stderr;
  }

  test("counts the draws at a terminal after a second, and wipes the count off", async () => {
    expect(await progressOf(400, true)).toBe("\r3 of 5 draws\r4 of 5 draws\r5 of 5 draws\r\u001b[K");
  });

  test("counts the draw after just a second", async () => {
    expect(await progressOf(500, true)).toBe("\r2 of 5 draws\r3 of 5 draws\r4 of 5 draws\r5 of 5 draws\r\u001b[K");
  });

  test("counts no more than ten times a second", async () => {
    expect(await progressOf(60, true, 22)).toBe("\r17 of 22 draws\r19 of 22 draws\r21 of 22 draws\r\u001b[K");
  });

  test("says nothing when it is quick, or not at a terminal", async () => {
    expect(await progressOf(100, true)).toBe("");
    expect(await progressOf(5000, false)).toBe("");
  });
});
