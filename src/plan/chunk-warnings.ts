import { intendedMean } from "../request/head-rule.js";
import type { Tensor } from "../request/tensors.js";
import type { Embedding, EmbeddingSetting } from "./embedding.js";
import { aboutTensors, listed } from "./request-warnings.js";
import type { ChunkRun, Warning } from "./schema.js";

/** A run of chunks with everything that its embedding was found from. */
export interface PlannedRun {
  readonly run: ChunkRun;
  readonly embedding: Embedding;
}

/** One way to keep every chunk from being clipped. */
interface Remedy {
  readonly sentence: string;
  /** What to change and to which number, as the warning carries it. */
  readonly data: { readonly change: "inputs" | "chunking.embeddingDim" | "chunking.minVariance" } & Readonly<Record<string, string | number>>;
}

const short = (x: number): string => String(Number(x.toPrecision(4)));

/** Smaller inputs: the second moment at which the smallest chunk gets just the least variance. */
function smallerInputs({ otherDim, otherSecondMoment, chunking }: EmbeddingSetting, least: number): readonly Remedy[] {
  const total = otherDim + chunking.embeddingDim;
  const maxSecondMoment = (total * least - chunking.embeddingDim * chunking.minVariance) / otherDim;
  if (!(maxSecondMoment > 0 && maxSecondMoment < otherSecondMoment)) return [];
  const scale = maxSecondMoment / otherSecondMoment;
  const sentence = `lower the second moment of the inputs to ${short(maxSecondMoment)} (multiply their variances by ${short(scale)})`;
  return [{ sentence, data: { change: "inputs", maxSecondMoment, varianceScale: scale } }];
}

/** Larger embeddings: the other inputs then make up less of the whole. */
function largerEmbeddings({ otherDim, otherSecondMoment, chunking }: EmbeddingSetting, least: number): readonly Remedy[] {
  const embeddingDim = Math.ceil((otherDim * (otherSecondMoment - least)) / (least - chunking.minVariance));
  const isLarger = least > chunking.minVariance && embeddingDim > chunking.embeddingDim;
  if (!isLarger || !Number.isSafeInteger(embeddingDim)) return [];
  return [{ sentence: `give chunk embeddings at least ${String(embeddingDim)} entries`, data: { change: "chunking.embeddingDim", embeddingDim } }];
}

/** A lower floor, where nothing but the floor is in the way. */
function lowerFloor({ otherDim, chunking }: EmbeddingSetting, least: number): readonly Remedy[] {
  if (otherDim > 0 || least >= chunking.minVariance) return [];
  return [{ sentence: `lower chunking.minVariance to ${short(least)}`, data: { change: "chunking.minVariance", minVariance: least } }];
}

function remediesFor(setting: EmbeddingSetting, least: number): readonly Remedy[] {
  if (setting.otherDim === 0) return lowerFloor(setting, least);
  return [...smallerInputs(setting, least), ...largerEmbeddings(setting, least)];
}

/** Chunks whose embedding would need a variance below the least one. */
export function clippedChunks(planned: readonly PlannedRun[], affected: readonly Tensor[], setting: EmbeddingSetting, count: number): readonly Warning[] {
  const clipped = planned.filter(({ run }) => run.clipped).reduce((total, { run }) => total + run.count, 0);
  if (clipped === 0) return [];
  const least = planned.reduce((smallest, { embedding }) => Math.min(smallest, embedding.wantedSecondMoment), Infinity);
  const remedies = remediesFor(setting, least);
  const advice = remedies.length === 0 ? "give the smallest tensors a larger target variance" : remedies.map(({ sentence }) => sentence).join(", or ");
  const message = `The embeddings of ${String(clipped)} of ${String(count)} chunks (${listed(affected)}) cannot have the variance they need and were clipped; ${advice}.`;
  return [
    {
      code: "chunk-variance-clipped",
      message,
      clipped,
      count,
      tensors: affected.map(({ index }) => index),
      remedies: remedies.map(({ data }) => data),
    },
  ];
}

/** Inputs at or above the bound at which the smallest chunk needs no embedding at all. */
export function largeInputs({ otherSecondMoment }: EmbeddingSetting, maxInputVariance: number | null): readonly Warning[] {
  if (maxInputVariance === null || otherSecondMoment < maxInputVariance) return [];
  const message = `The second moment of the inputs is ${short(otherSecondMoment)}, which leaves some chunks no room for an embedding; keep it below ${short(maxInputVariance)}.`;
  return [{ code: "input-variance-too-large", message, secondMoment: otherSecondMoment, maxInputVariance }];
}

/** Targets outside what the activation can give. */
export function unreachableTargets(planned: readonly PlannedRun[], affected: readonly Tensor[], { assumed }: EmbeddingSetting): readonly Warning[] {
  const chunks = planned.filter(({ embedding }) => !embedding.reachable).reduce((total, { run }) => total + run.count, 0);
  if (chunks === 0 || assumed.range === null) return [];
  const { low, high } = assumed.range;
  const message = `The target variance of ${String(chunks)} chunks (${listed(affected)}) is outside what the hypernetwork's activation can reach, ${short(low)} to ${short(high)}, and the nearest end is used; give target variances inside it, or another activation such as relu.`;
  return [{ code: "target-variance-unreachable", message, chunks, tensors: affected.map(({ index }) => index), reachable: { low, high } }];
}

/** Tensors that should have a mean, which chunks of mean zero cannot give them. */
export function uncentredTargets(generated: readonly Tensor[]): readonly Warning[] {
  const uncentred = generated.filter(({ name }) => intendedMean(name) !== 0);
  return aboutTensors("uncentred-target", uncentred, (names) => `The scale ${names} should have mean 1 but a chunked hypernetwork generates mean 0; add 1 to it in the main network, or take it out of generated.`);
}
