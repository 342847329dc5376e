import { intendedMean, targetVarianceFor } from "../request/head-rule.js";
import type { Tensor } from "../request/tensors.js";
import type { EmbeddingSetting } from "./embedding.js";
import type { Likeness } from "./likeness.js";
import { leastWanted, type PlannedChunks, type PlannedRun } from "./planned-runs.js";
import { overlapReader } from "./overlaps.js";
import { aboutTensors, listed } from "./request-warnings.js";
import type { ChunkedHyperfanPlan, Warning } from "./schema.js";
import type { Setting } from "./setting.js";
import { STRATEGIES } from "./strategy.js";

/** One thing to change, and to what. */
interface Remedy {
  readonly sentence: string;
  /** As the warning carries it: the request's field, and the number to give it. */
  readonly data: { readonly change: string } & Readonly<Record<string, string | number>>;
}

const capitalised = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);

const short = (x: number): string => String(Number(x.toPrecision(4)));

/** A strategy that clips nothing, with the output gain that it would choose. */
function otherStrategy({ embeddings, clearingGain }: PlannedChunks): readonly Remedy[] {
  if (embeddings.chunking.strategy !== "embedding") return [];
  if (clearingGain === null) {
    return [{ sentence: 'set chunking.strategy to "per-tensor-scale"', data: { change: "chunking.strategy", strategy: "per-tensor-scale" } }];
  }
  const sentence = `set chunking.strategy to "rescale" (which multiplies the output layer's gain by ${short(clearingGain)}) or to "per-tensor-scale"`;
  return [{ sentence, data: { change: "chunking.strategy", strategy: "rescale", gain: clearingGain } }];
}

/** Smaller inputs: the second moment at which the smallest chunk gets just the least variance. */
function smallerInputs({ otherDim, otherSecondMoment, embeddingDim, chunking }: EmbeddingSetting, least: number): readonly Remedy[] {
  const maxSecondMoment = ((otherDim + embeddingDim) * least - embeddingDim * chunking.minVariance) / otherDim;
  // Not above 0, too, where there are no other inputs: then the least variance alone is in the way.
  if (!(maxSecondMoment > 0)) return [];
  const scale = maxSecondMoment / otherSecondMoment;
  const sentence = `lower the second moment of the inputs to ${short(maxSecondMoment)} (multiply their variances by ${short(scale)})`;
  return [{ sentence, data: { change: "inputs", maxSecondMoment, varianceScale: scale } }];
}

/** Larger embeddings: the other inputs then make up less of the whole. */
function largerEmbeddings({ otherDim, otherSecondMoment, chunking }: EmbeddingSetting, least: number): readonly Remedy[] {
  const embeddingDim = Math.ceil((otherDim * (otherSecondMoment - least)) / (least - chunking.minVariance));
  const isLarger = least > chunking.minVariance && embeddingDim > chunking.embeddingDim;
  if (otherDim === 0 || !isLarger || !Number.isSafeInteger(embeddingDim)) return [];
  return [{ sentence: `give chunk embeddings at least ${embeddingDim} entries`, data: { change: "chunking.embeddingDim", embeddingDim } }];
}

/** A lower floor, where nothing but the floor is in the way. */
function lowerFloor({ otherDim, chunking }: EmbeddingSetting, least: number): readonly Remedy[] {
  if (otherDim > 0 || least >= chunking.minVariance) return [];
  return [{ sentence: `lower chunking.minVariance to ${short(least)}`, data: { change: "chunking.minVariance", minVariance: least } }];
}

function tensorsIn(generated: readonly Tensor[], { planned, size: chunkSize }: PlannedChunks, matches: (run: PlannedRun) => boolean): readonly Tensor[] {
  const sharesOf = overlapReader(planned, chunkSize);
  return generated.filter(({ size }) => sharesOf(size).some(({ run }) => matches(run)));
}

const chunksIn = (planned: readonly PlannedRun[], matches: (run: PlannedRun) => boolean): number => planned.reduce((total, run) => total + (matches(run) ? run.count : 0), 0);

