import { pointer, type Issue } from "../errors.js";
import { entryAt } from "../entry-at.js";
import { signalsThrough } from "../hypernetwork/program.js";
import { signalOf } from "../hypernetwork/signal.js";
import { memoised } from "../remembered.js";
import type { Chunking } from "../request/schema.js";
import { chunkTargets, type TargetRun } from "./chunk-targets.js";
import { embeddingFor, type ChunkInput, type Embedding, type EmbeddingSetting } from "./embedding.js";
import { underflows } from "./numeric-issues.js";
import { leastInput, outputGain } from "./output-gain.js";
import { assumedByReference, outputVariance } from "./output-variance.js";
import { hiddenGain } from "./trunk.js";
import type { ChunkRun } from "./schema.js";
import type { Setting } from "./setting.js";
import { STRATEGIES } from "./strategy.js";
import type { TensorTargets } from "./tensor-targets.js";

/** A run of chunks with what its embedding was found from. */
export interface PlannedRun {
  readonly first: number;
  readonly count: number;
  readonly run: ChunkRun;
  readonly embedding: Embedding;
}

/** The runs of a plan, and the network they are made for. */
export interface PlannedChunks {
  readonly planned: readonly PlannedRun[];
  readonly embeddings: EmbeddingSetting;
  /** Elements that a chunk holds. */
  readonly size: number;
  /** fan_in times the variance of the output layer's weights. */
  readonly gain: number;
  /** Factor on that variance with which no chunk would have to be clipped; 1 where none has to be, null where none would do. */
  readonly clearingGain: number | null;
  /** Number of chunks. */
  readonly count: number;
}

function targetRuns({ asked }: TensorTargets, { conventions, generated }: Setting, { strategy }: Chunking, size: number): readonly TargetRun[] {
  const variances = STRATEGIES[strategy].scalesTensors ? asked.map(() => 1) : asked;
  return chunkTargets(generated, variances, size, conventions.lastChunk === "padded");
}

/** The factor that rescaling takes, and whether it really clears all chunks. */
function rescaling(runs: readonly TargetRun[], unscaled: EmbeddingSetting["assumed"], input: ChunkInput, chunking: Chunking): { readonly factor: number; readonly clears: boolean } {
  // A chunk that should have no variance at all cannot be helped by any gain.
  const wanted = runs.map(({ targetVariance }) => targetVariance).filter((variance) => variance > 0);
  if (wanted.length === 0) return { factor: 1, clears: false };
  const least = wanted.reduce((a, b) => Math.min(a, b));
  const greatest = wanted.reduce((a, b) => Math.max(a, b));
  const factor = outputGain(unscaled, leastInput(input, chunking), least, greatest);
  return { factor, clears: wanted.length === runs.length && (unscaled.range === null || greatest / factor <= unscaled.range.high) };
}

function withEmbedding({ first, count, targetVariance }: TargetRun, embedding: Embedding): PlannedRun {
  const { variance, std, bound, clipped, predictedVariance } = embedding;
  const run =
    bound === undefined
      ? { first, count, targetVariance, variance, std, clipped, predictedVariance }
      : { first, count, targetVariance, variance, std, bound, clipped, predictedVariance };
  return { first, count, run, embedding };
}

/** The chunks of a hypernetwork as runs, each with its embedding; what does not depend on their size is computed once. */
export function chunkPlanner(targets: TensorTargets, setting: Setting, chunking: Chunking): (size: number) => PlannedChunks {
  const { conventions, input, trunk, request } = setting;
  const layers = trunk.map(({ node }) => node);
  const chunkInput = { otherDim: input.width, otherSecondMoment: input.secondMoment, embeddingDim: chunking.embeddingDim };
  const initialGain = conventions.outputLayerInit === "linear" ? 1 : hiddenGain(request.hypernet);
  const varianceWith = memoised((gain: number) => outputVariance(layers, gain));
  const assumedWith = (factor: number): EmbeddingSetting["assumed"] =>
    conventions.headSecondMoment === "propagated" ? varianceWith(factor * initialGain) : assumedByReference(factor);
  const embeddingsWith = memoised((factor: number) => {
    const embeddings = { ...chunkInput, chunking, assumed: assumedWith(factor), actual: varianceWith(factor * initialGain) };
    return { embeddings, embeddingOf: memoised((targetVariance: number) => embeddingFor(targetVariance, embeddings)) };
  });

  return (size) => {
    const runs = targetRuns(targets, setting, chunking, size);
    const rescaled = rescaling(runs, assumedWith(1), chunkInput, chunking);
    const factor = STRATEGIES[chunking.strategy].rescales ? rescaled.factor : 1;
    const { embeddings, embeddingOf } = embeddingsWith(factor);
    const planned = runs.map((run) => withEmbedding(run, embeddingOf(run.targetVariance)));
    const count = runs.reduce((total, run) => total + run.count, 0);
    return { planned, embeddings, size, gain: factor * initialGain, clearingGain: rescaled.clears ? rescaled.factor : null, count };
  };
}

/** What a variance found by inversion may be off by, relatively: far more than rounding. */
const INEXACT = 1e-6;

/** Whether the doubles have no input that gives a run the variance that can be reached: it is too small a number. */
function isLost({ embedding, run: { targetVariance } }: PlannedRun, { assumed }: EmbeddingSetting): boolean {
  return embedding.reachable && Math.abs(assumed.of(embedding.wantedSecondMoment) - targetVariance) > INEXACT * targetVariance;
}

/** Runs of which a number left the doubles: the embedding's variance, or what comes of it. */
export function runIssues({ planned, embeddings, gain }: PlannedChunks): readonly Issue[] {
  const wrong = planned.find(({ run }) => !Number.isFinite(run.variance + run.predictedVariance + run.targetVariance));
  const lost = wrong ?? planned.find((run) => underflows(gain) || isLost(run, embeddings));
  if (lost === undefined) return [];
  const { first, targetVariance } = lost.run;
  const target = Number.isFinite(targetVariance) ? `target variance ${targetVariance}` : "the mean of its target variances overflows";
  const message = `The embedding variance of chunk ${first} (${target}) is outside double precision. Set target variances nearer to 1, or use another hypernetwork.`;
  return [{ pointer: pointer("targetShapes"), code: wrong === undefined ? "underflow" : "overflow", message }];
}

/** Second moment of each hidden layer's activations, the mean over all chunks. */
export function meanSecondMoments({ trunk }: Setting, { planned, count }: PlannedChunks): readonly number[] {
  const layers = trunk.map(({ node }) => node);
  const signalsAt = memoised((inputSecondMoment: number) => signalsThrough(layers, signalOf(1, inputSecondMoment)).slice(1));
  const ofRuns = planned.map(({ run, embedding }) => ({ share: run.count / count, signals: signalsAt(embedding.inputSecondMoment) }));
  return trunk.map((_, layer) => ofRuns.reduce((total, { share, signals }) => total + share * entryAt(signals, layer).secondMoment, 0));
}

/** Least second moment of the whole input that a chunk asks for. */
export function leastWanted(planned: readonly PlannedRun[]): number {
  return planned.reduce((least, { embedding }) => Math.min(least, embedding.wantedSecondMoment), Infinity);
}

/** Largest q_e at which no chunk is clipped, leaving the least variance out; null without other inputs. */
export function maxInputVariance({ otherDim, embeddingDim }: ChunkInput, planned: readonly PlannedRun[]): number | null {
  return otherDim === 0 ? null : ((otherDim + embeddingDim) / otherDim) * leastWanted(planned);
}
