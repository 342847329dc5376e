import { anyOf, BOTH } from "./cases.js";
import { must } from "./comparison.js";
import { law } from "./law.js";

export const inputUntouched = law({
  name: "input-untouched",
  statement: "A planner changes nothing in the request that it is given.",
  kinds: BOTH,
  cases: anyOf,
  holds: async (request, _asked, _comparison, planner) => {
    const given = structuredClone(request);
    await planner(given);
    const [before, after] = [JSON.stringify(request), JSON.stringify(given)];
    must(before === after, () => `the request is now ${after}`);
  },
});
