import { refuse, type InvalidInputCode } from "../errors.js";
import { notFinite } from "../finite.js";
import { entryAt } from "../entry-at.js";
import { evaluate, meanOver, type Output, type Program } from "../hypernetwork/program.js";
import { randomOf } from "../hypernetwork/random.js";
import { chunksDrawn, drawOnce, type Draw, type Extent, type PowerMeans, type Scale } from "../hypernetwork/sample.js";
import { kindOf, planTensors } from "../kinds/index.js";
import { parsePlan } from "../plan/parse-plan.js";
import { plan as planOf } from "../plan/plan.js";
import type { Plan } from "../plan/schema.js";
import type { DeepReadonly } from "../readonly.js";
import type { RequestInput } from "../request/schema.js";
import { measuredCell, pieceCell, ratioOf, tensorCell, type Cell } from "./cells.js";
import { meanEstimate } from "./estimate.js";
import { resolveOptions, type ResolvedOptions, type SimulateOptions } from "./options.js";
import { addPair, emptySums, type PairSums } from "./pair-sums.js";
import { batchNormIssues, batchOf, layerIssues, sizeIssues } from "./plan-issues.js";
import type { Measured, MeasuredLayer, MeasuredRun, MeasuredTensor, Sampled, Simulation } from "./result.js";

/** A number that is followed over all draws, and the sums of what they show of it. */
interface Followed {
  readonly read: (draw: Draw) => PowerMeans;
  readonly sums: PairSums;
}

interface FollowedCell extends Followed {
  readonly cell: Cell;
}

interface FollowedLayer extends Followed {
  readonly predicted: number;
  readonly scale: Scale;
}

/** All that is measured of a plan. */
interface Measurements {
  readonly hidden: readonly FollowedLayer[];
  /** What each output makes of each context. */
  readonly pieces: readonly (readonly FollowedCell[])[];
  readonly tensors: readonly FollowedCell[];
}

const followedCell = (cell: Cell): FollowedCell => ({ cell, read: ({ generated }) => cell.read(generated), sums: emptySums() });

/** The second moment of a hidden layer, counted in units of the predicted one. */
function followedLayer(predicted: number, layer: number): FollowedLayer {
  const scale = { mean: 0, std: predicted > 0 ? predicted : 1 };
  return { predicted, scale, read: ({ hidden }) => ({ mean: entryAt(hidden, layer) / scale.std, square: 0 }), sums: emptySums() };
}

/** What the numbers of each output are counted from in each context. */
const scalesOf = (pieces: Measurements["pieces"]) => (output: number, context: number): Scale => entryAt(entryAt(pieces, output), context).cell.scale;

/** What a plan states is for training. */
function measurementsOf(plan: Plan, program: Program, { mode }: ResolvedOptions): Measurements {
  const { signals, generated, tensors } = evaluate(program);
  const isStated = mode === "training";
  const stated = planTensors(plan);
  const pieces = program.outputs.map((_, output) => program.contexts.map((__, context) => followedCell(pieceCell(generated(output, context), output, context))));
  const scaleAt = scalesOf(pieces);
  return {
    hidden: plan.hidden.map(({ secondMoment }, layer) =>
      followedLayer(isStated ? secondMoment : meanOver(program, (context) => entryAt(entryAt(signals, context), layer + 1).secondMoment), layer),
    ),
    pieces,
    tensors: program.tensors.map((tensor, position) =>
      followedCell(tensorCell(isStated ? entryAt(stated, position).predicted : entryAt(tensors, position), tensor, scaleAt)),
    ),
  };
}

function runDraws(program: Program, extent: Extent, { hidden, pieces, tensors }: Measurements, { seed, draws, onProgress }: ResolvedOptions): void {
  const random = randomOf(seed);
  const scaleAt = scalesOf(pieces);
  const followed: readonly Followed[] = [...pieces.flat(), ...tensors, ...hidden];
  for (let done = 1; done <= draws; done += 1) {
    const draw = drawOnce(program, extent, scaleAt, random);
    for (const { read, sums } of followed) {
      const { mean, square } = read(draw);
      addPair(sums, mean, square);
    }
    onProgress?.({ done, draws });
  }
}

