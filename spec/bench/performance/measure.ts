import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** What one part of the benchmark found. */
export interface Finding {
  readonly title: string;
  readonly rows: readonly Readonly<Record<string, string | number>>[];
  readonly claims: readonly Claim[];
}

/** A ratio measured side by side in one run, and the most that it may be. */
export interface Claim {
  readonly claim: string;
  readonly ratio: number;
  readonly limit: number;
}

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
};

function millisecondsOf(task: () => unknown): number {
  const start = performance.now();
  task();
  return performance.now() - start;
}

setFlagsFromString("--expose-gc");
/** Leaves a heap without garbage, and drops compiled code that short measurements would miss. */
export const collectGarbage = runInNewContext("gc") as () => void;

/**
 * Median times of several tasks, in milliseconds. They take turns, so that a machine that slows down slows all of them;
 * one turn before is not counted. `prepare` runs before each and is not timed.
 */
export function times<Name extends string>(tasks: Readonly<Record<Name, () => unknown>>, turns: number, prepare?: () => void): Readonly<Record<Name, number>> {
  const names = Object.keys(tasks) as Name[];
  const taken = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let turn = 0; turn <= turns; turn += 1) {
    for (const name of names) {
      prepare?.();
      const elapsed = millisecondsOf(tasks[name]);
      if (turn > 0) taken[name].push(elapsed);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(taken[name])])) as Record<Name, number>;
}

/** Three significant digits. */
export const short = (x: number): number => Number(x.toPrecision(3));
