import type { Issue } from "../errors.js";
import { shown } from "../request/issues.js";
import { problem, refuseAll, type Path } from "./invalid-model.js";
import { MAX_NAME } from "./limits.js";

/** A name of a tensor, and where the model has it. */
export interface NameAt {
  readonly name: string;
  readonly path: () => Path;
}

/** A name that is too long to look it up: engines tell long texts apart by comparing all of them. */
export function longName(name: string, path: Path): Issue {
  return problem(path, "name-too-long", `Expected names of at most ${MAX_NAME} characters; got ${name.length}: ${shown(name)}.`);
}

/** Throws the problem of a name that is too long. */
export function refuseLong(name: string, path: () => Path): void {
  if (name.length > MAX_NAME) refuseAll([longName(name, path())]);
}

const RESERVED = "__proto__";

/** What is wrong with the names of a model's tensors; `advice` says what to do about one that is there twice. */
export function* nameIssues(names: Iterable<NameAt>, advice: (name: string) => string): Generator<Issue, void, undefined> {
  const seen = new Set<string>();
  for (const { name, path } of names) {
    if (name.length > MAX_NAME) yield longName(name, path());
    else if (name.includes(RESERVED) && [...path(), name].includes(RESERVED)) yield problem(path(), "reserved-name", `Rename the tensor ${RESERVED}: this name cannot be used as a key.`);
    else if (seen.has(name)) yield problem(path(), "repeated-name", advice(shown(name)));
    else seen.add(name);
  }
}
