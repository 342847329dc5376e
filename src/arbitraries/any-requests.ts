import fc, { type Arbitrary } from "fast-check";
import type { RequestInput } from "../request/schema.js";
import { chunkedRequest } from "./chunked-requests.js";
import { fullRequest } from "./full-requests.js";
import type { RequestOptions } from "./request-parts.js";

/**
 * A request of either kind. An option `hypernet` must then give no norm layers.
 *
 * @example fc.assert(fc.property(anyRequest(), (request) => plan(request).kind === request.kind), { numRuns: 20 });
 */
export function anyRequest(options: RequestOptions = {}): Arbitrary<RequestInput> {
  return fc.oneof(fullRequest(options), chunkedRequest(options));
}
