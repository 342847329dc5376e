import * as z from "zod/mini";
import { readable } from "../errors.js";
import { need } from "../leaves.js";
import { checked } from "../request/checked.js";
import { chunksSchema, type ChunkedHyperfanPlan, type ChunkRun } from "./schema.js";

/** One chunk: its number and the values of its run. */
export type Chunk = { readonly chunk: number } & Omit<ChunkRun, "first" | "count">;

const withChunks = z.looseObject({ chunks: chunksSchema }, need("a plan of the kind chunked-hyperfan"));

function* expand(runs: readonly ChunkRun[]): Generator<Chunk, void, undefined> {
  for (const { first, count, ...values } of runs) {
    for (let chunk = first; chunk < first + count; chunk += 1) yield { chunk, ...values };
  }
}

/**
 * The chunks of a plan one by one, in order. They are made as they are asked for, so a plan with 10⁹ chunks can be
 * walked in constant memory.
 *
 * @throws {InvalidInputError} code "invalid-plan", when it is called, for what has no chunks.
 */
export function expandChunks(plan: Pick<ChunkedHyperfanPlan, "chunks">): Generator<Chunk, void, undefined> {
  return expand(readable("invalid-plan", plan, () => checked("invalid-plan", withChunks, plan)).chunks.runs);
}
