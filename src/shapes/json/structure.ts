const QUOTE = '"';
const QUOTE_CODE = 0x22;
const BACKSLASH_CODE = 0x5c;
const COLON_CODE = 0x3a;
const OPENING_CODES: readonly number[] = [0x5b, 0x7b];
const CLOSING_CODES: readonly number[] = [0x5d, 0x7d];

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH_CODE) backslashes += 1;
  return backslashes % 2 === 1;
}

/** Position behind the string whose opening quote is at `start`. */
export function endOfString(text: string, start: number): number {
  let end = text.indexOf(QUOTE, start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf(QUOTE, end + 1);
  return end === -1 ? text.length : end + 1;
}

/** What a text would have if it were JSON. */
export interface Structure {
  /** Members of all objects. */
  readonly members: number;
  /** Characters of the longest key, as it is written. */
  readonly longestKey: number;
  /** Brackets that are open at once. */
  readonly depth: number;
}

/** Counts what is outside of strings, in sound JSON or not: every member has a colon behind its key, and a colon is nowhere else. */
export function structureOf(text: string): Structure {
  let [members, longestKey, lastString, open, depth] = [0, 0, 0, 0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE_CODE) {
      const end = endOfString(text, at);
      lastString = end - at - 2;
      at = end - 1;
    } else if (code === COLON_CODE) {
      members += 1;
      longestKey = Math.max(longestKey, lastString);
    } else if (OPENING_CODES.includes(code)) depth = Math.max(depth, (open += 1));
    else if (CLOSING_CODES.includes(code)) open -= 1;
  }
  return { members, longestKey, depth };
}

/** Members of all objects in parsed JSON. A stack of its own: the depth is the sender's choice. */
export function membersInValue(value: unknown): number {
  const open: unknown[] = [value];
  let count = 0;
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== "object" || next === null) continue;
    const inside: readonly unknown[] = Array.isArray(next) ? next : Object.values(next);
    if (!Array.isArray(next)) count += inside.length;
    for (const child of inside) if (typeof child === "object") open.push(child);
  }
  return count;
}
