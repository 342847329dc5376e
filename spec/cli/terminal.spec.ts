import { describe, expect, test } from "@jest/globals";
import type { Terminal } from "../../src/cli/io.js";
import { hyperfan, hyperfanIn, type Outcome } from "./command.js";

const runAtTerminal = (args: readonly string[], stderr: Terminal = {}): Promise<Outcome> => hyperfanIn({ stdin: { isTTY: true }, stderr }, args);

describe("at a terminal", () => {
  test.each([["plan"], ["expand"]])("hyperfan %s without a file shows its help instead of waiting", async (name) => {
    const help = (await hyperfan([name, "--help"])).stdout;
    expect(await runAtTerminal([name])).toEqual({ exitCode: 2, stdout: "", stderr: help });
  });

  test("hyperfan plan --model does without a file", async () => {
    expect((await runAtTerminal(["plan", "--model", "none.json", "--input", "task:8"])).stderr).toMatch(/^error: none\.json does not exist/);
  });

  test("what is typed is read with -", async () => {
    const { exitCode, stderr } = await runAtTerminal(["plan", "-"]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: "error: standard input is empty; give a request as JSON.\n" });
  });
});

describe("colour", () => {
  const plain = 'error: Unknown subcommand "pln"; did you mean "plan"?\nSee hyperfan --help.\n';
  const red = plain.replace("error:", "\u001b[31merror:\u001b[39m");

  test.each([
    ["marks the label on a terminal with colours", red, { isTTY: true, hasColors: () => true }],
    ["is left out on a terminal without colours", plain, { isTTY: true, hasColors: () => false }],
    ["is left out on what is no terminal", plain, { hasColors: () => true }],
  ])("%s", async (_what, expected, terminal) => {
    expect((await runAtTerminal(["pln"], terminal)).stderr).toBe(expected);
  });
});

