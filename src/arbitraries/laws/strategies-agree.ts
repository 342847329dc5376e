import fc from "fast-check";
import type { ChunkedHyperfanPlan } from "../../plan/schema.js";
import type { RequestInput } from "../../request/schema.js";
import { chunkedRequest } from "../chunked-requests.js";
import { chunking } from "../chunks.js";
import { inputBlocks } from "../inputs.js";
import { CHUNKED, exact, homogeneousHypernet } from "./cases.js";
import { inputOf } from "./formulas/hypernet.js";
import { law } from "./law.js";

// Inputs are small, so that there is little to fix.
const requests = chunkedRequest({
  conventions: exact,
  hypernet: homogeneousHypernet,
  inputs: inputBlocks({ exponents: [-6, -3] }),
  chunking: chunking({ strategy: fc.constant("embedding") }),
});

function withStrategy({ chunking: given, ...request }: RequestInput, strategy: "embedding" | "rescale"): RequestInput {
  return { ...request, chunking: { size: 1, ...given, strategy } };
}

/** Whether every embedding has its share and its least variance, and not just so. */
function needsNoFixing({ chunks }: ChunkedHyperfanPlan, othersSumOfSquares: number, tolerance: number): boolean {
  const { minVariance, minShare, embeddingDim, runs } = chunks;
  return runs.every(({ variance, clipped }) => {
    const own = embeddingDim * variance;
    const hasShare = own > minShare * (own + othersSumOfSquares) + tolerance * othersSumOfSquares;
    return !clipped && hasShare && variance - minVariance > 2 * tolerance * (variance + othersSumOfSquares);
  });
}

export const strategiesAgree = law({
  name: "strategies-agree",
  statement: "Where no chunk is clipped and every embedding has its share, the strategies embedding and rescale give the same layers, runs and tensors.",
  kinds: CHUNKED,
  cases: () => requests,
  holds: async (request, { chunked }, { tolerance, alike }) => {
    const byEmbedding = await chunked(withStrategy(request, "embedding"));
    fc.pre(needsNoFixing(byEmbedding, inputOf(request).sumOfSquares, tolerance));
    const { hidden, output, chunks, tensors } = await chunked(withStrategy(request, "rescale"));
    alike({ hidden, output, runs: chunks.runs, tensors }, { hidden: byEmbedding.hidden, output: byEmbedding.output, runs: byEmbedding.chunks.runs, tensors: byEmbedding.tensors }, () => "the plan with rescale");
  },
});
