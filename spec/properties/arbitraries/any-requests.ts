import fc, { type Arbitrary } from "fast-check";
import type { RequestInput } from "../../../src/index.js";
import { chunkedRequest } from "./chunked-requests.js";
import { fullRequest } from "./full-requests.js";
import type { RequestOptions } from "./request-parts.js";

/** A request of either kind. An option `hypernet` must then give no norm layers. */
export function anyRequest(options: RequestOptions = {}): Arbitrary<RequestInput> {
  return fc.oneof(fullRequest(options), chunkedRequest(options));
}
