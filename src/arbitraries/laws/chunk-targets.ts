import { chunkedRequest } from "../chunked-requests.js";
import { CHUNKED, exact, quickHypernet } from "./cases.js";
import { runsOfChunks, stretchesOf, targetsOfChunks } from "./formulas/chunk-loop.js";
import { law } from "./law.js";

export const chunkTargets = law({
  name: "chunk-targets",
  statement: "A chunk's target is the mean of what is intended of its elements, as a loop over single elements finds it; 1 where every tensor has a scale of its own.",
  kinds: CHUNKED,
  cases: () => chunkedRequest({ conventions: exact, hypernet: quickHypernet }),
  holds: async (request, { chunked }, { close }) => {
    const made = await chunked(request);
    const isScaled = request.chunking?.strategy === "per-tensor-scale";
    const stretches = stretchesOf(made).map(({ size, variance }) => ({ size, variance: isScaled ? 1 : variance }));
    const runs = runsOfChunks(made.chunks.runs);
    targetsOfChunks(stretches, made.chunks.size).forEach((expected, chunk) => {
      close(runs[chunk]?.targetVariance, expected, () => `the target of chunk ${String(chunk)}`);
    });
  },
});
