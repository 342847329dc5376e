import type { Example, Option, Subcommand } from "./subcommand.js";
import { GLOBAL_EXAMPLES, GLOBAL_OPTIONS, HELP, SUBCOMMANDS } from "./subcommands.js";

/** Characters of a line of help. */
const WIDTH = 100;

type Row = readonly [left: string, right: string];

const EXIT_STATUS: readonly Row[] = [["0", "success"], ["1", "invalid input or I/O error"], ["2", "usage error"]];
const FINDING = "a check, comparison or simulation failed";

function columns(rows: readonly Row[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

function optionRow([name, { value, short, summary }]: readonly [string, Option]): Row {
  const long = value === undefined ? `--${name}` : `--${name} ${value}`;
  return [short === undefined ? long : `-${short}, ${long}`, summary];
}

const exampleRow = ({ command, effect }: Example): Row => [command, effect];
const optionRows = (options: Readonly<Record<string, Option>>): readonly Row[] => Object.entries(options).map(optionRow);
const exitStatus = (finding: string | undefined): string => section("Exit status", finding === undefined ? EXIT_STATUS : [...EXIT_STATUS, ["3", finding]]);
const section = (title: string, rows: readonly Row[]): string => [`${title}:`, ...columns(rows)].join("\n");
const page = (...parts: readonly string[]): string => `${parts.join("\n\n")}\n`;

function usage({ name, operands, options }: Subcommand): string {
  const bracketed = Object.entries(options).map(([option, { value }]) => (value === undefined ? `[--${option}]` : `[--${option} ${value}]`));
  const command = `Usage: hyperfan ${name}`;
  const line = [command, operands.usage, ...bracketed].join(" ");
  if (line.length <= WIDTH) return line;
  const indent = " ".repeat(command.length + 1);
  return [`${command} ${operands.usage}`, ...filled(bracketed, WIDTH - indent.length).map((words) => indent + words)].join("\n");
}

/** Words in as few lines as they fit into. */
function filled(words: readonly string[], width: number): readonly string[] {
  return words.reduce<readonly string[]>((lines, word) => {
    const last = lines.at(-1);
    return last !== undefined && last.length + 1 + word.length <= width ? [...lines.slice(0, -1), `${last} ${word}`] : [...lines, word];
  }, []);
}

/** Help of the whole command. */
export function commandHelp(): string {
  return page(
    section("Examples", GLOBAL_EXAMPLES.map(exampleRow)),
    "Usage: hyperfan SUBCOMMAND [ARGUMENTS]",
    "Plans weight initialisation for hypernetworks: a request in, an init plan out, both JSON.",
    section("Subcommands", SUBCOMMANDS.map(({ name, summary }) => [name, summary])),
    section("Options", optionRows(GLOBAL_OPTIONS)),
    exitStatus(FINDING),
    "More on a subcommand: hyperfan SUBCOMMAND --help",
  );
}

/** Help of one subcommand. */
export function subcommandHelp(subcommand: Subcommand): string {
  return page(
    section("Examples", subcommand.examples.map(exampleRow)),
    usage(subcommand),
    subcommand.description.join("\n"),
    section("Options", optionRows({ ...subcommand.options, ...HELP })),
    exitStatus(subcommand.finding),
  );
}
