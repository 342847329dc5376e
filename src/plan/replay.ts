import { elementCount } from "../math/element-count.js";
import type { Moments } from "../request/head-rule.js";
import { momentsOf } from "./distribution.js";
import { inputSecondMomentWith, type ChunkInput } from "./embedding.js";
import { overlaps } from "./overlaps.js";
import { generatedMoments, inputMoments, lastLayer, lastSecondMoment, type HiddenStack, type InputMoments } from "./propagation.js";
import type { ChunkedHyperfanPlan, Head, HyperfanPlan, Plan } from "./schema.js";

/** Training draws dropout masks and noise and normalises over the batch; evaluation, at initialisation, does neither. */
export type Mode = "training" | "evaluation";

/** The input of a plan's hypernetwork, without the chunk embedding: noise is 0 in evaluation. */
export function plannedInput({ input }: Plan, mode: Mode): InputMoments {
  return inputMoments(mode === "training" ? input.blocks : input.blocks.map((block) => ({ ...block, noiseStd: 0 })));
}

/**
 * The hidden layers that a plan's distributions describe. In evaluation nothing is dropped, and batch norm has its
 * initial running statistics 0 and 1, which change nothing; layer norm is the same in both modes.
 */
export function plannedStack({ hidden, hypernet }: Plan, mode: Mode): HiddenStack {
  const isTraining = mode === "training";
  return {
    layers: hidden.map(({ weight }) => {
      const [width = 0, fanIn = 0] = weight.shape;
      return { width, gain: fanIn * momentsOf(weight.distribution).variance };
    }),
    activation: hypernet.activation,
    normalised: hypernet.norm === "layer" || (hypernet.norm === "batch" && isTraining),
    keep: isTraining ? 1 - hypernet.dropout : 1,
  };
}

/** Whether the two modes differ for a plan. */
export function modesDiffer({ hypernet, hidden, input }: Plan): boolean {
  const hasHidden = hidden.length > 0;
  return (hasHidden && (hypernet.dropout > 0 || hypernet.norm === "batch")) || input.blocks.some(({ noiseStd }) => noiseStd > 0);
}

/** The input of a chunked hypernetwork, as its embeddings are planned for it. */
export function plannedChunkInput(plan: ChunkedHyperfanPlan, mode: Mode): ChunkInput {
  const { dim, secondMoment } = plannedInput(plan, mode);
  return { otherDim: dim, otherSecondMoment: secondMoment, embeddingDim: plan.chunks.embeddingDim };
}

/** Second moment of a chunked hypernetwork's whole input, with the embeddings of each run. */
export function runInputSecondMoments(plan: ChunkedHyperfanPlan, mode: Mode): readonly number[] {
  const input = plannedChunkInput(plan, mode);
  return plan.chunks.runs.map(({ variance }) => inputSecondMomentWith(input, variance));
}

/** Variance of the elements that the chunks of each run generate. */
export function replayRuns(plan: ChunkedHyperfanPlan, mode: Mode): readonly number[] {
  const stack = plannedStack(plan, mode);
  return runInputSecondMoments(plan, mode).map((secondMoment) => plan.output.gain * lastSecondMoment(stack, secondMoment));
}

function replayHead({ weight, bias }: Head, last: ReturnType<typeof lastLayer>): Moments {
  const weights = momentsOf(weight);
  const biases = bias === null ? { mean: 0, variance: 0 } : momentsOf(bias);
  return generatedMoments({ weightMean: weights.mean, weightVariance: weights.variance, biasMean: biases.mean, biasVariance: biases.variance }, last);
}

function replayHeads(plan: HyperfanPlan, mode: Mode): readonly Moments[] {
  const last = lastLayer(plannedStack(plan, mode), plannedInput(plan, mode));
  return plan.heads.map((head) => replayHead(head, last));
}

function replayTensors(plan: ChunkedHyperfanPlan, mode: Mode): readonly Moments[] {
  const variances = new Map(replayRuns(plan, mode).map((variance, index) => [plan.chunks.runs[index], variance]));
  const sizes = plan.tensors.map(({ shape }) => elementCount(shape));
  return overlaps(sizes, plan.chunks.runs, plan.chunks.size).map((shares, position) => {
    const { scale = 1, offset = 0 } = plan.tensors[position] ?? {};
    const ofChunks = shares.reduce((total, { run, elements }) => total + (elements / (sizes[position] ?? 1)) * (variances.get(run) ?? 0), 0);
    return { mean: offset, variance: scale ** 2 * ofChunks };
  });
}

/**
 * What each generated tensor of a plan will have, found from the plan's own distributions. In training this repeats
 * the plan's predictions by another path; in evaluation it tells what dropout, noise and batch norm change.
 */
export function replay(plan: Plan, mode: Mode): readonly Moments[] {
  return plan.kind === "hyperfan" ? replayHeads(plan, mode) : replayTensors(plan, mode);
}