const indices = (tensors: readonly Tensor[]): readonly number[] => tensors.map(({ index }) => index);

/** Chunks whose embedding would need a variance below the least one. */
function clippedChunks(generated: readonly Tensor[], chunks: PlannedChunks): readonly Warning[] {
  const { minVariance } = chunks.embeddings.chunking;
  const isFloored = ({ run }: PlannedRun): boolean => run.clipped && run.variance === minVariance;
  const clipped = chunksIn(chunks.planned, isFloored);
  if (clipped === 0) return [];
  const { embeddings, planned, count } = chunks;
  const least = leastWanted(planned);
  const remedies = [...otherStrategy(chunks), ...smallerInputs(embeddings, least), ...largerEmbeddings(embeddings, least), ...lowerFloor(embeddings, least)];
  const advice = remedies.length === 0 ? "give the tensors in them other target variances" : remedies.map(({ sentence }) => sentence).join(", or ");
  const be = clipped === 1 ? "was" : "were";
  const affected = tensorsIn(generated, chunks, isFloored);
  const message = `Of ${count} chunk embeddings, ${clipped} (${listed(affected)}) would need a variance below chunking.minVariance and ${be} clipped to it. ${capitalised(advice)}.`;
  return [{ code: "chunk-variance-clipped", message, clipped, count, tensors: indices(affected), remedies: remedies.map(({ data }) => data) }];
}

/** Inputs at or above the bound at which the smallest chunk needs no embedding at all. */
function largeInputs({ embeddings }: PlannedChunks, maxInputVariance: number | null): readonly Warning[] {
  const { otherSecondMoment } = embeddings;
  if (maxInputVariance === null || otherSecondMoment < maxInputVariance) return [];
  const message = `The inputs have a second moment of ${short(otherSecondMoment)}, which leaves the embeddings of some chunks no variance. Keep it below ${short(maxInputVariance)}.`;
  return [{ code: "input-variance-too-large", message, secondMoment: otherSecondMoment, maxInputVariance }];
}

/** An end of the reachable range that is far beyond any variance: the activation does not saturate. */
const UNBOUNDED = 1e100;

/** Targets outside what the activation can give. */
function unreachableTargets(generated: readonly Tensor[], chunks: PlannedChunks): readonly Warning[] {
  const isUnreachable = ({ embedding }: PlannedRun): boolean => !embedding.reachable;
  const unreachable = chunksIn(chunks.planned, isUnreachable);
  const { range } = chunks.embeddings.assumed;
  if (unreachable === 0 || range === null) return [];
  const affected = tensorsIn(generated, chunks, isUnreachable);
  const reached = range.high < UNBOUNDED ? `${short(range.low)} to ${short(range.high)}` : `${short(range.low)} and above`;
  const [chunksOf, have] = unreachable === 1 ? ["chunk", "has a target variance"] : ["chunks", "have target variances"];
  const message = `${unreachable} ${chunksOf} (${listed(affected)}) ${have} outside the range of the hypernetwork's activation, ${reached}, of which the nearest end was used. Set target variances inside it, or choose an activation without limits such as relu.`;
  const reachable = { low: range.low, high: range.high < UNBOUNDED ? range.high : null };
  return [{ code: "target-variance-unreachable", message, chunks: unreachable, tensors: indices(affected), reachable }];
}

/** Tensors that should have a mean, which chunks of mean zero cannot give them. */
function uncentredTargets(generated: readonly Tensor[]): readonly Warning[] {
  const uncentred = generated.filter(({ name }) => intendedMean(name) !== 0);
  return aboutTensors(
    "uncentred-target",
    uncentred,
    (name) => `Scale parameter ${name} should have mean 1, but chunks generate mean 0. Set chunking.strategy to "per-tensor-scale", add 1 to it in the main network, or exclude it from generated.`,
    (names) => `Scale parameters ${names} should have mean 1, but chunks generate mean 0. Set chunking.strategy to "per-tensor-scale", add 1 to them in the main network, or exclude them from generated.`,
  );
}

