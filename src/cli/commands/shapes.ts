import type { ModelShapes } from "../../shapes/index.js";
import type { Io } from "../io.js";
import { doubts, explanation, skippedLines, summaryOf } from "../model/describe-model.js";
import { readModel } from "../model/read-model.js";
import { tell, warn } from "../report.js";
import { writeStandardOutput } from "../standard-output.js";
import type { Arguments } from "../subcommand.js";

/** What a request needs. */
const REQUEST_KEYS = ["targetShapes", "paramMeta"] as const;
/** All that was found. */
const ALL_KEYS = ["format", ...REQUEST_KEYS, "skipped", "ambiguous", "reasons"] as const;

function* listLines(key: string, items: readonly unknown[], end: string): Generator<string, void, undefined> {
  yield `  ${JSON.stringify(key)}: [`;
  for (const [index, item] of items.entries()) yield `${index === 0 ? "\n" : ",\n"}    ${JSON.stringify(item)}`;
  yield `${items.length === 0 ? "" : "\n  "}]${end}\n`;
}

/** JSON with one tensor a line. */
function* jsonOf(shapes: ModelShapes, keys: readonly (keyof ModelShapes)[]): Generator<string, void, undefined> {
  yield "{\n";
  for (const [index, key] of keys.entries()) {
    const value = shapes[key];
    const end = index < keys.length - 1 ? "," : "";
    if (typeof value === "string") yield `  ${JSON.stringify(key)}: ${JSON.stringify(value)}${end}\n`;
    else yield* listLines(key, value, end);
  }
  yield "}\n";
}

/** hyperfan shapes: a model in, the shapes and roles of a request out; in words what was left out or guessed. */
export async function run({ operands: [path = "-"], flags }: Arguments, io: Io): Promise<void> {
  const { name, shapes } = await readModel(path, io);
  await writeStandardOutput(jsonOf(shapes, flags.has("json") ? ALL_KEYS : REQUEST_KEYS), io.stdout);
  tell(`${name}: ${summaryOf(shapes)}`, io.stderr);
  if (flags.has("explain")) for (const line of explanation(shapes)) tell(`  ${line}`, io.stderr);
  else for (const line of skippedLines(shapes.skipped)) tell(line, io.stderr);
  warn(doubts(shapes), io.stderr);
}
