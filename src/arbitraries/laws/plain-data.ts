import { anyOf, BOTH } from "./cases.js";
import { must } from "./comparison.js";
import { law } from "./law.js";

/** The first place in plain data that JSON would change, and what is there; undefined where there is none. */
function unwritable(value: unknown, path = ""): string | undefined {
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0) ? undefined : `${path} is ${Object.is(value, -0) ? "-0" : String(value)}`;
  if (value === null || typeof value === "string" || typeof value === "boolean") return undefined;
  if (typeof value !== "object") return `${path} is ${typeof value}`;
  for (const [key, item] of Object.entries(value)) {
    const inside = unwritable(item, `${path}/${key}`);
    if (inside !== undefined) return inside;
  }
  return Object.getPrototypeOf(value) === Object.prototype || Array.isArray(value) ? undefined : `${path} is no plain object`;
}

export const plainData = law({
  name: "plain-data",
  statement: "A plan comes back from JSON as it was: all of its numbers are finite, none is -0, and nothing is undefined.",
  kinds: BOTH,
  cases: anyOf,
  holds: async (request, { any }) => {
    const found = unwritable(await any(request));
    must(found === undefined, () => found ?? "");
  },
});
