import { plan, type RequestInput } from "../../index.js";
import { simulate, type Progress, type Simulation, type SimulateOptions } from "../../simulate/index.js";
import { finding } from "../command-error.js";
import { explainInvalid } from "../explain-invalid.js";
import { readJson } from "../input.js";
import type { Io, StandardError } from "../io.js";
import { listingOf } from "../listing.js";
import { counted, withCommas } from "../numbers.js";
import { numberValue, wordValue } from "../option-values.js";
import { writeResult } from "../output.js";
import { paintFor } from "../paint.js";
import { warn } from "../report.js";
import { distanceOf, isBeyond, missOf, simulationReport, standardErrors } from "../simulation-report.js";
import type { Arguments } from "../subcommand.js";

const COMMAND = "hyperfan simulate";
const LARGEST_SEED = 2 ** 32 - 1;
/** Milliseconds before progress is shown, and between one showing and the next. */
const PATIENCE = 1000;
const INTERVAL = 100;

const isWhole = (least: number, most: number) => (x: number): boolean => Number.isInteger(x) && x >= least && x <= most;

function optionsOf(given: Arguments): SimulateOptions {
  const seed = numberValue(given, "seed", isWhole(0, LARGEST_SEED), `a whole number from 0 to ${LARGEST_SEED}`, COMMAND);
  const draws = numberValue(given, "draws", isWhole(2, Number.MAX_SAFE_INTEGER), "a whole number of at least 2", COMMAND);
  const mode = wordValue(given, "mode", ["training", "evaluation"], COMMAND);
  return { seed, draws, mode };
}

/** A line that counts the draws of a long simulation on a terminal, and what wipes it off again. */
function progressLine(stderr: StandardError) {
  const started = Date.now();
  let next = started + PATIENCE;
  let isShown = false;
  return {
    show: ({ done, draws }: Progress): void => {
      const now = Date.now();
      if (now < next || stderr.isTTY !== true) return;
      next = now + INTERVAL;
      isShown = true;
      stderr.write(`\r${done} of ${draws} draws`);
    },
    wipe: (): void => {
      if (isShown) stderr.write("\r\u001b[K");
    },
  };
}

function simulated(name: string, value: unknown, options: SimulateOptions, stderr: StandardError): Simulation {
  const progress = progressLine(stderr);
  try {
    // The simulation checks whatever it is given.
    return explainInvalid(name, () => simulate(value as RequestInput, { ...options, onProgress: progress.show }));
  } finally {
    progress.wipe();
  }
}

/** Fails when tensors are farther from their predictions than is as rare as a normal score. */
function keepLimit({ tensors, draws }: Simulation, score?: number): void {
  if (score === undefined) return;
  const limit = standardErrors(score, draws);
  const off = tensors.filter((tensor) => isBeyond(distanceOf(tensor), limit));
  if (off.length === 0) return;
  const { shown, more } = listingOf(off, distanceOf, false);
  const lines = shown.map((tensor) => `  ${missOf(tensor, limit)}`);
  const errors = Number.isFinite(limit) ? ` (${limit.toFixed(1)} standard errors of ${counted(draws, "draw")})` : "";
  throw finding(`${withCommas(off.length)} of ${counted(tensors.length, "tensor")} beyond --max-z ${score}${errors}:`, more === 0 ? lines : [...lines, `  and ${more} more`]);
}

/** hyperfan simulate: a request or a plan in; out comes what drawn hypernetworks generate, beside what is predicted. */
export async function run(given: Arguments, io: Io): Promise<void> {
  const options = optionsOf(given);
  const maxZ = numberValue(given, "max-z", (z) => z > 0, "a number above 0", COMMAND);
  const { name, value } = await readJson(given.operands[0], "a request or a plan", io);
  const simulation = simulated(name, value, options, io.stderr);
  await writeResult(given, simulation, () => simulationReport(simulation, paintFor(io.stdout), given.flags.has("all")), io);
  // What could be simulated is an object, and a request has no format.
  if (!("format" in (value as object))) warn(plan(value as RequestInput).warnings, io.stderr);
  keepLimit(simulation, maxZ);
}
