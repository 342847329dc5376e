import type { BrokenLaw } from "./law.js";

function paragraph({ name, statement, failure, counterexample, seed, path }: BrokenLaw): string {
  const example = counterexample === undefined ? [] : [`  for ${counterexample}`, `  again with ${JSON.stringify({ seed, path })}`];
  return [`the law "${name}" is broken: ${statement}`, `  ${failure}`, ...example].join("\n");
}

/** One or more laws that a planner breaks. Recognise it by `code`, as all errors of a package that may be there twice. */
export class BrokenLawError extends Error {
  override readonly name = "BrokenLawError";
  readonly code = "broken-law";
  /** What was found of each broken law. */
  readonly broken: readonly BrokenLaw[];

  constructor(broken: readonly BrokenLaw[]) {
    super(broken.map(paragraph).join("\n"));
    this.broken = broken;
  }
}
