import type { ChunkedHyperfanPlan, ChunkRun } from "../../../plan/schema.js";
import { must } from "../comparison.js";
import { sizeOf } from "./fans.js";

/** A number of elements that all have one variance. */
export interface Stretch {
  readonly size: number;
  readonly variance: number;
}

/** The generated tensors of a plan, with what is intended of them. */
export function stretchesOf({ tensors }: ChunkedHyperfanPlan): readonly Stretch[] {
  return tensors.map(({ shape, intended }) => ({ size: sizeOf(shape), variance: intended.variance }));
}

/** Far more than the requests of the laws have elements: a planner that says so is not worth the memory. */
const MOST = 1e6;

function repeated<Value>(count: number, value: Value): Value[] {
  must(count >= 0 && count <= MOST, () => `there are ${String(count)} chunks or elements of one kind`);
  return Array.from({ length: count }, () => value);
}

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;

/** Target of every chunk, element by element: the tensors are cut in order, and a chunk has the mean of its elements. */
export function targetsOfChunks(stretches: readonly Stretch[], chunkSize: number): readonly number[] {
  const elements = stretches.flatMap(({ size, variance }) => repeated(size, variance));
  const chunks = Array.from({ length: Math.ceil(elements.length / chunkSize) }, (_, chunk) => elements.slice(chunk * chunkSize, (chunk + 1) * chunkSize));
  return chunks.map(mean);
}

/** The run of every chunk. */
export const runsOfChunks = (runs: readonly ChunkRun[]): readonly ChunkRun[] => runs.flatMap((run) => repeated(run.count, run));

/** For each tensor, the run that each of its elements is in. */
export function runsOfElements({ tensors, chunks }: ChunkedHyperfanPlan): readonly (readonly ChunkRun[])[] {
  const perElement = runsOfChunks(chunks.runs).flatMap((run) => repeated(chunks.size, run));
  let start = 0;
  return tensors.map(({ shape }) => {
    const own = perElement.slice(start, start + sizeOf(shape));
    start += sizeOf(shape);
    return own;
  });
}

/** For each tensor, the embedding variance of each chunk that holds some of it. */
export function embeddingsOfTensors({ tensors, chunks }: ChunkedHyperfanPlan): readonly (readonly number[])[] {
  const variances = runsOfChunks(chunks.runs).map(({ variance }) => variance);
  let start = 0;
  return tensors.map(({ shape }) => {
    const end = start + sizeOf(shape);
    const own = variances.slice(Math.floor(start / chunks.size), Math.ceil(end / chunks.size));
    start = end;
    return own;
  });
}
