import { shown } from "../../request/issues.js";
import { invalid } from "../invalid-model.js";
import { membersInText, membersInValue } from "./member-count.js";
import { repeatedKey } from "./repeated-key.js";

/** Text of UTF-8 bytes. A byte order mark, which some editors write, means nothing. */
export function decodeUtf8(bytes: Uint8Array, what: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return invalid([], "not-utf-8", `The ${what} is not UTF-8 text; get the file again.`);
  }
}

/** The value of JSON text; of two equal keys JSON.parse keeps the last and says nothing. */
export function parseLoosely(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return invalid([], "not-json", `The ${what} is not JSON: ${(error as Error).message}.`);
  }
}

/** Refuses repeated keys in JSON text whose value has `members` members in all objects: the text has more of them then. */
export function refuseRepeatedKeys(text: string, members: number): void {
  if (membersInText(text) === members) return;
  const path = repeatedKey(text) ?? [];
  invalid(path, "repeated-key", `Remove one of the two entries with the key ${shown(path.at(-1))}: only one of them can be meant.`);
}

/** The value of JSON text without repeated keys. */
export function parseJson(text: string, what: string): unknown {
  const value = parseLoosely(text, what);
  refuseRepeatedKeys(text, membersInValue(value));
  return value;
}

/** The value of JSON that is given as bytes, as text, or already parsed. */
export function readJson(source: unknown, what: string): unknown {
  if (source instanceof Uint8Array) return parseJson(decodeUtf8(source, what), what);
  return typeof source === "string" ? parseJson(source, what) : source;
}
