import { refuse, type InvalidInputCode } from "../errors.js";
import { parsePlan } from "../plan/parse-plan.js";
import { plan as planOf } from "../plan/plan.js";
import type { ChunkedHyperfanPlan, HyperfanPlan, Plan } from "../plan/schema.js";
import type { DeepReadonly } from "../readonly.js";
import type { RequestInput } from "../request/schema.js";
import { ratioOf } from "./cell.js";
import { chunkedSetup, measuredChunks } from "./chunked.js";
import { drawOnce, type Scale } from "./draw.js";
import { meanEstimate } from "./estimate.js";
import { fullSetup, measuredHeads } from "./full.js";
import { resolveOptions, type ResolvedOptions, type SimulateOptions } from "./options.js";
import { addPair, emptySums } from "./pair-sums.js";
import { batchNormIssues, layerIssues, sizeIssues } from "./plan-issues.js";
import { randomOf } from "./random.js";
import type { ChunkedSimulation, FullSimulation, MeasuredLayer, Simulation } from "./result.js";
import { batchOf, type Setup, type Sums } from "./setup.js";

/** The scale of a hidden layer's second moment. */
function hiddenScale(predicted: number): Scale {
  return { mean: 0, std: predicted > 0 ? predicted : 1 };
}

function runDraws({ circuit, scales, cells, hidden }: Setup, { seed, draws, onProgress }: ResolvedOptions): Sums {
  const random = randomOf(seed);
  const sums: Sums = { cells: cells.map(emptySums), hidden: hidden.map(emptySums) };
  for (let done = 1; done <= draws; done += 1) {
    const draw = drawOnce(circuit, scales, random);
    cells.forEach(({ read }, index) => {
      const { mean, square } = read(draw.generated);
      const target = sums.cells[index];
      if (target !== undefined) addPair(target, mean, square);
    });
    sums.hidden.forEach((target, layer) => {
      addPair(target, (draw.hidden[layer] ?? 0) / hiddenScale(hidden[layer] ?? 0).std, 0);
    });
    onProgress?.({ done, draws });
  }
  return sums;
}

function measuredLayers({ circuit, hidden }: Setup, sums: Sums): readonly MeasuredLayer[] {
  return circuit.hidden.flatMap(({ outputs }, layer) => {
    const predicted = hidden[layer] ?? 0;
    const found = sums.hidden[layer];
    if (found === undefined) return [];
    const secondMoment = meanEstimate(predicted, found, hiddenScale(predicted));
    return [{ width: outputs, secondMoment, ratio: ratioOf(secondMoment) }];
  });
}

function headerOf<Kind extends Plan["kind"]>(plan: Plan & { readonly kind: Kind }, options: ResolvedOptions, setup: Setup, sums: Sums) {
  const { mode, seed, draws } = options;
  return {
    format: "hyperfan-simulation",
    version: 1,
    kind: plan.kind,
    mode,
    seed,
    draws,
    batch: batchOf(plan, options),
    hidden: measuredLayers(setup, sums),
  } as const;
}

function drawn(setup: Setup, options: ResolvedOptions, code: InvalidInputCode): Sums {
  refuse(code, sizeIssues(setup.circuit));
  return runDraws(setup, options);
}

function simulateFull(plan: HyperfanPlan, options: ResolvedOptions, code: InvalidInputCode): FullSimulation {
  const setup = fullSetup(plan, options);
  const sums = drawn(setup, options, code);
  return { ...headerOf(plan, options, setup, sums), tensors: measuredHeads(plan, options, setup, sums) };
}

function simulateChunked(plan: ChunkedHyperfanPlan, options: ResolvedOptions, code: InvalidInputCode): ChunkedSimulation {
  const setup = chunkedSetup(plan, options);
  const sums = drawn(setup, options, code);
  return { ...headerOf(plan, options, setup, sums), ...measuredChunks(plan, options, setup, sums) };
}

/** Whether all numbers of a result are: those that were drawn, those predicted, and how far they are from each other. */
function isFiniteThroughout(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  return typeof value !== "object" || value === null || Object.values(value).every(isFiniteThroughout);
}

const OVERFLOW = { pointer: "", code: "overflow", message: "Expected numbers that a double can hold; got predicted or simulated ones beyond. Give less extreme means and variances." };

/** A request has no format; whatever has one is a plan, or should have been. */
function isPlan(input: unknown): boolean {
  try {
    return typeof input === "object" && input !== null && "format" in input;
  } catch {
    return false;
  }
}

/**
 * Draws hypernetworks from a plan's distributions, runs them, and measures what they generate, tensor by tensor and
 * hidden layer by hidden layer, beside what the plan predicts.
 *
 * Everything is new in each draw: all weights and biases, inputs (normal, with the blocks' means, variances and noise),
 * chunk embeddings and dropout masks. Standard errors are over draws, so they count everything that varies. Of many rows
 * or chunks that are drawn alike only some are drawn, so the time does not depend on the size of the main network.
 *
 * @param input - a request, which is planned first, or a plan; validated here, so that data of unknown origin may be given.
 * @param options - see {@link SimulateOptions}.
 * @returns the measurements. The same input and options give the same measurements.
 * @throws {InvalidInputError} code "invalid-request" or "invalid-plan", listing every problem, also numbers that overflow and
 * hypernetworks that are too large to be drawn; "invalid-options" for those with the options.
 */
export function simulate(input: DeepReadonly<RequestInput> | Plan, options: SimulateOptions = {}): Simulation {
  const resolved = resolveOptions(options);
  const given = isPlan(input);
  const plan = given ? parsePlan(input) : planOf(input as DeepReadonly<RequestInput>);
  const code = given ? "invalid-plan" : "invalid-request";
  refuse(code, [...layerIssues(plan), ...batchNormIssues(plan, batchOf(plan, resolved), resolved.mode)]);
  const simulation = plan.kind === "hyperfan" ? simulateFull(plan, resolved, code) : simulateChunked(plan, resolved, code);
  refuse(code, isFiniteThroughout(simulation) ? [] : [OVERFLOW]);
  return simulation;
}
