import type { ChunkedHyperfanPlan, HyperfanPlan, Plan } from "../../plan/schema.js";
import type { RequestInput } from "../../request/schema.js";
import { must, shown } from "./comparison.js";

/**
 * Whatever makes plans of requests: this library's `plan`, or a port of it. It gives the plan, or a promise of it, as
 * `JSON.parse` would; for an invalid request it throws (or rejects with) an error whose `issues` have a `pointer` each.
 *
 * @example const port: Planner = async (request) => (await fetch(url, { method: "POST", body: JSON.stringify(request) })).json();
 */
export type Planner = (request: RequestInput) => unknown;

/** A kind of request. */
export type Kind = RequestInput["kind"];

/** A planner as a law asks it: each time with a copy of the request, and for a plan of a known kind. */
export interface Asked {
  readonly any: (request: RequestInput) => Promise<Plan>;
  readonly full: (request: RequestInput) => Promise<HyperfanPlan>;
  readonly chunked: (request: RequestInput) => Promise<ChunkedHyperfanPlan>;
}

async function planOf(planner: Planner, request: RequestInput): Promise<Plan> {
  const given: unknown = await planner(structuredClone(request));
  must(typeof given === "object" && given !== null, () => `the planner gives ${shown(given)} instead of a plan`);
  const made = given as Plan;
  must(made.kind === request.kind, () => `the plan is of kind ${shown(made.kind)} instead of "${request.kind}"`);
  return made;
}

/** A planner to be asked by laws. */
export function ask(planner: Planner): Asked {
  return {
    any: (request) => planOf(planner, request),
    full: async (request) => (await planOf(planner, request)) as HyperfanPlan,
    chunked: async (request) => (await planOf(planner, request)) as ChunkedHyperfanPlan,
  };
}
