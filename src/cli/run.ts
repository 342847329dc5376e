import { badUsage, type ExitCode } from "./command-error.js";
import { commandHelp, subcommandHelp } from "./help.js";
import type { Io } from "./io.js";
import { parseArguments } from "./parse-arguments.js";
import { reportError } from "./report.js";
import { writeStandardOutput } from "./standard-output.js";
import type { Operands, Subcommand } from "./subcommand.js";
import { GLOBAL_OPTIONS, HELP, SUBCOMMANDS } from "./subcommands.js";
import { unknownWord } from "./unknown-word.js";
import { version } from "./version.js";

const COMMAND = "hyperfan";
const NO_OPERANDS: Operands = { usage: "", min: 0, max: 0 };

/** Help for someone who left out what is needed: on standard error, since it is not what was asked for. */
function showUsage(help: string, { stderr }: Io): ExitCode {
  stderr.write(help);
  return 2;
}

async function runSubcommand(subcommand: Subcommand, args: readonly string[], io: Io): Promise<ExitCode> {
  const { name, operands, options, load } = subcommand;
  const given = parseArguments(args, { operands, options: { ...options, ...HELP } }, `${COMMAND} ${name}`);
  if (given.flags.has("help")) {
    await writeStandardOutput([subcommandHelp(subcommand)], io.stdout);
    return 0;
  }
  // Waiting for someone to type JSON is hardly what they meant; "-" still does it.
  const isReplaced = operands.replacedBy !== undefined && given.values.has(operands.replacedBy);
  if (given.operands.length === 0 && !isReplaced && io.stdin.isTTY === true) return showUsage(subcommandHelp(subcommand), io);
  const { run } = await load();
  await run(given, io);
  return 0;
}

async function runAlone(args: readonly string[], io: Io): Promise<ExitCode> {
  const [first] = args;
  if (first === undefined) return showUsage(commandHelp(), io);
  if (!first.startsWith("-")) throw badUsage(unknownWord("subcommand", first, SUBCOMMANDS.map(({ name }) => name)), COMMAND);
  const { flags } = parseArguments(args, { operands: NO_OPERANDS, options: GLOBAL_OPTIONS }, COMMAND);
  if (flags.size === 0) return showUsage(commandHelp(), io);
  await writeStandardOutput([flags.has("help") ? commandHelp() : `${version()}\n`], io.stdout);
  return 0;
}

/** Runs the command line `args` and gives the exit code; everything that goes wrong has been reported by then. */
export async function run(args: readonly string[], io: Io): Promise<ExitCode> {
  const [first, ...rest] = args;
  const subcommand = SUBCOMMANDS.find(({ name }) => name === first);
  try {
    return await (subcommand === undefined ? runAlone(args, io) : runSubcommand(subcommand, rest, io));
  } catch (error) {
    return reportError(error, io.stderr);
  }
}
