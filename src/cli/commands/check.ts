import { checkPlan, type Gate, type PlanCheck } from "../../index.js";
import { checkReport } from "../check-report.js";
import { nameOf, stdBadness } from "../check-sections.js";
import { finding } from "../command-error.js";
import { explainInvalid } from "../explain-invalid.js";
import { readJson } from "../input.js";
import type { Io } from "../io.js";
import { ranked, SHOWN } from "../listing.js";
import { counted, ratioText, withCommas } from "../numbers.js";
import { numberValue } from "../option-values.js";
import { writeResult } from "../output.js";
import { paintFor } from "../paint.js";
import type { Arguments } from "../subcommand.js";

/** The tensors that do not pass a gate, one per line, the worst first. */
function outsideLines({ tensors }: PlanCheck, { outside }: Gate): readonly string[] {
  const wanted = new Set(outside);
  const worst = ranked(tensors.filter(({ tensor }) => wanted.has(tensor)), stdBadness);
  const more = worst.length - SHOWN;
  const lines = worst.slice(0, SHOWN).map((tensor) => `  ${nameOf(tensor)}: ${tensor.training.ratio === null ? "should not vary" : ratioText(tensor.training.ratio)}`);
  return more <= 0 ? lines : [...lines, `  and ${more} more`];
}

/** Fails when tensors do not pass the gate. */
function keepGate(check: PlanCheck): void {
  const { gate, tensors } = check;
  if (gate === null || gate.outside.length === 0) return;
  const message = `${withCommas(gate.outside.length)} of ${counted(tensors.length, "tensor")} outside --max-ratio ${gate.maxRatio} (predicted over intended standard deviation):`;
  throw finding(message, outsideLines(check, gate));
}

/** hyperfan check: a plan in; out comes what it gives tensors and layers, and whether that will do. */
export async function run(given: Arguments, io: Io): Promise<void> {
  const maxRatio = numberValue(given, "max-ratio", (ratio) => ratio >= 1, "a number of at least 1", "hyperfan check");
  const { name, value } = await readJson(given.operands[0], "a plan", io);
  const check = explainInvalid(name, () => checkPlan(value, { maxRatio }));
  await writeResult(given, check, () => checkReport(check, paintFor(io.stdout), given.flags.has("all")), io);
  keepGate(check);
}
