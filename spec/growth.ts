/** Processor time of a run, in milliseconds. */
export function processorTime(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  return process.cpuUsage(before).user / 1000;
}

/** More than enough for the worst machine to have a quiet moment. */
const ATTEMPTS = 10;

/**
 * How many times as long `large` takes as `small`; the first ratio below `most`, if there is one. A collection of garbage or
 * another program may fall into any one run, but what grows too fast does so every time.
 */
export function growth(small: () => unknown, large: () => unknown, most: number): number {
  const least = (run: () => unknown): number => Math.min(processorTime(run), processorTime(run));
  least(small);
  let ratio = Infinity;
  for (let attempt = 0; attempt < ATTEMPTS && ratio >= most; attempt += 1) ratio = least(large) / Math.max(least(small), 1);
  return ratio;
}
