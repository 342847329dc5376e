import { failure } from "./command-error.js";
import { adviceFor } from "./json-advice.js";
import { findFault } from "./json-fault.js";

/** Line and column of a position, both from 1, in characters as an editor counts them. */
function placeOf(text: string, at: number): string {
  const before = text.slice(0, at);
  const lineStart = before.lastIndexOf("\n") + 1;
  const line = before.split("\n").length;
  return `line ${line}, column ${[...before.slice(lineStart)].length + 1}`;
}

/** JSON.parse with errors that say where and what to do; its own differ between versions and often name no place. */
export function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const fault = findFault(text);
    if (fault === undefined) throw failure(`${name} is not JSON: ${(error as Error).message}.`);
    throw failure(`${name}, ${placeOf(text, fault.token.start)}: ${adviceFor(fault, text)}`);
  }
}
