import type { ModelShapes } from "../../shapes/index.js";
import type { Io } from "../io.js";
import { ITEM_PER_LINE, jsonTexts } from "../json-texts.js";
import { doubts, explanation, skippedLines, summaryOf } from "../model/describe-model.js";
import { readModel } from "../model/read-model.js";
import { tell, warn } from "../report.js";
import { writeStandardOutput } from "../standard-output.js";
import type { Arguments } from "../subcommand.js";

/** What a request needs. */
const REQUEST_KEYS = ["targetShapes", "paramMeta"] as const;
/** All that was found. */
const ALL_KEYS = ["format", ...REQUEST_KEYS, "skipped", "ambiguous", "reasons"] as const;

/** What was found under some keys, in the order of the keys. */
const picked = (shapes: ModelShapes, keys: readonly (keyof ModelShapes)[]): Partial<ModelShapes> => Object.fromEntries(keys.map((key) => [key, shapes[key]]));

/** hyperfan shapes: a model in, the shapes and roles of a request out; in words what was left out or guessed. */
export async function run({ operands: [path = "-"], flags }: Arguments, io: Io): Promise<void> {
  const { name, shapes } = await readModel(path, io);
  await writeStandardOutput(jsonTexts(picked(shapes, flags.has("json") ? ALL_KEYS : REQUEST_KEYS), ITEM_PER_LINE), io.stdout);
  tell(`${name}: ${summaryOf(shapes)}`, io.stderr);
  if (flags.has("explain")) for (const line of explanation(shapes)) tell(`  ${line}`, io.stderr);
  else for (const line of skippedLines(shapes.skipped)) tell(line, io.stderr);
  warn(doubts(shapes), io.stderr);
}
