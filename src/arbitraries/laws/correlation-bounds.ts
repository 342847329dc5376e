import type { ChunkedHyperfanPlan } from "../../plan/schema.js";
import { chunkedRequest } from "../chunked-requests.js";
import { CHUNKED, exact, quickHypernet } from "./cases.js";
import { must } from "./comparison.js";
import { embeddingsOfTensors } from "./formulas/chunk-loop.js";
import { law } from "./law.js";

/** Throws unless a correlation is null for fewer than two chunks, and else between -1 and `most`. */
function inBounds(correlation: number | null | undefined, chunks: number, most: number, what: string): void {
  const isRight = chunks < 2 ? correlation === null : typeof correlation === "number" && correlation >= -1 && correlation <= most;
  must(isRight, () => `${what} is ${String(correlation)} for ${String(chunks)} chunks`);
}

function boundsOf({ tensors, summary, chunks }: ChunkedHyperfanPlan, held: readonly number[], tolerance: number): void {
  inBounds(summary.largestCorrelation, chunks.count, 1, "the largest correlation");
  const most = Math.min(1, (summary.largestCorrelation ?? 1) + tolerance);
  held.forEach((count, position) => { inBounds(tensors[position]?.correlation, count, most, `the correlation of tensor ${String(tensors[position]?.tensor)}`); });
}

export const correlationBounds = law({
  name: "correlation-bounds",
  statement: "Correlations lie in [-1, 1], and are null for a single chunk; none of a tensor's is above the largest of the plan.",
  kinds: CHUNKED,
  cases: () => chunkedRequest({ conventions: exact, hypernet: quickHypernet }),
  holds: async (request, { chunked }, { tolerance }) => {
    const made = await chunked(request);
    boundsOf(made, embeddingsOfTensors(made).map((embeddings) => embeddings.length), tolerance);
  },
});
