import fc from "fast-check";
import type { ChunkedHyperfanPlan } from "../../plan/schema.js";
import { chunkedRequest } from "../chunked-requests.js";
import { chunking } from "../chunks.js";
import { CHUNKED, exact, quickHypernet } from "./cases.js";
import { stretchesOf } from "./formulas/chunk-loop.js";
import { law } from "./law.js";

const sum = (numbers: readonly number[]): number => numbers.reduce((total, x) => total + x, 0);

/** Σ size · target over the runs, where the last chunk counts with its used rows only. */
function sumOverRuns({ runs, size }: ChunkedHyperfanPlan["chunks"], elements: number): number {
  return sum(runs.map(({ first, count, targetVariance }) => (Math.min((first + count) * size, elements) - first * size) * targetVariance));
}

export const chunkSum = law({
  name: "chunk-sum",
  statement: "Σ size · variance is the same over the chunks, by their targets, as over the tensors: cutting loses no variance and adds none.",
  kinds: CHUNKED,
  cases: () => chunkedRequest({ conventions: exact, hypernet: quickHypernet, chunking: chunking({ strategy: fc.constantFrom("embedding", "rescale") }) }),
  holds: async (request, { chunked }, { close }) => {
    const made = await chunked(request);
    const stretches = stretchesOf(made);
    const elements = sum(stretches.map(({ size }) => size));
    close(sumOverRuns(made.chunks, elements), sum(stretches.map(({ size, variance }) => size * variance)), () => "the sum over the chunks");
  },
});
