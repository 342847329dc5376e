import { measurementsJsonSchema, planJsonSchema, requestJsonSchema } from "../../index.js";
import { badUsage } from "../command-error.js";
import type { Io } from "../io.js";
import { jsonTexts } from "../json-texts.js";
import { writeStandardOutput } from "../standard-output.js";
import type { Arguments } from "../subcommand.js";
import { unknownWord } from "../unknown-word.js";

const SCHEMAS: ReadonlyMap<string, () => object> = new Map([
  ["request", requestJsonSchema],
  ["plan", planJsonSchema],
  ["measurements", measurementsJsonSchema],
]);

/** hyperfan schema: what the files may hold, for programs that check them. */
export async function run({ operands: [wanted = ""] }: Arguments, io: Io): Promise<void> {
  const schema = SCHEMAS.get(wanted);
  if (schema === undefined) throw badUsage(unknownWord("schema", wanted, [...SCHEMAS.keys()]), "hyperfan schema");
  await writeStandardOutput(jsonTexts(schema()), io.stdout);
}
