import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parseArguments } from "../../src/cli/parse-arguments.js";
import { GLOBAL_EXAMPLES, HELP, SUBCOMMANDS } from "../../src/cli/subcommands.js";
import { hyperfan } from "./command.js";

/** The page as it was last read by a person; to take a new one over: hyperfan NAME --help > spec/cli/help/NAME.txt. */
const recorded = (name: string): string => readFileSync(join(__dirname, "help", `${name}.txt`), "utf8");

describe("the help", () => {
  test.each([["hyperfan", ["--help"]], ...SUBCOMMANDS.map(({ name }) => [name, [name, "--help"]] as const)])("of %s is the recorded page", async (name, args) => {
    expect(await hyperfan(args)).toEqual({ exitCode: 0, stdout: recorded(name), stderr: "" });
  });

  const examples = [...GLOBAL_EXAMPLES, ...SUBCOMMANDS.flatMap((subcommand) => subcommand.examples)].map(({ command }) => command);
  const calls = examples.flatMap((line) => line.split("|").filter((part) => part.includes("hyperfan ")).map((part) => part.replace(/[<>].*/, "").trim()));

  test.each(calls)("has examples that keep to the syntax: %s", (call) => {
    const [, name, ...args] = call.split(" ");
    const { operands, options } = SUBCOMMANDS.find((subcommand) => subcommand.name === name)!;
    expect(() => parseArguments(args, { operands, options: { ...options, ...HELP } }, "")).not.toThrow();
  });
});
