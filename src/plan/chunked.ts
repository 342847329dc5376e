import { InvalidInputError, pointer, refuse, type Issue } from "../errors.js";
import { intendedMean, targetVarianceFor } from "../request/head-rule.js";
import type { Chunking } from "../request/schema.js";
import type { ReadRequest } from "../request/parse.js";
import type { Tensor } from "../request/tensors.js";
import { chunkTargets } from "./chunk-targets.js";
import { clippedChunks, largeInputs, uncentredTargets, unreachableTargets, type PlannedRun } from "./chunk-warnings.js";
import { uniformOf } from "./distribution.js";
import { ASSUMED_BY_REFERENCE, embeddingFor, outputVariance, type Embedding, type EmbeddingSetting } from "./embedding.js";
import { rangeIssues, reciprocalIssue, secondMomentIssues } from "./numeric-issues.js";
import { overlaps, type Overlap } from "./overlaps.js";
import { hiddenGain, propagate } from "./propagation.js";
import type { ChunkedHyperfanPlan } from "./schema.js";
import { hiddenLayers, planHeader, settingOf, withOptionalKeys, zeroBias, type Setting } from "./setting.js";
import { chunkedVariance, layerFans, reciprocalField } from "./targets.js";

/** Variance of a generated tensor: as documented, and under the request's conventions. */
interface TensorTarget {
  readonly tensor: Tensor;
  readonly intended: number;
  readonly asked: number;
}

function targetOf(tensor: Tensor, position: number, { request, documented, applied }: Setting): TensorTarget {
  const given = targetVarianceFor(request, position, tensor.name);
  return { tensor, intended: given ?? chunkedVariance(tensor, documented), asked: given ?? chunkedVariance(tensor, applied) };
}

function targetIssues({ tensor, intended, asked }: TensorTarget, { applied }: Setting): readonly Issue[] {
  const field = asked === Infinity ? reciprocalField(tensor, applied) : undefined;
  return field === undefined ? rangeIssues(tensor, asked + intended, false) : [reciprocalIssue(tensor, field)];
}

function embeddingSetting({ conventions, input, stack }: Setting, chunking: Chunking, gain: number): EmbeddingSetting {
  const actual = outputVariance(stack, gain);
  return {
    chunking,
    otherDim: input.dim,
    otherSecondMoment: input.secondMoment,
    assumed: conventions.headSecondMoment === "propagated" ? actual : ASSUMED_BY_REFERENCE,
    actual,
  };
}

function planRuns(targets: readonly TensorTarget[], { conventions }: Setting, setting: EmbeddingSetting): readonly PlannedRun[] {
  const stretches = targets.map(({ tensor, asked }) => ({ size: tensor.size, variance: asked }));
  const found = new Map<number, Embedding>();
  return chunkTargets(stretches, setting.chunking.size, conventions.lastChunk === "padded").map((run) => {
    const embedding = found.get(run.targetVariance) ?? embeddingFor(run.targetVariance, setting);
    found.set(run.targetVariance, embedding);
    const { variance, std, bound, clipped, predictedVariance } = embedding;
    const { first, count, targetVariance } = run;
    const spread = bound === undefined ? { variance, std } : { variance, std, bound };
    return { run: { first, count, targetVariance, ...spread, clipped, predictedVariance }, embedding };
  });
}

/** Numbers of a run that left the doubles: the embedding's variance, or what comes of it. */
function runIssues(planned: readonly PlannedRun[]): readonly Issue[] {
  const wrong = planned.filter(({ run }) => !Number.isFinite(run.variance) || !Number.isFinite(run.predictedVariance) || !Number.isFinite(run.targetVariance));
  return wrong.slice(0, 1).map(({ run }) => ({
    pointer: pointer("targetShapes"),
    code: "overflow",
    message: `The embedding variance of chunk ${String(run.first)} (target variance ${String(run.targetVariance)}) overflows; give smaller target variances or a hypernetwork with a larger gain.`,
  }));
}

