import { fullEffort, measureSetting, type Cell } from "./cells.js";
import { referenceErrors, type ReferenceError } from "./reference-errors.js";
import { allSettings } from "./settings.js";
import { batchJobs, measurePoint, widthJobs, type Point } from "./widths.js";

/** Everything that the verification measures. */
export interface Findings {
  readonly cells: readonly Cell[];
  readonly widths: readonly Point[];
  readonly batches: readonly Point[];
  readonly referenceErrors: readonly ReferenceError[];
}

type Job = () => Findings;

export const NO_FINDINGS: Findings = { cells: [], widths: [], batches: [], referenceErrors: [] };

/** One after the other, in the order of the parts. */
export function joined(parts: readonly Findings[]): Findings {
  return {
    cells: parts.flatMap(({ cells }) => cells),
    widths: parts.flatMap(({ widths }) => widths),
    batches: parts.flatMap(({ batches }) => batches),
    referenceErrors: parts.flatMap((part) => part.referenceErrors),
  };
}

/** Seeds of jobs must differ within a run, and between runs of different seeds. */
const SEEDS_PER_RUN = 10_007;

/** The verification as jobs that do not depend on each other, in a fixed order, each with a seed of its own. */
export function allJobs(seed: number): readonly Job[] {
  const seedOf = (index: number): number => (seed * SEEDS_PER_RUN + index) % 2 ** 32;
  const jobs: readonly ((own: number) => Partial<Findings>)[] = [
    ...allSettings().map((setting) => (own: number) => ({ cells: measureSetting(setting, own, fullEffort(setting)) })),
    ...widthJobs().map((job) => (own: number) => ({ widths: [measurePoint(job, own)] })),
    ...batchJobs().map((job) => (own: number) => ({ batches: [measurePoint(job, own)] })),
    () => ({ referenceErrors: referenceErrors(seed) }),
  ];
  return jobs.map((job, index) => () => ({ ...NO_FINDINGS, ...job(seedOf(index)) }));
}
