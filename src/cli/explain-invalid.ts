import type { InvalidInputError, Issue } from "../errors.js";
import { failure } from "./command-error.js";
import { counted, withCommas } from "./numbers.js";

/** By its code: the library may be there twice, and then has two classes. */
function isInvalidInput(error: unknown): error is InvalidInputError {
  return error instanceof Error && "issues" in error && "code" in error && String(error.code).startsWith("invalid-");
}

/** Problems that are told one by one. */
const MOST = 100;

const lineOf = ({ pointer, message }: Issue): string => `  ${pointer === "" ? "(root)" : pointer}: ${message}`;

/** What `make` makes of the input `name`; where the input does not allow it, throws every problem on a line of its own. */
export function explainInvalid<Made>(name: string, make: () => Made): Made {
  try {
    return make();
  } catch (error) {
    if (!isInvalidInput(error)) throw error;
    const { code, issues } = error;
    const more = issues.length > MOST ? [`  and ${withCommas(issues.length - MOST)} more`] : [];
    throw failure(`${name}: ${code.replace("-", " ")}, ${counted(issues.length, "problem")}:`, [...issues.slice(0, MOST).map(lineOf), ...more]);
  }
}
