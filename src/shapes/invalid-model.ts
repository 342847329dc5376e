import { InvalidInputError, pointer, readable, type Issue } from "../errors.js";

/** A problem at `path` in a model. */
export function problem(path: readonly PropertyKey[], code: string, message: string): Issue {
  return { pointer: pointer(...path), code, message };
}

/** Throws one problem. */
export function invalid(path: readonly PropertyKey[], code: string, message: string): never {
  throw new InvalidInputError("invalid-model", [problem(path, code, message)]);
}

/** What `read` gives; a getter or proxy that throws while it is read is a problem of the model, too. */
export function guarded<Result>(read: () => Result): Result {
  return readable("invalid-model", read, "Give bytes, text or plain data: reading a part of this model failed.");
}
