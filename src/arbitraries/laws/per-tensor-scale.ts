import fc from "fast-check";
import { chunkedRequest } from "../chunked-requests.js";
import { chunking } from "../chunks.js";
import { CHUNKED, exact, homogeneousHypernet } from "./cases.js";
import { law } from "./law.js";

export const perTensorScale = law({
  name: "per-tensor-scale",
  statement: "With the strategy per-tensor-scale every tensor has the mean and variance that is intended, ratio 1, and the scale √variance, if the hypernetwork scales with its input.",
  kinds: CHUNKED,
  cases: () => chunkedRequest({ conventions: exact, hypernet: homogeneousHypernet, chunking: chunking({ strategy: fc.constant("per-tensor-scale") }) }),
  holds: async (request, { chunked }, { close }) => {
    for (const { tensor, intended, predicted, ratio, scale = 1, offset = 0 } of (await chunked(request)).tensors) {
      const of = `of tensor ${String(tensor)}`;
      close(predicted.variance, intended.variance, () => `the predicted variance ${of}`);
      close(predicted.mean, intended.mean, () => `the predicted mean ${of}`);
      close(scale ** 2, intended.variance, () => `the square of the scale ${of}`);
      close(offset, intended.mean, () => `the offset ${of}`);
      if (intended.variance > 0) close(ratio ?? NaN, 1, () => `the ratio ${of}`);
    }
  },
});
