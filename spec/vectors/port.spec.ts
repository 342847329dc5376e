import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { root } from "../docs/markdown.js";
import type { VectorFile } from "./build.js";
import { CASES_FILE } from "./files.js";

const examples = join(root, "docs", "examples", "port");
const runner = join(examples, "run_vectors.py");
const toyPort = readFileSync(join(examples, "toy_port.py"), "utf8");
const { cases } = JSON.parse(readFileSync(CASES_FILE, "utf8")) as VectorFile;

const hasPython = spawnSync("python3", ["--version"]).status === 0;
if (!hasPython) console.warn("python3 was not found, so the example of a port is not tested");

const folder = mkdtempSync(join(tmpdir(), "port-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Outcome {
  readonly status: number | null;
  readonly passed: number;
  readonly failed: readonly string[];
  readonly skipped: number;
}

/** What the runner says of a port of this text. */
function run(port: string): Outcome {
  const file = join(folder, "port.py");
  writeFileSync(file, port);
  const { status, stdout } = spawnSync("python3", ["-B", runner, CASES_FILE, file], { encoding: "utf8" });
  const [, passed, skipped] = /(\d+) passed, \d+ failed, (\d+) left out\n$/u.exec(stdout) ?? [];
  const failed = stdout.split("\n").filter((line) => cases.some(({ id }) => id === line));
  return { status, passed: Number(passed), failed, skipped: Number(skipped) };
}

/** The toy port with one thing wrong. */
function broken(right: string, wrong: string): string {
  expect(toyPort.split(right)).toHaveLength(2);
  return toyPort.replace(right, wrong);
}

(hasPython ? describe : describe.skip)("the example of a port", () => {
  it("meets all the cases that it does not leave out", () => {
    const { status, passed, failed, skipped } = run(toyPort);
    expect({ status, failed }).toEqual({ status: 0, failed: [] });
    expect(passed).toBeGreaterThan(70);
    expect(passed + skipped).toBe(cases.length);
  });

  it.each([
    ["the share of the bias", "(2 if shares else 1)", "1", "full/start/dense"],
    ["the square of the mean", 'b["variance"] + b["mean"] ** 2', 'b["variance"]', "full/input/mean"],
    ["the variance of a uniform distribution", "math.sqrt(3) * math.sqrt(variance)", "math.sqrt(variance)", "full/start/no-hidden-layer"],
    ["dropout", ' / (1 - net["dropout"])', "", "full/hidden/dropout"],
    ["groups", "axes[1] / axes[2]", "axes[1]", "full/fans/weights"],
    ["which weight serves a bias", "reversed(tensors)", "tensors", "full/layers/two-weights"],
    ["the order of the heads", 'request.get("generated", range(len(tensors)))', 'sorted(request.get("generated", range(len(tensors))))', "full/generated/order"],
    ["a warning", '"fanIn"] >= bias', '"fanIn"] > bias', "full/method/out/square"],
  ])("is caught where %s is wrong", (_, right, wrong, id) => {
    const { status, failed } = run(broken(right, wrong));
    expect(status).toBe(1);
    expect(failed).toContain(id);
  });

  it("is caught where it crashes, or refuses what it should plan", () => {
    const crashing = run(broken('need(request["kind"] == "hyperfan"', 'need(1 / (request["kind"] == "hyperfan")'));
    expect(crashing.failed).toContain("chunked/start/dense");
    const refusing = `${toyPort}\nclass InvalidRequest(Exception):\n    issues = []\n\ndef plan(request):\n    raise InvalidRequest\n`;
    expect(run(refusing).failed).toEqual(expect.arrayContaining(["full/start/dense", "refused/full/kind=null"]));
  });

  it("is compared by pointers and codes where it checks requests", () => {
    const checking = `${toyPort}\nclass InvalidRequest(Exception):\n    issues = [{"pointer": "/kind", "code": "unknown-value"}]\n\ndef plan(request):\n    raise InvalidRequest\n`;
    const { failed } = run(checking);
    expect(failed).not.toContain("refused/full/kind=null");
    expect(failed).toContain("refused/full/method=null");
  });
});
