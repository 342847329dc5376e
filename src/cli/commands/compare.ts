import { compareMeasurements, parsePlan, type CompareOptions, type Comparison } from "../../index.js";
import { badUsage, finding } from "../command-error.js";
import { compareReport, disagreement } from "../compare-report.js";
import { explainInvalid } from "../explain-invalid.js";
import { readJson } from "../input.js";
import type { Io } from "../io.js";
import { SHOWN } from "../listing.js";
import { numberValue, wordValue } from "../option-values.js";
import { writeResult } from "../output.js";
import { paintFor } from "../paint.js";
import type { Arguments } from "../subcommand.js";

const COMMAND = "hyperfan compare";

function optionsOf(given: Arguments): CompareOptions {
  const mode = wordValue(given, "mode", ["training", "evaluation"], COMMAND);
  const level = numberValue(given, "level", (chance) => chance > 0 && chance < 1, "a number between 0 and 1", COMMAND);
  return { mode, level };
}

/** Fails when tensors disagree. */
function keepAgreement({ tensors }: Comparison): void {
  const off = tensors.filter(({ agrees }) => !agrees);
  if (off.length === 0) return;
  const lines = off.slice(0, SHOWN).map((tensor) => `  ${disagreement(tensor)}`);
  const more = off.length > SHOWN ? [`  and ${off.length - SHOWN} more`] : [];
  throw finding(`${off.length} of ${tensors.length} measured tensors disagree with the plan:`, [...lines, ...more]);
}

/** hyperfan compare: a plan and measurements in; out comes whether they agree. */
export async function run(given: Arguments, io: Io): Promise<void> {
  const options = optionsOf(given);
  const [planFile, measurementsFile] = given.operands;
  if (planFile === "-" && measurementsFile === "-") throw badUsage("Only one of the two files can be standard input.", COMMAND);
  const plan = await readJson(planFile, "a plan", io);
  const measurements = await readJson(measurementsFile, "measurements", io);
  const parsed = explainInvalid(plan.name, () => parsePlan(plan.value));
  const comparison = explainInvalid(measurements.name, () => compareMeasurements(parsed, measurements.value, options));
  await writeResult(given, comparison, () => compareReport(comparison, paintFor(io.stdout), given.flags.has("all")), io);
  keepAgreement(comparison);
}
