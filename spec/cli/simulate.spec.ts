import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { afterEach, describe, expect, jest, test } from "@jest/globals";
import { run } from "../../src/cli/run.js";
import { plan } from "../../src/index.js";
import { simulate } from "../../src/simulate/index.js";
import { badRequest, chunkedRequest, file, hyperfan, onLinux, request, requestWithWarning, scratchFolder, shell } from "./command.js";

const folder = scratchFolder();
const path = file(folder, "request.json", request);
const few = ["--draws", "20"] as const;

describe("hyperfan simulate", () => {
  test("prints the library's measurements with --json, and nothing else", () => {
    const json = `${JSON.stringify(simulate(request, { seed: 7, draws: 20 }), null, 2)}\n`;
    expect(hyperfan(["simulate", path, "--json", "--seed", "7", ...few])).toEqual({ exitCode: 0, stdout: json, stderr: "" });
  });

  test("prints a table of standard deviations", () => {
    const { exitCode, stdout, stderr } = hyperfan(["simulate", path, "--seed", "1", "--draws", "200"]);
    const { tensors, hidden } = simulate(request, { seed: 1, draws: 200 });
    const [weight, bias] = tensors.map(({ variance }) => variance);
    const std = (variance: number): string => Math.sqrt(variance).toPrecision(4);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const lines = stdout.split("\n").map((line) => line.trim().split(/ {2,}/));
    expect(lines.slice(0, 8)).toEqual([
      ["hyperfan in training: 200 draws from seed 1, 1 input in each"],
      ["60 of 60 rows of the output layer drawn"],
      [""],
      ["standard deviation of", "predicted", "measured", "ratio", "se %", "z"],
      ["hidden layer 1 (rms)", "1.000", std(hidden[0]!.secondMoment.measured), expect.any(String), expect.any(String), hidden[0]!.secondMoment.z!.toFixed(2)],
      ["hidden layer 2 (rms)", "1.000", std(hidden[1]!.secondMoment.measured), expect.any(String), expect.any(String), hidden[1]!.secondMoment.z!.toFixed(2)],
      [
        "weight 0",
        std(weight!.predicted),
        std(weight!.measured),
        Math.sqrt(weight!.measured / weight!.predicted).toFixed(4),
        ((100 * weight!.standardError) / weight!.measured / 2).toFixed(2),
        weight!.z!.toFixed(2),
      ],
      ["bias 1", "1.000", std(bias!.measured), expect.any(String), expect.any(String), bias!.z!.toFixed(2)],
    ]);
    expect(lines.at(-2)).toEqual(["0 of 2 tensors beyond 4 standard errors"]);
  });

  test("prints nothing wider than 80 columns, whatever tensors are called", () => {
    const label = `block.${"1".repeat(60)}.conv\u001b[31m.weight`;
    const named = { ...request, paramMeta: [{ name: "weight", layer: 0, label }, { name: "bias", layer: 0 }] };
    const { stdout } = hyperfan(["simulate", ...few], JSON.stringify(named));
    expect(Math.max(...stdout.split("\n").map((line) => [...line].length))).toBeLessThanOrEqual(80);
    expect(stdout).toMatch(/^…1+\.conv\?\[31m\.weight +\d/m);
  });

  test("prints tensors without a spread without a ratio", () => {
    const constant = { ...request, targetShapes: [[3], [3]], paramMeta: [{ name: "bn_scale" }, { name: "bn_shift" }] };
    expect(hyperfan(["simulate", ...few], JSON.stringify(constant)).stdout).toMatch(/^bn_scale 0 +0 +0 +- +- +-$/m);
  });

  test("says how many chunks and rows it drew", () => {
    const request100 = { ...chunkedRequest, targetShapes: [[100, 500], [100]], chunking: { size: 1000 } };
    expect(hyperfan(["simulate", ...few], JSON.stringify(request100)).stdout).toContain("\n5 of 51 chunks drawn, 64 of 1,000 rows of each\n");
  });

  test("prints the same for the same seed, and other numbers for another", () => {
    const table = (seed: string): string => hyperfan(["simulate", path, "--seed", seed, ...few]).stdout;
    expect(table("3")).toBe(table("3"));
    expect(table("4").split("\n").slice(3)).not.toEqual(table("3").split("\n").slice(3));
  });

  test("takes a plan as well as a request, from a file or standard input", () => {
    const ofRequest = hyperfan(["simulate", path, ...few]);
    expect(hyperfan(["simulate", file(folder, "plan.json", plan(request)), ...few])).toEqual(ofRequest);
    expect(hyperfan(["simulate", "-", ...few], JSON.stringify(plan(request)))).toEqual(ofRequest);
    expect(hyperfan(["simulate", ...few], JSON.stringify(request))).toEqual(ofRequest);
    if (onLinux) expect(shell(`hyperfan plan '${path}' | hyperfan simulate --draws 20`).stdout).toBe(ofRequest.stdout);
  });

  test("simulates evaluation with --mode", () => {
    const noisy = { ...request, inputs: [{ name: "task", dim: 8, noiseStd: 1 }] };
    const json = (mode: string): unknown => JSON.parse(hyperfan(["simulate", "--json", "--mode", mode, ...few], JSON.stringify(noisy)).stdout);
    expect(json("evaluation")).toEqual(simulate(noisy, { draws: 20, mode: "evaluation" }));
    expect(json("training")).toEqual(simulate(noisy, { draws: 20 }));
  });

  test("puts the warnings of a request in words on standard error", () => {
    const { stderr } = hyperfan(["simulate", ...few], JSON.stringify(requestWithWarning));
    expect(stderr).toBe(plan(requestWithWarning).warnings.map(({ message }) => `warning: ${message}\n`).join(""));
  });

  test.each([
    [["--seed", "-1"], "--seed"],
    [["--seed", "4294967296"], "Give --seed a whole number from 0 to 4294967295 instead of 4294967296."],
    [["--seed", "0x10"], "instead of 0x10."],
    [["--draws", "1"], "Give --draws a whole number from 2 to"],
    [["--draws", "2.5"], "instead of 2.5."],
    [["--mode", "eval"], 'Unknown mode "eval"'],
  ])("refuses %j with exit code 2", (args, words) => {
    const { exitCode, stdout, stderr } = hyperfan(["simulate", path, ...args]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(words);
    expect(stderr).toContain("See hyperfan simulate --help.");
  });

  test("names the problems of a bad request or plan, with exit code 1", () => {
    const badPlan = { ...plan(request), heads: 5 };
    const [ofRequest, ofPlan] = [badRequest, badPlan].map((bad, index) => hyperfan(["simulate", file(folder, `bad-${index}.json`, bad)]));
    expect(ofRequest).toMatchObject({ exitCode: 1, stdout: "" });
    expect(ofRequest!.stderr).toContain("/targetShapes/0/1: Give a whole number of at least 1 instead of 0.");
    expect(ofPlan).toMatchObject({ exitCode: 1, stdout: "" });
    expect(ofPlan!.stderr).toContain(`error: ${join(folder, "bad-1.json")}`);
    expect(ofPlan!.stderr).toContain("/heads");
  });

  test.each([["null"], ["5"], ["[]"]])("refuses %s", (input) => {
    expect(hyperfan(["simulate"], input)).toMatchObject({ exitCode: 1, stdout: "" });
  });
});

describe("while it draws", () => {
  afterEach(() => { jest.restoreAllMocks(); });

  /** What standard error gets when every look at the clock finds it `step` milliseconds later. */
  async function progressOf(step: number, isTTY: boolean, draws = 5): Promise<string> {
    const parts: string[] = [];
    const sink = (into: string[]) => Object.assign(new Writable({ write: (chunk: Buffer, _encoding, taken) => { into.push(chunk.toString()); taken(); } }), { isTTY });
    let now = 0;
    jest.spyOn(Date, "now").mockImplementation(() => (now += step));
    const exitCode = await run(["simulate", path, "--draws", String(draws)], { stdin: Readable.from([]), stdout: sink([]), stderr: sink(parts) });
    expect(exitCode).toBe(0);
    return parts.join("");
  }

  test("counts the draws at a terminal after a second, and wipes the count off", async () => {
    expect(await progressOf(400, true)).toBe("\r3 of 5 draws\r4 of 5 draws\r5 of 5 draws\r\u001b[K");
  });

  test("counts no more than ten times a second", async () => {
    expect(await progressOf(60, true, 22)).toBe("\r17 of 22 draws\r19 of 22 draws\r21 of 22 draws\r\u001b[K");
  });

  test("says nothing when it is quick, or not at a terminal", async () => {
    expect(await progressOf(100, true)).toBe("");
    expect(await progressOf(5000, false)).toBe("");
  });
});
