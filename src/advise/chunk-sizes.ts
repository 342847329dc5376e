/** Sizes tried per decade. */
const PER_DECADE = 10;
const SMALLEST = 10;

/** Chunk sizes at even steps of their logarithm, from 10 (or fewer) to one chunk for everything. */
export function defaultSizes(elements: number): readonly number[] {
  const smallest = Math.min(SMALLEST, elements);
  const steps = Math.ceil(Math.log10(elements / smallest) * PER_DECADE);
  const sizes = Array.from({ length: steps }, (_, step) => Math.round(smallest * 10 ** (step / PER_DECADE)));
  return [...new Set([...sizes, elements])];
}
