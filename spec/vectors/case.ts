import type { RequestInput } from "../../src/index.js";

interface Named {
  /** Words separated by slashes, from the general to the particular. */
  readonly id: string;
  /** What the case shows. */
  readonly title: string;
}

/** A request that can be planned. */
export interface PlannedCase extends Named {
  readonly request: RequestInput;
  /** Codes of the plan's warnings, in order; none by default. */
  readonly warns?: readonly string[];
}

/** An input that is refused: a request, or a plan that is read back. */
export interface RefusedCase extends Named {
  readonly request?: unknown;
  readonly plan?: unknown;
  /** The planner of a single kind, where it is not the one for both. */
  readonly planner?: RequestInput["kind"];
  /** Every problem as "pointer code". */
  readonly issues: readonly string[];
}

export type Case = PlannedCase | RefusedCase;

/** Cases of one group: their ids start with its name. */
export function group<Member extends Case>(name: string, cases: readonly Member[]): readonly Member[] {
  return cases.map((member) => ({ ...member, id: `${name}/${member.id}` }));
}
