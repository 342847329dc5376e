import * as z from "zod/mini";
import { refuse } from "../errors.js";
import { notFinite } from "../finite.js";
import { entryAt } from "../entry-at.js";
import { planTensors } from "../kinds/index.js";
import { need } from "../leaves.js";
import { parsePlan } from "../plan/parse-plan.js";
import { parseOptions } from "../request/checked.js";
import { checkChunks } from "./chunks.js";
import { checkLayers } from "./layers.js";
import { notesOn } from "./notes.js";
import { predictionsOf } from "./predictions.js";
import type { Gate, PlanCheck, TensorCheck } from "./report.js";
import { checkTensor, hasIntendedStd } from "./tensors.js";
import { worstVerdict } from "./verdict.js";

export interface CheckOptions {
  /** At least 1: the largest ratio between a predicted and an intended standard deviation, either way. Default: any. */
  readonly maxRatio?: number | undefined;
}

const ratioNeeded = need("a finite number of at least 1");
const optionsSchema = z.strictObject({ maxRatio: z.optional(z.number(ratioNeeded).check(z.minimum(1, ratioNeeded))) }, need('an object such as {"maxRatio": 2}'));

const LEAVES_THE_DOUBLES = { pointer: "", code: "overflow", message: "What the plan's distributions give overflows; give distributions with variances and means nearer to 1." };

function gateOf({ maxRatio }: z.output<typeof optionsSchema>, checks: readonly TensorCheck[]): Gate | null {
  if (maxRatio === undefined) return null;
  const outside = checks.filter(({ intended, training }) => intended !== null && !hasIntendedStd(training, maxRatio));
  return { maxRatio, outside: outside.map(({ tensor }) => tensor) };
}

/**
 * Checks what a plan will do before anything is trained: whether each generated tensor gets the spread that it is meant
 * to have, and what the main network's layers then do to activations and gradients.
 *
 * @param plan - a plan, validated here, so that data of unknown origin may be given. Predictions are computed from its
 * distributions, not read from it.
 * @returns the report as plain data; docs/checking.md tells how to read it.
 * @throws {InvalidInputError} code "invalid-plan", listing every problem; code "invalid-options", with pointers into the
 * options.
 */
export function checkPlan(plan: unknown, options: CheckOptions = {}): PlanCheck {
  const resolved = parseOptions(optionsSchema, options);
  const parsed = parsePlan(plan);
  const predictions = predictionsOf(parsed);
  const { training, evaluation } = predictions;
  const tensors = planTensors(parsed).map((planned, position) =>
    checkTensor(planned, entryAt(training.tensors, position), evaluation === undefined ? undefined : entryAt(evaluation.tensors, position)),
  );
  const layers = checkLayers(parsed, predictions, tensors);
  const chunks = "chunks" in parsed ? checkChunks(parsed, predictions, tensors) : null;
  const report: PlanCheck = {
    format: "hyperfan-check",
    version: 1,
    kind: parsed.kind,
    verdict: worstVerdict([...tensors, ...layers].map(({ verdict }) => verdict)),
    modesDiffer: evaluation !== undefined,
    tensors,
    layers,
    chunks,
    notes: notesOn({ plan: parsed, tensors, layers, chunks }),
    gate: gateOf(resolved, tensors),
  };
  refuse("invalid-plan", notFinite(report) === undefined ? [] : [LEAVES_THE_DOUBLES]);
  return report;
}
