import fc, { type Arbitrary } from "fast-check";
import { planChunkedHyperfan, planHyperfan } from "../plan/plan.js";
import type { ChunkedHyperfanPlan, HyperfanPlan, Plan } from "../plan/schema.js";
import { chunkedRequest, type ChunkedRequestOptions } from "./chunked-requests.js";
import { fullRequest } from "./full-requests.js";
import type { RequestOptions } from "./request-parts.js";

/**
 * A plan of kind "hyperfan", for whoever reads plans: that of a random request.
 *
 * @example fc.assert(fc.property(fullPlan(), ({ heads }) => heads[0].rows[0] === 0));
 */
export function fullPlan(options: RequestOptions = {}): Arbitrary<HyperfanPlan> {
  return fullRequest(options).map((request) => planHyperfan(request));
}

/**
 * A plan of kind "chunked-hyperfan". Planned fast where the hypernetwork's activation is one of `quickNames`.
 *
 * @example fc.assert(fc.property(chunkedPlan({ chunking: chunking({ size: fc.constant(7) }) }), ({ chunks }) => chunks.size === 7), { numRuns: 10 });
 */
export function chunkedPlan(options: ChunkedRequestOptions = {}): Arbitrary<ChunkedHyperfanPlan> {
  return chunkedRequest(options).map((request) => planChunkedHyperfan(request));
}

/**
 * A plan of either kind. An option `hypernet` must then give no norm layers.
 *
 * @example fc.assert(fc.property(anyPlan(), ({ format }) => format === "hyperfan-plan"), { numRuns: 10 });
 */
export function anyPlan(options: RequestOptions = {}): Arbitrary<Plan> {
  return fc.oneof(fullPlan(options), chunkedPlan(options));
}
