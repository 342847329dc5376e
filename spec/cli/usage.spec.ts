import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { SUBCOMMANDS } from "../../src/cli/subcommands.js";
import { hyperfan, root } from "./command.js";

const subcommands = SUBCOMMANDS.map(({ name }) => name);

describe("help", () => {
  test.each([["--help"], ["-h"]])("of the command leads with examples and lists every subcommand (%s)", async (option) => {
    const { exitCode, stdout, stderr } = await hyperfan([option]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toMatch(/^Examples:\n {2}hyperfan plan /);
    for (const name of subcommands) expect(stdout).toMatch(new RegExp(`^  ${name} +\\S`, "m"));
  });

  test.each(subcommands.flatMap((name) => [[name, "--help"], [name, "-h"]]))("of %s leads with examples and shows its usage and options (%s)", async (name, option) => {
    const { exitCode, stdout, stderr } = await hyperfan([name, option]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toMatch(new RegExp(`^Examples:\n  hyperfan ${name} `));
    expect(stdout).toContain(`\nUsage: hyperfan ${name} `);
    expect(stdout).toContain("\n  -h, --help");
  });

  test("of plan shows its arguments as they are", async () => {
    expect((await hyperfan(["plan", "--help"])).stdout).toContain("\nUsage: hyperfan plan [REQUEST.json | -]\n");
  });

  test("is given whatever else is on the line", async () => {
    expect(await hyperfan(["plan", "--nonsense", "a", "b", "--help"])).toEqual(await hyperfan(["plan", "--help"]));
  });

  test("fits a terminal of 100 columns", async () => {
    for (const args of [["--help"], ...subcommands.map((name) => [name, "--help"])]) {
      const { stdout } = await hyperfan(args);
      expect(stdout.split("\n").filter((line) => line.length > 100)).toEqual([]);
    }
  });
});

describe("--version", () => {
  test("prints the package's version", async () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect(await hyperfan(["--version"])).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: "" });
  });
});

describe("bad usage", () => {
  test.each([
    ["an unknown subcommand, almost right", ["pln"], 'Unknown subcommand "pln"; did you mean "plan"?', "hyperfan"],
    ["an unknown subcommand with options", ["exand", "--compact"], 'Unknown subcommand "exand"; did you mean "expand"?', "hyperfan"],
    ["an unknown subcommand", ["train"], `Unknown subcommand "train"; give one of ${subcommands.join(", ")}.`, "hyperfan"],
    ["an unknown option of the command", ["--verison"], 'Unknown option "--verison"; did you mean "--version"?', "hyperfan"],
    ["an argument that --version does not take", ["--version", "plan"], 'Unexpected argument "plan"; remove it.', "hyperfan"],
    ["an unknown option, almost right", ["plan", "--ot", "x"], 'Unknown option "--ot"; did you mean "--out"?', "hyperfan plan"],
    ["an unknown option with a value", ["plan", "--ouut=x"], 'Unknown option "--ouut"; did you mean "--out"?', "hyperfan plan"],
    ["an unknown option", ["check", "--zzzzzzzz"], 'Unknown option "--zzzzzzzz"; give one of --max-ratio, --all, --json, --help.', "hyperfan check"],
    ["an unknown letter", ["check", "-z"], 'Unknown option "-z"; give one of --max-ratio, --all, --json, --help.', "hyperfan check"],
    ["the name of a method of objects as an option", ["check", "--constructor"], 'Unknown option "--constructor"; give one of --max-ratio, --all, --json, --help.', "hyperfan check"],
    ["an option of another subcommand", ["expand", "--compact"], 'Unknown option "--compact"; give one of --help.', "hyperfan expand"],
    ["a second file", ["plan", "a.json", "b.json"], 'Unexpected argument "b.json"; remove it.', "hyperfan plan"],
    ["an empty file name", ["plan", ""], "An argument is empty; give a name, or leave it out.", "hyperfan plan"],
    ["no file to write to", ["plan", "--out"], "Option --out needs a value: --out FILE.", "hyperfan plan"],
    ["another option in place of the file to write to", ["plan", "--out", "--compact"], "Option --out needs a value: --out FILE.", "hyperfan plan"],
    ["an empty file to write to", ["plan", "--out="], "Option --out needs a value: --out FILE.", "hyperfan plan"],
    ["a value for help", ["plan", "--help=yes"], 'Option --help takes no value; remove "=yes".', "hyperfan plan"],
    ["something wrong behind something right", ["check", "--all", "--zzzzzzzz"], 'Unknown option "--zzzzzzzz"; give one of --max-ratio, --all, --json, --help.', "hyperfan check"],
    ["a missing argument", ["compare", "a.json"], "An argument is missing; give PLAN.json MEASUREMENTS.json.", "hyperfan compare"],
    ["a value for a flag", ["plan", "--compact=yes"], 'Option --compact takes no value; remove "=yes".', "hyperfan plan"],
  ])("is refused with what to do: %s", async (_what, args, message, see) => {
    expect(await hyperfan(args)).toEqual({ exitCode: 2, stdout: "", stderr: `error: ${message}\nSee ${see} --help.\n` });
  });

  test("without any option gets the help on standard error", async () => {
    expect(await hyperfan(["--"])).toEqual(await hyperfan([]));
  });

  test("without any argument gets the help on standard error", async () => {
    expect(await hyperfan([])).toEqual({ exitCode: 2, stdout: "", stderr: (await hyperfan(["--help"])).stdout });
  });
});
