import fc from "fast-check";
import { chunkedRequest } from "../chunked-requests.js";
import { chunking } from "../chunks.js";
import { CHUNKED, exact, homogeneousHypernet } from "./cases.js";
import { must } from "./comparison.js";
import { inputOf } from "./formulas/hypernet.js";
import { law } from "./law.js";

export const rescaleClipsNothing = law({
  name: "rescale-clips-nothing",
  statement: "With the strategies rescale and per-tensor-scale no chunk is clipped and every embedding has its share of the input, if the hypernetwork scales with its input.",
  kinds: CHUNKED,
  cases: () => chunkedRequest({ conventions: exact, hypernet: homogeneousHypernet, chunking: chunking({ strategy: fc.constantFrom("rescale", "per-tensor-scale") }) }),
  holds: async (request, { chunked }, { tolerance }) => {
    const { chunks, summary } = await chunked(request);
    const { sumOfSquares } = inputOf(request);
    for (const { first, variance, clipped } of chunks.runs) {
      const own = chunks.embeddingDim * variance;
      must(!clipped, () => `the run from chunk ${String(first)} is clipped`);
      must(own >= chunks.minShare * (own + sumOfSquares) * (1 - tolerance), () => `the embeddings of the run from chunk ${String(first)} have the share ${String(own / (own + sumOfSquares))}`);
    }
    must(summary.clippedChunks === 0, () => `${String(summary.clippedChunks)} chunks are clipped in the summary`);
  },
});
