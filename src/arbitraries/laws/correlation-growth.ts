import fc from "fast-check";
import { chunkedRequest } from "../chunked-requests.js";
import { chunking } from "../chunks.js";
import { inputBlocks } from "../inputs.js";
import { positive } from "../numbers.js";
import { CHUNKED, exact, homogeneousHypernet } from "./cases.js";
import { must } from "./comparison.js";
import { scaledInputs } from "./formulas/scaled-inputs.js";
import { law } from "./law.js";

const requests = chunkedRequest({
  conventions: exact,
  hypernet: homogeneousHypernet,
  inputs: inputBlocks({ exponents: [-3, 0] }),
  chunking: chunking({ strategy: fc.constant("embedding"), size: fc.integer({ min: 1, max: 20 }) }),
});

export const correlationGrowth = law({
  name: "correlation-growth",
  statement: "The larger the share of the input that all chunks have in common, the larger is their correlation, if the hypernetwork scales with its input.",
  kinds: CHUNKED,
  cases: () => fc.tuple(requests, positive({ exponents: [0, 2] })),
  holds: async ([request, factor], { chunked }, { tolerance }) => {
    const before = await chunked(request);
    const after = await chunked(scaledInputs(request, factor));
    const grows = (from: number | null | undefined, to: number | null | undefined, what: string): void => {
      must((from ?? 0) <= (to ?? 0) + tolerance, () => `${what} falls from ${String(from)} to ${String(to)} when the common input grows by ${String(factor)}`);
    };
    grows(before.summary.largestCorrelation, after.summary.largestCorrelation, "the largest correlation");
    after.tensors.forEach(({ tensor, correlation }, position) => { grows(before.tensors[position]?.correlation, correlation, `the correlation of tensor ${String(tensor)}`); });
  },
});
