import fc, { type Arbitrary } from "fast-check";
import type { RequestInput } from "../../request/schema.js";
import { activation, homogeneousNames, quickNames } from "../activations.js";
import { chunkedRequest } from "../chunked-requests.js";
import { fullRequest } from "../full-requests.js";
import { plainHypernet } from "../hypernets.js";
import type { Kind } from "./planner.js";

/** The kinds of request by which laws are told apart. */
export const FULL: readonly Kind[] = ["hyperfan"];
export const CHUNKED: readonly Kind[] = ["chunked-hyperfan"];
export const BOTH: readonly Kind[] = [...FULL, ...CHUNKED];

/** The documented rules, which all laws are about. */
export const exact = fc.constant("exact" as const);

/** An activation whose moments are closed forms. */
export const quickActivation = activation({ names: quickNames });

/** A hypernetwork without norm layers, whose moments are closed forms. */
export const quickHypernet = plainHypernet({ activation: quickActivation });

/** A hypernetwork whose output scales with its input. */
export const homogeneousHypernet = plainHypernet({ activation: activation({ names: homogeneousNames }) });

/** One of some arbitraries, chosen by the kinds of request that are wanted. */
export function byKind<Case>(kinds: readonly Kind[], ofKind: Readonly<Record<Kind, Arbitrary<Case>>>): Arbitrary<Case> {
  return fc.oneof(...kinds.map((kind) => ofKind[kind]));
}

/** Any request of some kinds under the documented rules. Chunked ones are of hypernetworks that are planned fast. */
export function anyOf(kinds: readonly Kind[]): Arbitrary<RequestInput> {
  return byKind(kinds, { hyperfan: fullRequest({ conventions: exact }), "chunked-hyperfan": chunkedRequest({ conventions: exact, hypernet: quickHypernet }) });
}
