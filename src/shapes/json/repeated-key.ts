import { endOfString } from "./structure.js";

interface Level {
  /** Keys so far; null in a list. */
  readonly keys: Set<string> | null;
  /** The key or index that the text is at. */
  at: string | number;
}

/** What is behind the white space at `from`. */
function skipSpace(text: string, from: number): number {
  let at = from;
  while (" \t\n\r".includes(text.charAt(at)) && at < text.length) at += 1;
  return at;
}

/** Path of the first key that an object of this JSON text has twice; undefined without one. */
export function repeatedKey(text: string): readonly (string | number)[] | undefined {
  const levels: Level[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    const level = levels.at(-1);
    if (char === "{") levels.push({ keys: new Set(), at: "" });
    else if (char === "[") levels.push({ keys: null, at: 0 });
    else if (char === "}" || char === "]") levels.pop();
    else if (char === "," && typeof level?.at === "number") level.at += 1;
    else if (char === '"') {
      const end = endOfString(text, at);
      if (level?.keys != null && text.charAt(skipSpace(text, end)) === ":") {
        level.at = JSON.parse(text.slice(at, end)) as string;
        if (level.keys.has(level.at)) return levels.map((open) => open.at);
        level.keys.add(level.at);
      }
      at = end - 1;
    }
  }
  return undefined;
}
