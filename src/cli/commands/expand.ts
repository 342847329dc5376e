import { expandChunks, parsePlan, type Chunk } from "../../index.js";
import { failure } from "../command-error.js";
import { explainInvalid } from "../explain-invalid.js";
import { readJson } from "../input.js";
import type { Io } from "../io.js";
import { COMPACT, jsonTexts } from "../json-texts.js";
import { writeStandardOutput } from "../standard-output.js";
import type { Arguments } from "../subcommand.js";

function* linesOf(chunks: Iterable<Chunk>): Generator<string, void, undefined> {
  for (const chunk of chunks) yield* jsonTexts(chunk, COMPACT);
}

/** hyperfan expand: a chunked plan in, one line of JSON per chunk out. */
export async function run({ operands }: Arguments, io: Io): Promise<void> {
  const { name, value } = await readJson(operands[0], "a chunked plan", io);
  const plan = explainInvalid(name, () => parsePlan(value));
  if (!("chunks" in plan)) {
    throw failure(`${name} is a plan of kind "${plan.kind}", which has no chunks; give one of kind "chunked-hyperfan". Its heads are in the plan itself.`);
  }
  await writeStandardOutput(linesOf(expandChunks(plan)), io.stdout);
}
