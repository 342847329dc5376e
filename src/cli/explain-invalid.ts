import type { InvalidInputError, Issue } from "../errors.js";
import { failure } from "./command-error.js";

/** By its code: the library may be there twice, and then has two classes. */
function isInvalidInput(error: unknown): error is InvalidInputError {
  return error instanceof Error && "issues" in error && "code" in error && String(error.code).startsWith("invalid-");
}

const lineOf = ({ pointer, message }: Issue): string => `  ${pointer === "" ? "(root)" : pointer}: ${message}`;

/** What `make` makes of the input `name`; where the input does not allow it, throws every problem on a line of its own. */
export function explainInvalid<Made>(name: string, make: () => Made): Made {
  try {
    return make();
  } catch (error) {
    if (!isInvalidInput(error)) throw error;
    // The first line of the message counts the problems, also those that are not listed.
    const [summary = ""] = error.message.split("\n", 1);
    throw failure(`${name}: ${summary}:`, error.issues.map(lineOf));
  }
}
