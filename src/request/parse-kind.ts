import { InvalidInputError, pointer } from "../errors.js";
import { parseRequest } from "./parse.js";
import type { ResolvedRequest } from "./schema.js";

/** A request of one kind from unknown data; the error of {@link parseRequest} for any other. */
export function parseKind(input: unknown, kind: ResolvedRequest["kind"]): ResolvedRequest {
  const request = parseRequest(input);
  if (request.kind === kind) return request;
  const message = `Give "${kind}" instead of "${request.kind}", or call the planner of that kind.`;
  throw new InvalidInputError("invalid-request", [{ pointer: pointer("kind"), code: "wrong-kind", message }]);
}
