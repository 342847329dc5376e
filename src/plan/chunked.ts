import { InvalidInputError, refuse } from "../errors.js";
import type { ReadRequest } from "../request/parse.js";
import { chunkWarnings } from "./chunk-warnings.js";
import { chunkedSummary } from "./chunked-summary.js";
import { chunkedTensors } from "./chunked-tensors.js";
import { uniformOf } from "../hypernetwork/distribution.js";
import { likenessWithin } from "./likeness.js";
import { finitenessIssues, hiddenGainIssues, rangeIssues, secondMomentIssues } from "./numeric-issues.js";
import { chunkPlanner, maxInputVariance, meanSecondMoments, runIssues } from "./planned-runs.js";
import type { ChunkedHyperfanPlan } from "./schema.js";
import { hiddenLayers, planHeader, settingOf, zeroBias } from "./setting.js";
import { targetIssues, tensorTargets } from "./tensor-targets.js";

/** Plans a validated request with chunks of any size; what does not depend on the size is computed once. */
export function chunkedPlanner(read: ReadRequest): (size: number) => ChunkedHyperfanPlan {
  const { request } = read;
  const { chunking, hypernet } = request;
  // parseRequest refuses a chunked request without chunking; this only tells the compiler.
  if (chunking === undefined) throw new InvalidInputError("invalid-request", []);
  const setting = settingOf(read);
  const { input, trunk, generated } = setting;
  const targets = tensorTargets(setting);
  refuse("invalid-request", [...trunk.slice(0, 1).flatMap(({ gain }) => hiddenGainIssues(gain)), ...secondMomentIssues([input.secondMoment], 1), ...targetIssues(targets, setting)]);

  const { embeddingDim, conditions, perCondition, distribution, strategy, minVariance, minShare } = chunking;
  const width = trunk.at(-1)?.map.outputs ?? input.width + embeddingDim;
  const planChunks = chunkPlanner(targets, setting, chunking);
  const likeness = likenessWithin(trunk.map(({ node }) => node), { otherDim: input.width, otherSecondMoment: input.secondMoment, embeddingDim });

  return (size) => {
    const chunks = planChunks(size);
    refuse("invalid-request", runIssues(chunks));
    const secondMoments = meanSecondMoments(setting, chunks);
    refuse("invalid-request", secondMomentIssues(secondMoments, 1));
    const tensors = chunkedTensors(setting, targets, chunks, likeness.largest);
    refuse("invalid-request", generated.flatMap((tensor, position) => rangeIssues(tensor, tensors[position]?.predicted.variance ?? 0, false)));
    const summary = chunkedSummary(chunks, tensors, likeness.largest);
    const largest = maxInputVariance(chunks.embeddings, chunks.planned);
    const plan: ChunkedHyperfanPlan = {
      ...planHeader("chunked-hyperfan", setting),
      hidden: hiddenLayers(trunk, secondMoments),
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
      warnings: [...setting.warnings, ...chunkWarnings(setting, chunks, tensors, summary, largest, likeness)],
    };
    refuse("invalid-request", finitenessIssues("plan", plan));
    return plan;
  };
}

/** The chunked plan of a validated request. */
export function chunkedPlanOf(read: ReadRequest): ChunkedHyperfanPlan {
  return chunkedPlanner(read)(read.request.chunking?.size ?? 1);
}