const measuredOf = ({ cell, sums }: FollowedCell): Measured => measuredCell(cell, sums);

function measuredLayers({ hidden: layers }: Plan, { hidden }: Measurements): readonly MeasuredLayer[] {
  return hidden.map(({ predicted, scale, sums }, layer) => {
    const secondMoment = meanEstimate(predicted, sums, scale);
    return { width: entryAt(layers, layer).weight.shape[0] ?? 0, secondMoment, ratio: ratioOf(secondMoment) };
  });
}

function rowsOf({ outputs: of }: Output, { maxRows }: Extent): Sampled {
  return { sampled: Math.min(of, maxRows), of };
}

/** What outputs made of each group of chunks; nothing of a plan without chunks. */
function measuredRuns({ contexts, outputs }: Program, { pieces }: Measurements, extent: Extent): readonly MeasuredRun[] {
  let next = 0;
  return contexts.flatMap((context, index) => {
    const first = next;
    next += context.count;
    const chunks = { sampled: chunksDrawn(context, extent), of: context.count };
    return outputs.map((output, position) => ({ first, count: context.count, chunks, rows: rowsOf(output, extent), ...measuredOf(entryAt(entryAt(pieces, position), index)) }));
  });
}

/** What a report says of a tensor, and of the rows that stand for it where no other tensor has them. */
function measuredTensors(plan: Plan, { tensors: generated, outputs }: Program, { tensors }: Measurements, extent: Extent, isAlone: boolean): readonly MeasuredTensor[] {
  return planTensors(plan).map(({ tensor, label, name, shape, intended }, position) => {
    const [piece] = entryAt(generated, position).pieces;
    return {
      tensor,
      ...(label === undefined ? {} : { label }),
      name,
      shape,
      ...(isAlone && piece !== undefined ? { rows: rowsOf(entryAt(outputs, piece.output), extent) } : {}),
      intended,
      ...measuredOf(entryAt(tensors, position)),
    };
  });
}

/** A request has no format; whatever has one is a plan, or should have been. */
function isPlan(input: unknown): boolean {
  try {
    return typeof input === "object" && input !== null && "format" in input;
  } catch {
    return false;
  }
}

const OVERFLOW = { pointer: "", code: "overflow", message: "Expected numbers that a double can hold; got predicted or simulated ones beyond. Give less extreme means and variances." };

function simulatePlan(plan: Plan, options: ResolvedOptions, code: InvalidInputCode): Simulation {
  const program = kindOf(plan).program(plan, options.mode);
  const batch = batchOf(plan, options);
  const extent = { batch, maxRows: options.maxRows, maxChunks: options.maxChunks };
  refuse(code, [...layerIssues(plan), ...batchNormIssues(plan, batch, options.mode), ...sizeIssues(program, plan, extent)]);
  const measurements = measurementsOf(plan, program, options);
  runDraws(program, extent, measurements, options);
  const isAlone = program.contexts.every(({ embedding }) => embedding === null);
  const simulation = {
    format: "hyperfan-simulation",
    version: 1,
    kind: plan.kind,
    mode: options.mode,
    seed: options.seed,
    draws: options.draws,
    batch,
    hidden: measuredLayers(plan, measurements),
    ...(isAlone ? {} : { runs: measuredRuns(program, measurements, extent) }),
    tensors: measuredTensors(plan, program, measurements, extent, isAlone),
  } as Simulation;
  refuse(code, notFinite(simulation) === undefined ? [] : [OVERFLOW]);
  return simulation;
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
  if (isPlan(input)) return simulatePlan(parsePlan(input), resolved, "invalid-plan");
  return simulatePlan(planOf(input as DeepReadonly<RequestInput>), resolved, "invalid-request");
}