/** Scales that are centred at 1 but, without a target variance of the caller's, as wide as that. */
function wideScales({ generated, request }: Setting): readonly Warning[] {
  const wide = generated.filter(({ name }, position) => intendedMean(name) !== 0 && targetVarianceFor(request, position, name) === undefined);
  return aboutTensors(
    "wide-scale",
    wide,
    (name) => `Scale parameter ${name} has mean 1 and, by default, variance 1. Set a smaller variance in targetVariances, e.g. 0.01.`,
    (names) => `Scale parameters ${names} have mean 1 and, by default, variance 1. Set smaller variances in targetVariances, e.g. 0.01.`,
  );
}

/** Mixing beyond a factor of two in variance. */
const MIXING = 2;

/** Tensors whose chunks hold so much of others that their mean target is far from their own. */
function mixedChunks(tensors: ChunkedHyperfanPlan["tensors"]): readonly Warning[] {
  const off = tensors.filter(({ mixing }) => mixing !== null && (mixing > MIXING || mixing < 1 / MIXING));
  const advice = 'Use smaller chunks, or set chunking.strategy to "per-tensor-scale".';
  const warnings = aboutTensors(
    "mixed-chunks",
    off.map(({ tensor, label }) => ({ index: tensor, label })),
    (name) => `Tensor ${name} shares chunks with other tensors, so its variance is off by more than a factor of ${MIXING}. ${advice}`,
    (names) => `Tensors ${names} share chunks with other tensors, so their variances are off by more than a factor of ${MIXING}. ${advice}`,
  );
  return warnings.map((warning) => ({ ...warning, mixing: off.map(({ mixing }) => mixing) }));
}

/** Correlation above which chunks count as alike. */
const ALIKE = 0.9;
/** A `minShare` that would make chunks less alike, rounded up; undefined where the plan keeps to it already. */
function shareRemedy({ embeddings }: PlannedChunks, { shareFor }: Likeness): number | undefined {
  const share = shareFor(ALIKE);
  if (share === null) return undefined;
  const { strategy, minShare } = embeddings.chunking;
  const isKept = STRATEGIES[strategy].rescales && minShare >= share;
  return isKept ? undefined : Math.ceil(share * 1000) / 1000;
}

/** Chunks that generate nearly the same numbers. */
function alikeChunks(chunks: PlannedChunks, likeness: Likeness, correlation: number): readonly Warning[] {
  if (correlation <= ALIKE) return [];
  const remedy = shareRemedy(chunks, likeness);
  const advice =
    remedy === undefined
      ? "Use an activation whose mean is zero or small, such as relu or tanh, and target variances above 0"
      : `Set chunking.strategy to "rescale" or "per-tensor-scale" with chunking.minShare at least ${remedy}`;
  const message = `Some chunks are highly correlated (${short(correlation)}), so the main network starts with nearly repeated weights. ${advice}.`;
  const data = remedy === undefined ? {} : { remedies: [{ change: "chunking.minShare", strategy: "rescale", minShare: remedy }] };
  return [{ code: "chunks-alike", message, correlation, ...data }];
}

/** What is worth saying of a chunked plan. */
export function chunkWarnings(
  setting: Setting,
  chunks: PlannedChunks,
  tensors: ChunkedHyperfanPlan["tensors"],
  { largestCorrelation }: ChunkedHyperfanPlan["summary"],
  maxInputVariance: number | null,
  likeness: Likeness,
): readonly Warning[] {
  const { generated } = setting;
  const { scalesTensors } = STRATEGIES[chunks.embeddings.chunking.strategy];
  return [
    ...(scalesTensors ? wideScales(setting) : [...uncentredTargets(generated), ...mixedChunks(tensors)]),
    ...largeInputs(chunks, maxInputVariance),
    ...clippedChunks(generated, chunks),
    ...unreachableTargets(generated, chunks),
    ...alikeChunks(chunks, likeness, largestCorrelation ?? 0),
  ];
}
