import type { DeepReadonly } from "../readonly.js";
import { parseRequest } from "../request/parse.js";
import type { RequestInput } from "../request/schema.js";
import { planChunkedHyperfan } from "./chunked.js";
import { planHyperfan } from "./hyperfan.js";
import type { Plan } from "./schema.js";

/** {@link planHyperfan} or {@link planChunkedHyperfan}, by the request's kind. Throws as they do. */
export function plan(request: DeepReadonly<RequestInput>): Plan {
  const resolved = parseRequest(request);
  return resolved.kind === "hyperfan" ? planHyperfan(resolved) : planChunkedHyperfan(resolved);
}
