import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { subcommandHelp } from "../../src/cli/help.js";
import { parseArguments } from "../../src/cli/parse-arguments.js";
import { GLOBAL_EXAMPLES, HELP, SUBCOMMANDS } from "../../src/cli/subcommands.js";
import { tableUnder } from "../docs/markdown.js";
import { hyperfan } from "./command.js";

/** The page as it was last read by a person; to take a new one over: hyperfan NAME --help > spec/cli/help/NAME.txt. */
const recorded = (name: string): string => readFileSync(join(__dirname, "help", `${name}.txt`), "utf8");

describe("the help", () => {
  test.each([["hyperfan", ["--help"]], ...SUBCOMMANDS.map(({ name }) => [name, [name, "--help"]] as const)])("of %s is the recorded page", async (name, args) => {
    expect(await hyperfan(args)).toEqual({ exitCode: 0, stdout: recorded(name), stderr: "" });
  });

  const usageWith = (...widths: readonly number[]): readonly string[] => {
    const options = Object.fromEntries(widths.map((width, index) => [String.fromCharCode(97 + index).repeat(width - "[--]".length), { summary: "" }]));
    const page = subcommandHelp({ ...SUBCOMMANDS[0]!, name: "x", operands: { usage: "FILE", min: 1, max: 1 }, options });
    return page.split("\n\n")[1]!.split("\n");
  };

  test("has a usage of one line where it fits 100 columns, and else of as few as hold its options", () => {
    const start = "Usage: hyperfan x FILE";
    const indent = start.length - "FILE".length;
    expect(usageWith(99 - start.length).map((line) => line.length)).toEqual([100]);
    expect(usageWith(100 - start.length).map((line) => line.length)).toEqual([start.length, indent + 100 - start.length]);
    expect(usageWith(40, 99 - indent - 40, 10).map((line) => line.length)).toEqual([start.length, 100, indent + 10]);
    expect(usageWith(40, 100 - indent - 40, 10).map((line) => line.length)).toEqual([start.length, indent + 40, indent + 100 - indent - 40 + 11]);
  });

  test("has the exit status that README.md has, and 3 where a subcommand may fail so", () => {
    const { rows } = tableUnder("README.md", "On the command line");
    expect(recorded("hyperfan")).toContain(`\nExit status:\n${rows.map(([code, meaning]) => `  ${code}  ${meaning}\n`).join("")}\n`);
    for (const { name, finding } of SUBCOMMANDS) expect(/^ {2}3 {2}(.*)$/m.exec(recorded(name))?.[1]).toBe(finding);
    expect(rows.map(([code]) => code)).toEqual(["0", "1", "2", "3"]);
  });

  const examples = [...GLOBAL_EXAMPLES, ...SUBCOMMANDS.flatMap((subcommand) => subcommand.examples)].map(({ command }) => command);
  const calls = examples.flatMap((line) => line.split("|").filter((part) => part.includes("hyperfan ")).map((part) => part.replace(/[<>].*/, "").trim()));

  test.each(calls)("has examples that keep to the syntax: %s", (call) => {
    const [, name, ...args] = call.split(" ");
    const { operands, options } = SUBCOMMANDS.find((subcommand) => subcommand.name === name)!;
    expect(() => parseArguments(args, { operands, options: { ...options, ...HELP } }, "")).not.toThrow();
  });
});
