import { shown } from "../../request/issues.js";
import { bytesIn, plainData } from "../given.js";
import { invalid } from "../invalid-model.js";
import { MAX_KEY, MAX_TEXT_BYTES } from "../limits.js";
import { membersInText, membersInValue, type Members } from "./members.js";
import { repeatedKey } from "./repeated-key.js";

/** Text of UTF-8 bytes. A byte order mark, which some editors write, means nothing. */
export function decodeUtf8(bytes: Uint8Array, what: string): string {
  if (bytes.length > MAX_TEXT_BYTES) return invalid([], "too-large", `The ${what} has ${bytes.length} bytes; give at most ${MAX_TEXT_BYTES}.`);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return invalid([], "not-utf-8", `The ${what} is not UTF-8 text; get the file again.`);
  }
}

/** Counts the members in JSON text, which has to have keys of a length that can be read. */
export function soundMembers(text: string, what: string): Members {
  const members = membersInText(text);
  if (members.longestKey > MAX_KEY) return invalid([], "key-too-long", `The ${what} has a key of ${members.longestKey} characters; give keys of at most ${MAX_KEY}.`);
  return members;
}

/** The value of JSON text without repeated keys; of two equal keys JSON.parse keeps the last and says nothing. */
export function parseJson(text: string, what: string): unknown {
  const { count } = soundMembers(text, what);
  const value = parsed(text, what);
  // The text of repeated keys has more members than the value.
  if (count !== membersInValue(value)) {
    const path = repeatedKey(text) ?? [];
    invalid(path, "repeated-key", `Remove one of the two entries with the key ${shown(path.at(-1))}: only one of them can be meant.`);
  }
  return value;
}

function parsed(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return invalid([], "not-json", `The ${what} is not JSON: ${(error as Error).message}.`);
  }
}

/** The value of JSON that is given as bytes, as text, or already parsed. */
export function readJson(source: unknown, what: string): unknown {
  const bytes = bytesIn(source);
  if (bytes !== undefined) return parseJson(decodeUtf8(bytes, what), what);
  return typeof source === "string" ? parseJson(source, what) : plainData(source);
}
