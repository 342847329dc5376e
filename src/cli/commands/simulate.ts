import { plan, type RequestInput } from "../../index.js";
import { simulate, type Progress } from "../../simulate/index.js";
import { badUsage } from "../command-error.js";
import { explainInvalid } from "../explain-invalid.js";
import { readJson } from "../input.js";
import type { Io, StandardError } from "../io.js";
import { warn } from "../report.js";
import { simulationTable } from "../simulation-table.js";
import { writeStandardOutput } from "../standard-output.js";
import type { Arguments } from "../subcommand.js";
import { unknownWord } from "../unknown-word.js";

const MODES = ["training", "evaluation"] as const;
const LARGEST_SEED = 2 ** 32 - 1;
/** Milliseconds before progress is shown, and between one showing and the next. */
const PATIENCE = 1000;
const INTERVAL = 100;

function wholeNumber(option: string, given: string | undefined, least: number, most: number): number | undefined {
  if (given === undefined) return undefined;
  const number = /^\d+$/.test(given) ? Number(given) : NaN;
  if (number >= least && number <= most) return number;
  throw badUsage(`Give --${option} a whole number from ${least} to ${most} instead of ${given}.`, "hyperfan simulate");
}

function modeOf(given: string | undefined): (typeof MODES)[number] | undefined {
  const mode = MODES.find((known) => known === given);
  if (given === undefined || mode !== undefined) return mode;
  throw badUsage(unknownWord("mode", given, MODES), "hyperfan simulate");
}

/** Only what is given: everything else has the library's default. */
function optionsOf({ values }: Arguments) {
  const seed = wholeNumber("seed", values.get("seed"), 0, LARGEST_SEED);
  const draws = wholeNumber("draws", values.get("draws"), 2, Number.MAX_SAFE_INTEGER);
  const mode = modeOf(values.get("mode"));
  return { ...(seed === undefined ? {} : { seed }), ...(draws === undefined ? {} : { draws }), ...(mode === undefined ? {} : { mode }) };
}

/** A line that counts the draws of a long simulation on a terminal, and what wipes it off again. */
function progressLine(stderr: StandardError) {
  const started = Date.now();
  let shown = started + PATIENCE - INTERVAL;
  let isShown = false;
  return {
    show: ({ done, draws }: Progress): void => {
      const now = Date.now();
      if (stderr.isTTY !== true || now - shown < INTERVAL) return;
      shown = now;
      isShown = true;
      stderr.write(`\r${done} of ${draws} draws`);
    },
    wipe: (): void => {
      if (isShown) stderr.write("\r\u001b[K");
    },
  };
}

function isPlan(value: unknown): boolean {
  return typeof value === "object" && value !== null && "format" in value;
}

/** hyperfan simulate: a request or a plan in; out comes what drawn hypernetworks generate, beside what is predicted. */
export async function run(given: Arguments, io: Io): Promise<void> {
  const options = optionsOf(given);
  const { name, value } = await readJson(given.operands[0], "a request or a plan", io);
  const progress = progressLine(io.stderr);
  // The simulation checks whatever it is given.
  const simulation = explainInvalid(name, () => {
    try {
      return simulate(value as RequestInput, { ...options, onProgress: progress.show });
    } finally {
      progress.wipe();
    }
  });
  await writeStandardOutput([given.flags.has("json") ? `${JSON.stringify(simulation, null, 2)}\n` : simulationTable(simulation)], io.stdout);
  if (!isPlan(value)) warn(plan(value as RequestInput).warnings, io.stderr);
}
