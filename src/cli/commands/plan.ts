import { plan, type Plan, type RequestInput } from "../../index.js";
import { badUsage } from "../command-error.js";
import { explainInvalid } from "../explain-invalid.js";
import { readJson, type Input } from "../input.js";
import type { Io } from "../io.js";
import { requestOptionsIn } from "../model/request-options.js";
import { counted } from "../numbers.js";
import { writeOutput } from "../output.js";
import { COMPACT, INDENTED, jsonTexts } from "../json-texts.js";
import { warn } from "../report.js";
import type { Arguments } from "../subcommand.js";

function summaryOf(made: Plan): string {
  const parts = "chunks" in made ? `${counted(made.chunks.count, "chunk")} in ${counted(made.chunks.runs.length, "run")}` : counted(made.heads.length, "head");
  return `${made.kind} plan, ${parts}`;
}

/** The request that is in a file, or that a model and options make. */
async function readRequest(given: Arguments, io: Io): Promise<Input> {
  const model = given.values.get("model");
  if (model !== undefined) {
    if (model === "-" && given.operands[0] === "-") throw badUsage("Only one of the model and the request can be standard input.", "hyperfan plan");
    const { requestFromModel } = await import("../model/request-from-model.js");
    return requestFromModel(model, given, io);
  }
  const [stray] = requestOptionsIn(given);
  if (stray !== undefined) throw badUsage(`Option --${stray} goes with --model MODEL; without a model, write it into the request.`, "hyperfan plan");
  return readJson(given.operands[0], "a request", io);
}

/** hyperfan plan: a request in, a plan out, its warnings in words. */
export async function run(given: Arguments, io: Io): Promise<void> {
  const { values, flags } = given;
  const { name, value } = await readRequest(given, io);
  // The planner checks whatever it is given.
  const made = explainInvalid(name, () => plan(value as RequestInput));
  const texts = jsonTexts(made, flags.has("compact") ? COMPACT : INDENTED);
  await writeOutput({ texts, summary: summaryOf(made) }, values.get("out"), io);
  warn(made.warnings, io.stderr);
}
