import { parseText } from "../shapes/json/parse-text.js";
import { pointer } from "../errors.js";
import { failure } from "./command-error.js";
import { adviceFor } from "./json-advice.js";
import { findFault } from "./json-fault.js";
import { placeOf } from "./place.js";

/** What is wrong with the syntax, with line and column: the errors of JSON.parse differ between versions and often name no place. */
function syntaxError(text: string, name: string, error: unknown): Error {
  const fault = findFault(text);
  if (fault === undefined) return failure(`${name} is not JSON: ${(error as Error).message}.`);
  const { line, column } = placeOf(text, fault.token.start);
  return failure(`${name}, line ${line}, column ${column}: ${adviceFor(fault, text)}`);
}

/** The value of JSON text, with errors that say where and what to do; `name` is that of the text. */
export function parseJson(text: string, name: string): unknown {
  return parseText(text, {
    invalid: (path, _code, message) => { throw failure(`${name}${path.length === 0 ? "" : `, ${pointer(...path)}`}: ${message}`); },
    notJson: (error) => { throw syntaxError(text, name, error); },
  });
}
