import { shown } from "../../request/issues.js";
import { MAX_BRACKETS, MAX_KEY } from "../limits.js";
import { repeatedKey } from "./repeated-key.js";
import { membersInValue, structureOf } from "./structure.js";

/** How a reader of JSON says what is wrong with a text. */
export interface Refusals {
  readonly invalid: (path: readonly PropertyKey[], code: string, message: string) => never;
  /** JSON.parse has thrown `error`. */
  readonly notJson: (error: unknown) => never;
}

function parsed(text: string, { notJson }: Refusals): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return notJson(error);
  }
}

/**
 * The value of JSON text. Refused are repeated keys, of which JSON.parse keeps the last and says nothing, and what it
 * takes more time or memory for than in proportion to the text.
 */
export function parseText(text: string, refusals: Refusals): unknown {
  const { invalid } = refusals;
  const { members, longestKey, depth } = structureOf(text);
  if (longestKey > MAX_KEY) invalid([], "key-too-long", `Expected keys of at most ${MAX_KEY} characters; got one of ${longestKey}.`);
  if (depth > MAX_BRACKETS) invalid([], "too-deep", `Expected brackets in brackets at most ${MAX_BRACKETS} deep; got ${depth}.`);
  const value = parsed(text, refusals);
  // The text of repeated keys has more members than the value.
  if (members !== membersInValue(value)) {
    const path = repeatedKey(text) ?? [];
    invalid(path, "repeated-key", `Remove one of the two entries with the key ${shown(path.at(-1))}: only one of them can be meant.`);
  }
  return value;
}
