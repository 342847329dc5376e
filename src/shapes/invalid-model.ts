import { InvalidInputError, pointer, readable, type Issue } from "../errors.js";

/** A problem at `path` in a model. */
export function problem(path: readonly PropertyKey[], code: string, message: string): Issue {
  return { pointer: pointer(...path), code, message };
}

/** Throws one problem. */
export function invalid(path: readonly PropertyKey[], code: string, message: string): never {
  throw new InvalidInputError("invalid-model", [problem(path, code, message)]);
}

/** What `read` makes of a `source`; a getter or proxy in it that throws while it is read is a problem of the model, too. */
export function guarded<Result>(source: unknown, read: () => Result): Result {
  return readable("invalid-model", source, read, "bytes, text or plain data");
}
