import type { ChunkedHyperfanPlan, ChunkRun } from "./schema.js";

/** One chunk: its number and the values of its run. */
export type Chunk = { readonly chunk: number } & Omit<ChunkRun, "first" | "count">;

/**
 * The chunks of a plan one by one, in order. They are made as they are asked for, so a plan with 10⁹ chunks can be
 * walked in constant memory.
 */
export function* expandChunks(plan: Pick<ChunkedHyperfanPlan, "chunks">): Generator<Chunk, void, undefined> {
  for (const { first, count, ...values } of plan.chunks.runs) {
    for (let chunk = first; chunk < first + count; chunk += 1) yield { chunk, ...values };
  }
}
