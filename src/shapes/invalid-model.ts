import { InvalidInputError, MOST_ISSUES, moreProblems, pointer, refuse, type Issue, type Problem } from "../errors.js";
import { MAX_NAME } from "./limits.js";

export type Path = readonly PropertyKey[];

const isLong = (key: PropertyKey): boolean => typeof key === "string" && key.length > MAX_NAME;

/** A problem at `path` in a model; at what is around it where a key of the path is longer than any name. */
export function problem(path: Path, code: string, message: string): Issue {
  const long = path.findIndex(isLong);
  return { pointer: pointer(...(long === -1 ? path : path.slice(0, long))), code, message };
}

/** Throws one problem. */
export function invalid(path: Path, code: string, message: string): never {
  throw new InvalidInputError("invalid-model", [problem(path, code, message)]);
}

/** Throws all problems that are `found` as one error, if there are any. Of millions only the first are kept. */
export function refuseAll(found: Iterable<Issue>): void {
  const kept: Problem[] = [];
  let more = 0;
  for (const issue of found) {
    if (kept.length <= MOST_ISSUES) kept.push(issue);
    else more += 1;
  }
  refuse("invalid-model", more === 0 ? kept : [...kept, moreProblems("", more)]);
}
