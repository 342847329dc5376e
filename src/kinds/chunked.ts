import { pointer, type Issue } from "../errors.js";
import { uniformOf } from "../hypernetwork/distribution.js";
import type { Embedding } from "../hypernetwork/input.js";
import type { Program } from "../hypernetwork/program.js";
import type { Mode } from "../hypernetwork/trunk.js";
import { elementCount } from "../math/element-count.js";
import { overlapReader } from "../plan/overlaps.js";
import type { ChunkedHyperfanPlan, ChunkRun } from "../plan/schema.js";
import { denseOf, sharedProgram } from "./common.js";
import type { Kind } from "./kind.js";

function misfits({ chunks, tensors }: ChunkedHyperfanPlan): readonly Issue[] {
  let next = 0;
  const gaps = chunks.runs.flatMap(({ first, count }, position) => {
    const expected = next;
    next = first + count;
    return first === expected ? [] : [{ pointer: pointer("chunks", "runs", position, "first"), code: "misfit", message: `Expected ${expected}; got ${first}. Runs follow each other.` }];
  });
  const needed = Math.ceil(tensors.reduce((total, { shape }) => total + elementCount(shape), 0) / chunks.size);
  const wrongCount = chunks.count === needed && next === needed ? [] : [{ pointer: pointer("chunks", "count"), code: "misfit", message: `Expected ${needed} chunks, as many as hold all tensors; got ${chunks.count} in count and ${next} in runs.` }];
  return [...gaps, ...wrongCount];
}

function embeddingOf({ variance, std, bound }: ChunkRun, { embeddingDim: dim, distribution }: ChunkedHyperfanPlan["chunks"]): Embedding {
  if (distribution === "normal") return { dim, variance, draw: { type: "normal", mean: 0, std } };
  if (distribution === "sphere") return { dim, variance, draw: { type: "sphere", radius: Math.sqrt(dim) * std } };
  return { dim, variance, draw: bound === undefined ? uniformOf(0, variance) : { type: "uniform", low: -bound, high: bound } };
}

/** A context per run of chunks, and one output for all. */
function program(plan: ChunkedHyperfanPlan, mode: Mode): Program {
  const { chunks, output } = plan;
  const runs = chunks.runs.map((run, context) => ({ first: run.first, count: run.count, context }));
  const overlapsOf = overlapReader(runs, chunks.size);
  return {
    ...sharedProgram(plan, mode),
    contexts: chunks.runs.map((run) => ({ embedding: embeddingOf(run, chunks), count: run.count })),
    outputs: [{ ...denseOf(output.weight, output.bias), gain: output.gain }],
    tensors: plan.tensors.map(({ shape, scale = 1, offset = 0 }) => {
      const size = elementCount(shape);
      const pieces = overlapsOf(size).map(({ run: { context }, elements, chunks: contexts }) => ({ context, output: 0, elements, contexts }));
      return { size, pieces, scale, offset };
    }),
  };
}

/** One output layer for all chunks, which differ in their embeddings. */
export const chunked: Kind<ChunkedHyperfanPlan> = { tensors: ({ tensors }) => tensors, misfits, program };
