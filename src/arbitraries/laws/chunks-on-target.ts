import { chunkedRequest } from "../chunked-requests.js";
import { CHUNKED, exact, quickHypernet } from "./cases.js";
import { law } from "./law.js";

export const chunksOnTarget = law({
  name: "chunks-on-target",
  statement: "Every chunk that is not clipped is predicted to have its target variance.",
  kinds: CHUNKED,
  cases: () => chunkedRequest({ conventions: exact, hypernet: quickHypernet }),
  holds: async (request, { chunked }, { close }) => {
    for (const { first, clipped, predictedVariance, targetVariance } of (await chunked(request)).chunks.runs) {
      if (!clipped) close(predictedVariance, targetVariance, () => `the predicted variance of the run from chunk ${String(first)}`);
    }
  },
});
