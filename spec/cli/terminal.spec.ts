import { Readable, Writable } from "node:stream";
import { describe, expect, test } from "@jest/globals";
import { reportError } from "../../src/cli/report.js";
import { run } from "../../src/cli/run.js";
import { hyperfan } from "./command.js";

interface Terminal {
  readonly isTTY?: boolean;
  readonly hasColors?: () => boolean;
}

function sink(terminal: Terminal = {}) {
  const parts: string[] = [];
  const stream = new Writable({ write: (chunk: Buffer, _encoding, taken) => { parts.push(chunk.toString()); taken(); } });
  return { stream: Object.assign(stream, terminal), text: () => parts.join("") };
}

async function runAtTerminal(args: readonly string[], terminal: Terminal = {}) {
  const [stdout, stderr] = [sink(), sink(terminal)];
  const stdin = Object.assign(Readable.from([]), { isTTY: true });
  const exitCode = await run(args, { stdin, stdout: stdout.stream, stderr: stderr.stream });
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

describe("at a terminal", () => {
  test.each([["plan"], ["expand"]])("hyperfan %s without a file shows its help instead of waiting", async (name) => {
    const help = hyperfan([name, "--help"]).stdout;
    expect(await runAtTerminal([name])).toEqual({ exitCode: 2, stdout: "", stderr: help });
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

test("an error that nobody foresaw is told as a mistake of the command, with its origin", () => {
  const stderr = sink();
  expect(reportError(new TypeError("oh"), stderr.stream)).toBe(1);
  expect(stderr.text()).toMatch(/^error: This is a mistake in hyperfan itself; please report it with these lines:\nTypeError: oh\n {4}at /);
});
