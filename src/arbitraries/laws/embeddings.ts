import type { ChunkedHyperfanPlan, ChunkRun } from "../../plan/schema.js";
import { chunkedRequest } from "../chunked-requests.js";
import { CHUNKED, exact, homogeneousHypernet } from "./cases.js";
import { must, type Comparison } from "./comparison.js";
import { inputOf, propagated, varianceOf } from "./formulas/hypernet.js";
import { law } from "./law.js";

/** Variance of the embedding that gives a chunk its target, and the size of the terms whose difference it is. */
interface Wanted {
  readonly variance: number;
  readonly scale: number;
}

/** Var(c) = [(n_e + n_c) Var(v)/g − n_e q_e] / n_c, with Var(v) = g · q_0. */
function wantedOf(target: number, gain: number, others: ReturnType<typeof inputOf>, embeddingDim: number): Wanted {
  const whole = ((others.dim + embeddingDim) * target) / gain;
  return { variance: (whole - others.sumOfSquares) / embeddingDim, scale: whole / embeddingDim };
}

function follows(run: ChunkRun, { chunks }: ChunkedHyperfanPlan, { variance, scale }: Wanted, { tolerance, close }: Comparison): void {
  const at = `the run from chunk ${String(run.first)}`;
  const expected = Math.max(variance, chunks.minVariance);
  const slack = tolerance * (scale + chunks.minVariance);
  must(Math.abs(run.variance - expected) <= slack, () => `the embedding variance of ${at} is ${String(run.variance)} instead of ${String(expected)}`);
  // Where rounding decides, either will do.
  if (Math.abs(variance - chunks.minVariance) > slack) must(run.clipped === variance < chunks.minVariance, () => `${at} is ${run.clipped ? "" : "not "}clipped, though it wants the variance ${String(variance)}`);
  close(run.std ** 2, run.variance, () => `the square of the std of ${at}`);
  if (chunks.distribution === "uniform") close((run.bound ?? NaN) ** 2, 3 * run.variance, () => `the square of the bound of ${at}`);
}

export const embeddings = law({
  name: "embeddings",
  statement: "A chunk embedding has the variance that the formula gives for the chunk's target, raised to the least one where it is below, and is clipped there only; its bound is √3 times its std.",
  kinds: CHUNKED,
  cases: () => chunkedRequest({ conventions: exact, hypernet: homogeneousHypernet }),
  holds: async (request, { chunked }, comparison) => {
    const made = await chunked(request);
    const { embeddingDim } = made.chunks;
    const others = inputOf(request);
    const { width, secondMoment } = propagated(request, made.hidden, { width: others.dim + embeddingDim, secondMoment: 1 });
    const gain = width * varianceOf(made.output.weight.distribution) * secondMoment;
    for (const run of made.chunks.runs) follows(run, made, wantedOf(run.targetVariance, gain, others, embeddingDim), comparison);
  },
});
