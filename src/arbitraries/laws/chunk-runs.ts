import { chunkedRequest } from "../chunked-requests.js";
import { CHUNKED, exact, quickHypernet } from "./cases.js";
import { must } from "./comparison.js";
import { sizeOf } from "./formulas/fans.js";
import { law } from "./law.js";

export const chunkRuns = law({
  name: "chunk-runs",
  statement: "Runs follow each other from chunk 0, hold as many chunks as the tensors fill, and are maximal: neighbours differ.",
  kinds: CHUNKED,
  cases: () => chunkedRequest({ conventions: exact, hypernet: quickHypernet }),
  holds: async (request, { chunked }) => {
    const { chunks, tensors } = await chunked(request);
    const needed = Math.ceil(tensors.map(({ shape }) => sizeOf(shape)).reduce((total, size) => total + size, 0) / chunks.size);
    let next = 0;
    chunks.runs.forEach(({ first, count, targetVariance }, position) => {
      must(first === next, () => `run ${String(position)} begins at chunk ${String(first)} instead of ${String(next)}`);
      must(count >= 1, () => `run ${String(position)} has ${String(count)} chunks`);
      must(targetVariance !== chunks.runs[position - 1]?.targetVariance, () => `run ${String(position)} has the target of the run before it`);
      next += count;
    });
    must(next === needed && chunks.count === needed, () => `there are ${String(next)} chunks in runs and ${String(chunks.count)} by count instead of ${String(needed)}`);
  },
});
