import fc from "fast-check";
import { anyOf, BOTH } from "./cases.js";
import { must } from "./comparison.js";
import { law } from "./law.js";

const SHOWN_CHARACTERS = 60;

/** The first place where two texts differ, and what comes there. */
function firstDifference(before: string, after: string): string {
  const at = [...before].findIndex((character, index) => character !== after[index]);
  const start = at === -1 ? before.length : at;
  const shownIn = (text: string): string => text.slice(start, start + SHOWN_CHARACTERS);
  return `from character ${String(start)} the plan is ${shownIn(after)} where it was ${shownIn(before)}`;
}

export const deterministic = law({
  name: "deterministic",
  statement: "The same request gives the same JSON, byte for byte, whatever was planned before.",
  kinds: BOTH,
  cases: (kinds) => fc.tuple(anyOf(kinds), anyOf(kinds)),
  holds: async ([request, other], { any }) => {
    const before = JSON.stringify(await any(request));
    await any(other);
    const after = JSON.stringify(await any(request));
    must(before === after, () => firstDifference(before, after));
  },
});