/** Second moment of each hidden layer's activations, the mean over all chunks. */
function meanSecondMoments({ stack }: Setting, planned: readonly PlannedRun[], count: number): readonly number[] {
  const known = new Map<number, readonly number[]>();
  const totals = stack.layers.map(() => 0);
  for (const { run, embedding } of planned) {
    const moments = known.get(embedding.inputSecondMoment) ?? propagate(stack, embedding.inputSecondMoment);
    known.set(embedding.inputSecondMoment, moments);
    moments.forEach((moment, layer) => (totals[layer] = (totals[layer] ?? 0) + (run.count / count) * moment));
  }
  return totals;
}

function maxInputVariance({ otherDim, chunking }: EmbeddingSetting, planned: readonly PlannedRun[]): number | null {
  if (otherDim === 0) return null;
  const least = planned.reduce((smallest, { embedding }) => Math.min(smallest, embedding.wantedSecondMoment), Infinity);
  return ((otherDim + chunking.embeddingDim) / otherDim) * least;
}

type Tensors = ChunkedHyperfanPlan["tensors"];

/** What each tensor gets: the mean of its chunks' variances, by the elements that it has in each. */
function predictTensors(targets: readonly TensorTarget[], { documented }: Setting, shares: readonly (readonly Overlap<PlannedRun["run"]>[])[]): Tensors {
  return targets.map(({ tensor, intended }, position) => {
    const predicted = (shares[position] ?? []).reduce((total, { run, elements }) => total + (elements / tensor.size) * run.predictedVariance, 0);
    const { index, name, layer, shape } = tensor;
    const entry = {
      tensor: index,
      name,
      layer,
      shape,
      fans: layerFans(tensor, documented.layers),
      intended: { mean: intendedMean(name), variance: intended },
      predicted: { mean: 0, variance: predicted },
    };
    return withOptionalKeys(entry, tensor);
  });
}

/** The chunked plan of a validated request. */
export function chunkedPlanOf(read: ReadRequest): ChunkedHyperfanPlan {
  const { request } = read;
  const { chunking } = request;
  // parseRequest refuses a chunked request without chunking; this only tells the compiler.
  if (chunking === undefined) throw new InvalidInputError("invalid-request", []);
  const setting = settingOf(read);
  const { stack, input, conventions, generated } = setting;
  const targets = generated.map((tensor, position) => targetOf(tensor, position, setting));
  refuse("invalid-request", [...secondMomentIssues([input.secondMoment], 1), ...targets.flatMap((target) => targetIssues(target, setting))]);

  const width = stack.layers.at(-1)?.width ?? input.dim + chunking.embeddingDim;
  const gain = conventions.outputLayerInit === "linear" ? 1 : hiddenGain(request.hypernet);
  const embeddings = embeddingSetting(setting, chunking, gain);
  const planned = planRuns(targets, setting, embeddings);
  refuse("invalid-request", runIssues(planned));

  const runs = planned.map(({ run }) => run);
  const count = runs.reduce((total, run) => total + run.count, 0);
  const secondMoments = meanSecondMoments(setting, planned, count);
  refuse("invalid-request", secondMomentIssues(secondMoments, 1));
  const largest = maxInputVariance(embeddings, planned);
  const shares = overlaps(generated.map(({ size }) => size), runs, chunking.size);
  const inRuns = (matches: (run: PlannedRun["run"]) => boolean): readonly Tensor[] => generated.filter((_, position) => shares[position]?.some(({ run }) => matches(run)));
  const unreachable = new Set(planned.filter(({ embedding }) => !embedding.reachable).map(({ run }) => run));
  const { size, embeddingDim, conditions, perCondition, distribution, minVariance } = chunking;
  return {
    ...planHeader("chunked-hyperfan", setting),
    hidden: hiddenLayers(setting, input.dim + embeddingDim, secondMoments),
    output: {
      weight: { shape: [size, width], distribution: uniformOf(0, gain / width) },
      bias: zeroBias(size, request.hypernet.useBias),
      gain,
    },
    chunks: { count, size, embeddingDim, conditions, perCondition, distribution, minVariance, runs },
    maxInputVariance: largest,
    tensors: predictTensors(targets, setting, shares),
    warnings: [
      ...setting.warnings,
      ...uncentredTargets(generated),
      ...largeInputs(embeddings, largest),
      ...clippedChunks(planned, inRuns((run) => run.clipped), embeddings, count),
      ...unreachableTargets(planned, inRuns((run) => unreachable.has(run)), embeddings),
    ],
  };
}
