import { InvalidInputError, refuse } from "../errors.js";
import type { ReadRequest } from "../request/parse.js";
import { chunkWarnings } from "./chunk-warnings.js";
import { chunkedSummary } from "./chunked-summary.js";
import { chunkedTensors, correlationsOf } from "./chunked-tensors.js";
import { uniformOf } from "./distribution.js";
import { rangeIssues, secondMomentIssues } from "./numeric-issues.js";
import { maxInputVariance, meanSecondMoments, planChunks, runIssues } from "./planned-runs.js";
import type { ChunkedHyperfanPlan } from "./schema.js";
import { hiddenLayers, planHeader, settingOf, zeroBias } from "./setting.js";
import { targetIssues, tensorTargets } from "./tensor-targets.js";

/** The chunked plan of a validated request. */
export function chunkedPlanOf(read: ReadRequest): ChunkedHyperfanPlan {
  const { request } = read;
  const { chunking, hypernet } = request;
  // parseRequest refuses a chunked request without chunking; this only tells the compiler.
  if (chunking === undefined) throw new InvalidInputError("invalid-request", []);
  const setting = settingOf(read);
  const { input, stack, generated } = setting;
  const targets = tensorTargets(setting);
  refuse("invalid-request", [...secondMomentIssues([input.secondMoment], 1), ...targetIssues(targets, setting)]);

  const chunks = planChunks(targets, setting, chunking);
  refuse("invalid-request", runIssues(chunks.planned));
  const secondMoments = meanSecondMoments(setting, chunks);
  refuse("invalid-request", secondMomentIssues(secondMoments, 1));

  const correlation = correlationsOf(setting, chunks);
  const tensors = chunkedTensors(setting, targets, chunks, correlation);
  refuse("invalid-request", generated.flatMap((tensor, position) => rangeIssues(tensor, tensors[position]?.predicted.variance ?? 0, false)));
  const summary = chunkedSummary(chunks, tensors, correlation);
  const largest = maxInputVariance(chunks.embeddings, chunks.planned);
  const { size, embeddingDim, conditions, perCondition, distribution, strategy, minVariance, minShare } = chunking;
  const inputDim = input.dim + embeddingDim;
  const width = stack.layers.at(-1)?.width ?? inputDim;
  return {
    ...planHeader("chunked-hyperfan", setting),
    hidden: hiddenLayers(setting, inputDim, secondMoments),
    output: {
      weight: { shape: [size, width], distribution: uniformOf(0, chunks.gain / width) },
      bias: zeroBias(size, hypernet.useBias),
      gain: chunks.gain,
    },
    chunks: {
      count: chunks.count,
      size,
      embeddingDim,
      conditions,
      perCondition,
      distribution,
      strategy,
      minVariance,
      minShare,
      runs: chunks.planned.map(({ run }) => run),
    },
    maxInputVariance: largest,
    tensors,
    summary,
    warnings: [...setting.warnings, ...chunkWarnings(setting, chunks, tensors, summary, largest)],
  };
}
