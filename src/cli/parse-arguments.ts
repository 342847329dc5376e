import { parseArgs, type ParseArgsConfig } from "node:util";
import { badUsage } from "./command-error.js";
import type { Arguments, Operands, Option, Syntax } from "./subcommand.js";
import { unknownWord } from "./unknown-word.js";

type OptionToken = Extract<NonNullable<ReturnType<typeof tokensOf>>[number], { kind: "option" }>;

function configOf({ value, short }: Option): NonNullable<ParseArgsConfig["options"]>[string] {
  return { type: value === undefined ? "boolean" : "string", ...(short === undefined ? {} : { short }) };
}

/** Lenient, so that what is wrong can be said in words of ours. */
function tokensOf(args: readonly string[], options: Syntax["options"]) {
  const config = Object.fromEntries(Object.entries(options).map(([name, option]) => [name, configOf(option)]));
  return parseArgs({ args: [...args], options: config, strict: false, allowPositionals: true, tokens: true }).tokens;
}

/** `--out --compact` is a forgotten value, not a file called --compact. */
function lacksValue({ value, inlineValue }: OptionToken): boolean {
  return value === undefined || value === "" || (!inlineValue && value.startsWith("-") && value !== "-");
}

function optionProblem(token: OptionToken, options: Syntax["options"]): string | undefined {
  const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
  if (option === undefined) return unknownWord("option", token.rawName, Object.keys(options).map((name) => `--${name}`));
  if (option.value === undefined) return token.value === undefined ? undefined : `Option ${token.rawName} takes no value; remove "=${token.value}".`;
  return lacksValue(token) ? `Option ${token.rawName} needs a value: ${token.rawName} ${option.value}.` : undefined;
}

function operandProblem(given: readonly string[], { usage, min, max }: Operands): string | undefined {
  if (given.includes("")) return "An argument is empty; give a name, or leave it out.";
  if (given.length < min) return `An argument is missing; give ${usage}.`;
  const extra = given[max];
  return extra === undefined ? undefined : `Unexpected argument "${extra}"; remove it.`;
}

/** The command line `args` of `command`; throws what is wrong with it. A request for help excuses everything else. */
export function parseArguments(args: readonly string[], { operands: allowed, options }: Syntax, command: string): Arguments {
  const tokens = tokensOf(args, options);
  const given = tokens.flatMap((token) => (token.kind === "option" ? [token] : []));
  const operands = tokens.flatMap((token) => (token.kind === "positional" ? [token.value] : []));
  const flags = new Set(given.filter(({ value }) => value === undefined).map(({ name }) => name));
  const values = new Map(given.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value] as const])));
  const problem = given.map((token) => optionProblem(token, options)).find((found) => found !== undefined) ?? operandProblem(operands, allowed);
  if (problem !== undefined && !flags.has("help")) throw badUsage(problem, command);
  return { operands, values, flags };
}
