/** Consecutive chunks that share a value. */
interface ValueRun {
  readonly first: number;
  readonly count: number;
}

/** The share of one tensor that falls into one run of chunks. */
export interface Overlap<Run> {
  readonly run: Run;
  /** Elements of the tensor in these chunks. */
  readonly elements: number;
  /** Chunks of the run that hold elements of the tensor. */
  readonly chunks: number;
}

/**
 * Tells for one tensor after the other, by its size, which runs of chunks its elements fall into. Tensors and runs are
 * walked side by side, so the time grows with the number of either.
 */
export function overlapReader<Run extends ValueRun>(runs: readonly Run[], chunkSize: number): (size: number) => readonly Overlap<Run>[] {
  let start = 0;
  let position = 0;
  return (size) => {
    const end = start + size;
    const found: Overlap<Run>[] = [];
    for (let at = start; at < end; ) {
      const run = runs[position];
      if (run === undefined) break;
      const runEnd = (run.first + run.count) * chunkSize;
      const stop = Math.min(end, runEnd);
      found.push({ run, elements: stop - at, chunks: Math.ceil(stop / chunkSize) - Math.floor(at / chunkSize) });
      at = stop;
      if (stop === runEnd) position += 1;
    }
    start = end;
    return found;
  };
}

/** For each of the consecutive tensors with `sizes`, the runs of chunks that its elements fall into. */
export function overlaps<Run extends ValueRun>(sizes: readonly number[], runs: readonly Run[], chunkSize: number): readonly (readonly Overlap<Run>[])[] {
  return sizes.map(overlapReader(runs, chunkSize));
}
