import { endOfString } from "../shapes/json/members.js";

const QUOTE = 0x22;
const COLON = 0x3a;
const OPENING: readonly number[] = [0x5b, 0x7b];
const CLOSING: readonly number[] = [0x5d, 0x7d];

/** What a text would have if it were JSON. */
export interface Structure {
  /** Members of all objects. */
  readonly members: number;
  /** Brackets that are open at once. */
  readonly depth: number;
}

/** Counts the colons and brackets that are outside of strings; sound JSON or not. */
export function structureOf(text: string): Structure {
  let [members, open, depth] = [0, 0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at) - 1;
    else if (code === COLON) members += 1;
    else if (OPENING.includes(code)) depth = Math.max(depth, (open += 1));
    else if (CLOSING.includes(code)) open -= 1;
  }
  return { members, depth };
}
