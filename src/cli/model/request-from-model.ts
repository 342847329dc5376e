import { badUsage } from "../command-error.js";
import { readJson, type Input } from "../input.js";
import type { Io } from "../io.js";
import { tell, warn } from "../report.js";
import type { Arguments } from "../subcommand.js";
import { doubts, summaryOf } from "./describe-model.js";
import { readModel } from "./read-model.js";
import { requestFor } from "./request-options.js";

const COMMAND = "hyperfan plan";

/** The request that a model, the options and, if there is one, a request without shapes make; what was guessed, in words. */
export async function requestFromModel(path: string, given: Arguments, io: Io): Promise<Input> {
  const [base] = given.operands;
  if (path === "-" && base === "-") throw badUsage("Only one of the model and the request can be standard input.", COMMAND);
  if (base === undefined && !given.values.has("input")) throw badUsage("With --model, give --input NAME:SIZE as well, such as --input task:8, or a request.", COMMAND);
  const { value } = base === undefined ? { value: {} } : await readJson(base, "a request", io);
  const { name, shapes } = await readModel(path, io);
  tell(`${name}: ${summaryOf(shapes)}`, io.stderr);
  warn(doubts(shapes), io.stderr);
  return { name: base === undefined ? `the request for ${name}` : `${base} with ${name}`, value: requestFor(shapes, value, given) };
}
