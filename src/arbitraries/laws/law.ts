import fc, { type Arbitrary, type RunDetails } from "fast-check";
import { BrokenLawError } from "./broken-law-error.js";
import { comparison, type Comparison } from "./comparison.js";
import { ask, type Asked, type Kind, type Planner } from "./planner.js";

/** How a law is checked; what is left out has a default. */
export interface LawOptions {
  /** Random cases per law, default 100; a case asks the planner once to three times. */
  readonly numRuns?: number | undefined;
  /** Start of the random numbers, default another one each time. */
  readonly seed?: number | undefined;
  /** With the seed of a failure, the way to its counterexample. */
  readonly path?: string | undefined;
  /** Whether to take the first counterexample as it is and not look for a smaller one, default false. */
  readonly endOnFailure?: boolean | undefined;
  /** Relative difference up to which two numbers are the same, default 1e-9. */
  readonly tolerance?: number | undefined;
  /** Kinds of requests that the planner knows, default both. Laws about other kinds are left out by `laws.all`. */
  readonly kinds?: readonly Kind[] | undefined;
}

/** A law that held. */
export interface KeptLaw {
  readonly name: string;
  readonly statement: string;
  readonly holds: true;
  readonly numRuns: number;
}

/** A law that did not hold. */
export interface BrokenLaw {
  readonly name: string;
  readonly statement: string;
  readonly holds: false;
  /** What is wrong, in a sentence. */
  readonly failure: string;
  /** The case as JSON; undefined where none could be made. */
  readonly counterexample: string | undefined;
  /** With these options the same case comes again. */
  readonly seed: number;
  readonly path: string | undefined;
}

/** What came of checking a law. */
export type LawReport = KeptLaw | BrokenLaw;

/** Something that is true of every right planner, whatever the request. */
export interface Law {
  /** Short and stable, such as "chunk-sum". */
  readonly name: string;
  /** One sentence. */
  readonly statement: string;
  /** Kinds of requests that it is about; it needs one of them. */
  readonly kinds: readonly Kind[];
  /** What comes of it for a planner; never rejects. */
  readonly report: (planner: Planner, options?: LawOptions) => Promise<LawReport>;
  /** Rejects with a `BrokenLawError` that names the law and shows a counterexample; else does nothing. */
  readonly check: (planner: Planner, options?: LawOptions) => Promise<void>;
}

/** A law before it can be checked: random cases, and what throws when one of them breaks it. */
export interface Definition<Case> {
  readonly name: string;
  readonly statement: string;
  readonly kinds: readonly Kind[];
  readonly cases: (kinds: readonly Kind[]) => Arbitrary<Case>;
  readonly holds: (given: Case, asked: Asked, comparison: Comparison, planner: Planner) => Promise<void>;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function reportOf({ name, statement }: Pick<Law, "name" | "statement">, details: RunDetails<[unknown]>): LawReport {
  const { failed, numRuns, seed, counterexample, counterexamplePath, errorInstance } = details;
  if (!failed) return { name, statement, holds: true, numRuns };
  const failure = counterexample === null ? "too few cases were found to which it applies" : messageOf(errorInstance);
  const shown = counterexample === null ? undefined : JSON.stringify(counterexample[0]);
  return { name, statement, holds: false, failure, counterexample: shown, seed, path: counterexamplePath ?? undefined };
}

/** The options that fast-check has too, those left out really left out. */
function parametersOf({ numRuns = 100, seed, path, endOnFailure = false }: LawOptions): fc.Parameters<[unknown]> {
  return { numRuns, endOnFailure, ...(seed === undefined ? {} : { seed }), ...(path === undefined ? {} : { path }) };
}

/** A law that can be checked. */
export function law<Case>({ name, statement, kinds, cases, holds }: Definition<Case>): Law {
  const report = async (planner: Planner, options: LawOptions = {}): Promise<LawReport> => {
    const { tolerance = 1e-9, kinds: known = kinds } = options;
    const [asked, compare] = [ask(planner), comparison(tolerance)];
    const property = fc.asyncProperty(cases(kinds.filter((kind) => known.includes(kind))), (given) => holds(given, asked, compare, planner));
    return reportOf({ name, statement }, await fc.check(property, parametersOf(options)));
  };
  const check = async (planner: Planner, options?: LawOptions): Promise<void> => {
    const found = await report(planner, options);
    if (!found.holds) throw new BrokenLawError([found]);
  };
  return { name, statement, kinds, report, check };
}
