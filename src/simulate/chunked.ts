import { elementCount } from "../math/element-count.js";
import { uniformOf } from "../plan/distribution.js";
import { overlaps, type Overlap } from "../plan/overlaps.js";
import { propagate } from "../plan/propagation.js";
import { plannedStack, replay, replayRuns, runInputSecondMoments } from "../plan/replay.js";
import type { ChunkedHyperfanPlan, ChunkRun } from "../plan/schema.js";
import type { Moments } from "../request/head-rule.js";
import { measuredCell, NOTHING, scaleOf, singleCell, type Cell } from "./cell.js";
import type { EmbeddingDraw, OutputDraw, SampleGroup } from "./circuit.js";
import type { PowerMeans, Scale } from "./draw.js";
import type { ResolvedOptions } from "./options.js";
import type { ChunkedSimulation, MeasuredRun, Sampled } from "./result.js";
import { commonCircuit, type Generated, type Setup, type Sums } from "./setup.js";

type Plan = ChunkedHyperfanPlan;

function chunksOf({ count }: ChunkRun, { maxChunks }: ResolvedOptions): Sampled {
  return { sampled: Math.min(count, maxChunks), of: count };
}

function rowsOf({ chunks }: Plan, { maxRows }: ResolvedOptions): Sampled {
  return { sampled: Math.min(chunks.size, maxRows), of: chunks.size };
}

function embeddingOf({ variance, std, bound }: ChunkRun, { chunks }: Plan): EmbeddingDraw {
  if (chunks.distribution === "normal") return { type: "normal", mean: 0, std };
  if (chunks.distribution === "sphere") return { type: "sphere", radius: Math.sqrt(chunks.embeddingDim) * std };
  return bound === undefined ? uniformOf(0, variance) : { type: "uniform", low: -bound, high: bound };
}

/** Of each run in training as the plan has it. All weights of the output layer have mean 0. */
function runPredictions(plan: Plan, { mode }: ResolvedOptions): readonly Moments[] {
  const variances = mode === "training" ? plan.chunks.runs.map(({ predictedVariance }) => predictedVariance) : replayRuns(plan, mode);
  return variances.map((variance) => ({ mean: 0, variance }));
}

function tensorPredictions(plan: Plan, { mode }: ResolvedOptions): readonly Moments[] {
  return mode === "training" ? plan.tensors.map(({ predicted }) => predicted) : replay(plan, mode);
}

function hiddenPredictions(plan: Plan, { mode }: ResolvedOptions): readonly number[] {
  if (mode === "training") return plan.hidden.map(({ secondMoment }) => secondMoment);
  const { runs, count } = plan.chunks;
  const stack = plannedStack(plan, mode);
  const ofRuns = runInputSecondMoments(plan, mode).map((secondMoment) => propagate(stack, secondMoment));
  return plan.hidden.map((_, layer) => ofRuns.reduce((total, moments, run) => total + ((runs[run]?.count ?? 0) / count) * (moments[layer] ?? 0), 0));
}

/** The share of a tensor that a run generates. */
interface Share {
  readonly run: number;
  readonly share: number;
}

function sharesOf(plan: Plan): readonly (readonly Share[])[] {
  const { runs, size } = plan.chunks;
  const position = new Map(runs.map((run, index) => [run, index]));
  const sizes = plan.tensors.map(({ shape }) => elementCount(shape));
  return overlaps(sizes, runs, size).map((found: readonly Overlap<ChunkRun>[], tensor) =>
    found.map(({ run, elements }) => ({ run: position.get(run) ?? 0, share: elements / (sizes[tensor] ?? 1) })),
  );
}

/**
 * A tensor is offset + scale · output, over its runs by their shares. All rows of a chunk are drawn alike, so any of them
 * stand for the tensor's. What is read counts from the offset, as what the runs read counts from 0.
 */
function tensorCell(predicted: Moments, { scale: factor = 1, offset = 0 }: Plan["tensors"][number], shares: readonly Share[], scales: readonly Scale[]): Cell {
  const scale = { ...scaleOf(predicted), mean: offset };
  const terms = shares.map(({ run, share }) => ({ run, share, toScale: (factor * (scales[run]?.std ?? 1)) / scale.std }));
  const sum = (generated: Generated, term: (found: PowerMeans, toScale: number) => number): number =>
    terms.reduce((total, { run, share, toScale }) => total + share * term(generated[0]?.[run] ?? NOTHING, toScale), 0);
  return {
    predicted,
    scale,
    read: (generated) => ({ mean: sum(generated, ({ mean }, toScale) => toScale * mean), square: sum(generated, ({ square }, toScale) => toScale ** 2 * square) }),
  };
}

/** A chunked plan made ready to be drawn: one output, a group of samples per run, and cells for the runs and then the tensors. */
export function chunkedSetup(plan: Plan, options: ResolvedOptions): Setup {
  const { output, chunks } = plan;
  const groups = chunks.runs.map((run): SampleGroup => ({ chunks: chunksOf(run, options).sampled, embedding: embeddingOf(run, plan), share: run.count / chunks.count }));
  const [, inputs = 0] = output.weight.shape;
  const outputs: OutputDraw = {
    inputs,
    outputs: rowsOf(plan, options).sampled,
    weight: output.weight.distribution,
    bias: output.bias === null ? null : output.bias.distribution,
  };
  const runCells = runPredictions(plan, options).map((predicted, run) => singleCell(predicted, 0, run));
  const scales = runCells.map(({ scale }) => scale);
  const shares = sharesOf(plan);
  const predictions = tensorPredictions(plan, options);
  const tensorCells = plan.tensors.map((tensor, index) => tensorCell(predictions[index] ?? tensor.predicted, tensor, shares[index] ?? [], scales));
  return {
    circuit: { ...commonCircuit(plan, options), embeddingDim: chunks.embeddingDim, groups, outputs: [outputs] },
    scales: [scales],
    cells: [...runCells, ...tensorCells],
    hidden: hiddenPredictions(plan, options),
  };
}

/** What each run and each tensor of a chunked plan turned out to be. */
export function measuredChunks(plan: Plan, options: ResolvedOptions, { cells }: Setup, sums: Sums): Pick<ChunkedSimulation, "runs" | "tensors"> {
  const { runs } = plan.chunks;
  const measured = cells.flatMap((cell, index) => {
    const found = sums.cells[index];
    return found === undefined ? [] : [measuredCell(cell, found)];
  });
  const rows = rowsOf(plan, options);
  return {
    runs: runs.flatMap((run, index): readonly MeasuredRun[] => {
      const found = measured[index];
      return found === undefined ? [] : [{ first: run.first, count: run.count, chunks: chunksOf(run, options), rows, ...found }];
    }),
    tensors: plan.tensors.flatMap(({ tensor, label, name, shape, intended }, index) => {
      const found = measured[runs.length + index];
      return found === undefined ? [] : [{ tensor, ...(label === undefined ? {} : { label }), name, shape, intended, ...found }];
    }),
  };
}
