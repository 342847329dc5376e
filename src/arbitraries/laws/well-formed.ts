import { parsePlan } from "../../plan/parse-plan.js";
import { anyOf, BOTH } from "./cases.js";
import { law } from "./law.js";

export const wellFormed = law({
  name: "well-formed",
  statement: "A plan has the fields of its format and no others, and its rows, runs and sizes fit each other.",
  kinds: BOTH,
  cases: anyOf,
  holds: async (request, { any }) => {
    parsePlan(await any(request));
  },
});
