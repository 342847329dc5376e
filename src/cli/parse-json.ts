import { membersInValue } from "../shapes/json/members.js";
import { repeatedKey } from "../shapes/json/repeated-key.js";
import { pointer } from "../errors.js";
import { failure } from "./command-error.js";
import { adviceFor } from "./json-advice.js";
import { findFault } from "./json-fault.js";
import { structureOf } from "./json-structure.js";
import { withCommas } from "./numbers.js";
import { placeOf } from "./place.js";

/** Brackets in brackets: more than any file for hyperfan has, and far fewer than JSON.parse takes gigabytes for. */
const DEEPEST = 10_000;

function faultOf(text: string, name: string, error: unknown): Error {
  const fault = findFault(text);
  if (fault === undefined) return failure(`${name} is not JSON: ${(error as Error).message}.`);
  const { line, column } = placeOf(text, fault.token.start);
  return failure(`${name}, line ${line}, column ${column}: ${adviceFor(fault, text)}`);
}

/** A value, and the members that its text has: more than it has itself where keys are repeated. */
interface Parsed {
  readonly value: unknown;
  readonly members: number;
}

function parse(text: string, name: string): Parsed {
  const { depth, members } = structureOf(text);
  if (depth > DEEPEST) throw failure(`${name} has brackets in brackets ${withCommas(depth)} deep; give JSON that is nested at most ${withCommas(DEEPEST)} deep.`);
  try {
    return { value: JSON.parse(text), members };
  } catch (error) {
    throw faultOf(text, name, error);
  }
}

/** JSON.parse with errors that say where and what to do; its own differ between versions and often name no place. */
export const parseJson = (text: string, name: string): unknown => parse(text, name).value;

/** The same, for JSON in which no object may have a key twice: JSON.parse would keep the last and say nothing. */
export function parseUnambiguousJson(text: string, name: string): unknown {
  const { value, members } = parse(text, name);
  if (members === membersInValue(value)) return value;
  const path = repeatedKey(text) ?? [];
  throw failure(`${name}: repeated key:`, [`  ${pointer(...path)}: Remove one of the two entries with the key "${String(path.at(-1))}": only one of them can be meant.`]);
}
