import { InvalidInputError, pointer } from "../errors.js";
import type { PlanOf } from "../kinds/index.js";
import type { DeepReadonly } from "../readonly.js";
import { readRequest, type ReadRequest } from "../request/parse.js";
import type { RequestInput, ResolvedRequest } from "../request/schema.js";
import { chunkedPlanOf } from "./chunked.js";
import { fullPlanOf } from "./hyperfan.js";
import type { ChunkedHyperfanPlan, HyperfanPlan, Plan } from "./schema.js";

/** A request of one kind from unknown data; the error of {@link readRequest} for any other. */
function readKind(input: unknown, kind: ResolvedRequest["kind"]): ReadRequest {
  const read = readRequest(input);
  const { request } = read;
  if (request.kind === kind) return read;
  const message = `Expected "${kind}"; got "${request.kind}". Call the planner of that kind, or plan, which takes both.`;
  throw new InvalidInputError("invalid-request", [{ pointer: pointer("kind"), code: "wrong-kind", message }]);
}

/**
 * Plans the initialisation of a hypernetwork with one output head per target tensor (hyperfan).
 *
 * @param request - see {@link RequestInput}; validated here, so that data of unknown origin may be given.
 * @returns the plan: uniform bounds for the hidden layers and for each tensor's rows of the output layer, what each
 * generated tensor is meant to have and what it will have, and warnings as data. Equal requests give equal plans.
 * @throws {InvalidInputError} code "invalid-request", listing every problem.
 *
 * Source: Chang, Flokas & Lipson 2020, "Principled Weight Initialization for Hypernetworks" (arXiv 2312.08399), section 4;
 * apply_hyperfan_init of hypnettorch's HMLP and of hypercl's HyperNetwork for the presets of those names.
 */
export function planHyperfan(request: DeepReadonly<RequestInput>): HyperfanPlan {
  return fullPlanOf(readKind(request, "hyperfan"));
}

/**
 * Plans the initialisation of a hypernetwork whose one output layer generates the target tensors in chunks, by giving
 * each chunk's embedding the variance that its elements need.
 *
 * @param request - see {@link RequestInput}, with `chunking`; validated here, so that data of unknown origin may be given.
 * @returns the plan: uniform bounds for all layers, chunk embeddings as runs of chunks drawn alike, what each tensor is
 * meant to have and what it will have, and warnings as data. Its size and the time to make it grow with the number of
 * tensors, not of chunks; see {@link expandChunks} for single chunks. Equal requests give equal plans.
 * @throws {InvalidInputError} code "invalid-request", listing every problem.
 *
 * Source: apply_chunked_hyperfan_init of hypnettorch's ChunkedHMLP and of hypercl's ChunkedHyperNetworkHandler, corrected
 * as docs/reference-differences.md tells.
 */
export function planChunkedHyperfan(request: DeepReadonly<RequestInput>): ChunkedHyperfanPlan {
  return chunkedPlanOf(readKind(request, "chunked-hyperfan"));
}

/** How each kind of request is planned. */
const PLANNERS: { readonly [Name in Plan["kind"]]: (read: ReadRequest) => PlanOf<Name> } = {
  hyperfan: fullPlanOf,
  "chunked-hyperfan": chunkedPlanOf,
};

/** {@link planHyperfan} or {@link planChunkedHyperfan}, by the request's kind. Throws as they do. */
export function plan(request: DeepReadonly<RequestInput>): Plan {
  const read = readRequest(request);
  return PLANNERS[read.request.kind](read);
}
