import type { HyperfanPlan } from "../../plan/schema.js";
import { fullRequest } from "../full-requests.js";
import { weightLayer } from "../layers.js";
import { network } from "../networks.js";
import { exact, FULL } from "./cases.js";
import { must } from "./comparison.js";
import { law } from "./law.js";

const intendedBy = ({ heads }: HyperfanPlan): readonly number[] => heads.map(({ intended }) => intended?.variance ?? NaN);

export const harmonicBetween = law({
  name: "harmonic-between",
  statement: "The harmonic variance lies between those by fan-in and fan-out, at most at twice the smaller one, and at 0 where one of them is 0.",
  kinds: FULL,
  cases: () => fullRequest({ conventions: exact, network: network({ layer: weightLayer() }), without: ["targetVariances", "headOverrides"] }),
  holds: async (request, { full }, { tolerance }) => {
    const [byFanIn, byFanOut, byBoth] = [await full({ ...request, method: "in" }), await full({ ...request, method: "out" }), await full({ ...request, method: "harmonic" })].map(intendedBy);
    byBoth?.forEach((both, head) => {
      const [a, b] = [byFanIn?.[head] ?? NaN, byFanOut?.[head] ?? NaN];
      const [least, most] = [Math.min(a, b), Math.min(Math.max(a, b), 2 * Math.min(a, b))];
      must(both >= least * (1 - tolerance) && both <= most * (1 + tolerance), () => `head ${String(head)} should have ${String(both)} by both, ${String(a)} by fan-in and ${String(b)} by fan-out`);
    });
  },
});
