import fc from "fast-check";
import type { ChunkedHyperfanPlan, HyperfanPlan } from "../../plan/schema.js";
import type { RequestInput } from "../../request/schema.js";
import { chunkedRequest } from "../chunked-requests.js";
import { fullRequest } from "../full-requests.js";
import { hypernet } from "../hypernets.js";
import { BOTH, byKind, exact, quickActivation, quickHypernet } from "./cases.js";
import type { Comparison } from "./comparison.js";
import { runsOfElements } from "./formulas/chunk-loop.js";
import { inputOf, meanOf, propagated, varianceOf, type LastLayer } from "./formulas/hypernet.js";
import { law } from "./law.js";

/** Variance of what rows of the output layer give that are drawn like this. */
const outputVariance = ({ width, secondMoment }: LastLayer, weightVariance: number): number => width * weightVariance * secondMoment;

function headsFollow(request: RequestInput, { hidden, heads }: HyperfanPlan, { close }: Comparison): void {
  const { dim, sumOfSquares } = inputOf(request);
  const last = propagated(request, hidden, { width: dim, secondMoment: sumOfSquares / dim });
  for (const { tensor, weight, bias, predicted } of heads) {
    const ofBias = bias === null ? { mean: 0, variance: 0 } : { mean: meanOf(bias), variance: varianceOf(bias) };
    close(predicted.mean, ofBias.mean, () => `the predicted mean of tensor ${String(tensor)}`);
    close(predicted.variance, outputVariance(last, varianceOf(weight)) + ofBias.variance, () => `the predicted variance of tensor ${String(tensor)}`);
  }
}

function runsFollow(request: RequestInput, { hidden, output, chunks }: ChunkedHyperfanPlan, { close }: Comparison): void {
  const { dim, sumOfSquares } = inputOf(request);
  const width = dim + chunks.embeddingDim;
  for (const { first, variance, predictedVariance } of chunks.runs) {
    const last = propagated(request, hidden, { width, secondMoment: (sumOfSquares + chunks.embeddingDim * variance) / width });
    close(predictedVariance, outputVariance(last, varianceOf(output.weight.distribution)), () => `the predicted variance of the run from chunk ${String(first)}`);
  }
}

function tensorsFollow(plan: ChunkedHyperfanPlan, { close }: Comparison): void {
  runsOfElements(plan).forEach((runs, position) => {
    const { tensor, predicted, scale = 1, offset = 0 } = plan.tensors[position] ?? {};
    const mean = runs.reduce((sum, { predictedVariance }) => sum + predictedVariance, 0) / runs.length;
    close(predicted?.mean, offset, () => `the predicted mean of tensor ${String(tensor)}`);
    close(predicted?.variance, scale ** 2 * mean, () => `the predicted variance of tensor ${String(tensor)}`);
  });
}

export const propagation = law({
  name: "propagation",
  statement: "What a plan predicts is what its own distributions give when they are propagated through the hypernetwork.",
  kinds: BOTH,
  cases: (kinds) =>
    byKind(kinds, {
      hyperfan: fullRequest({ conventions: exact, hypernet: hypernet({ activation: quickActivation, useBias: fc.constant(true) }), without: ["headOverrides"] }),
      "chunked-hyperfan": chunkedRequest({ conventions: exact, hypernet: quickHypernet }),
    }),
  holds: async (request, { any }, comparison) => {
    const made = await any(request);
    if (made.kind === "hyperfan") {
      headsFollow(request, made, comparison);
      return;
    }
    runsFollow(request, made, comparison);
    tensorsFollow(made, comparison);
  },
});
