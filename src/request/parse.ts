import type * as z from "zod/mini";
import { InvalidInputError, readable, refuse, type Problem } from "../errors.js";
import { judged, schemaIssues } from "./checked.js";
import { crossFieldIssues, hasTensors, reservedKeys, tensorIssues } from "./checks.js";
import { shown } from "./issues.js";
import { quickSchema } from "./quick-schema.js";
import { requestSchema, type ResolvedRequest } from "./schema.js";
import { mainNetwork, type MainNetwork } from "./tensors.js";

const fieldSchemas: Readonly<Record<string, z.ZodMiniType>> = requestSchema.shape;

/** The valid fields of an input that has invalid ones, so that those can still be checked against each other. */
function salvage(input: unknown, { issues }: z.core.$ZodError): Partial<ResolvedRequest> {
  const invalid = new Set(issues.map(({ path: [field] }) => field));
  const fields = Object.entries(fieldSchemas).flatMap(([field, schema]) => {
    if (invalid.has(field)) return [];
    const result = schema.safeParse((input as Readonly<Record<string, unknown>>)[field]);
    return result.success ? [[field, result.data]] : [];
  });
  return Object.fromEntries(fields) as Partial<ResolvedRequest>;
}

/** A valid request, and the tensors that it describes. */
export interface ReadRequest extends MainNetwork {
  readonly request: ResolvedRequest;
}

function readValid(request: ResolvedRequest, input: unknown): ReadRequest {
  const issues = [...reservedKeys(input), ...crossFieldIssues(request, () => true)];
  const network = hasTensors(request, () => true) ? mainNetwork(request) : { tensors: [], generated: [] };
  refuse("invalid-request", [...issues, ...tensorIssues(request, network.generated)]);
  return { request, ...network };
}

function invalidIssues(error: z.core.$ZodError, input: unknown): readonly Problem[] {
  const structural = schemaIssues(requestSchema, error, input);
  if (typeof input !== "object" || input === null || Array.isArray(input)) return structural;
  const valid = salvage(input, error);
  const isValid = (field: string): boolean => field in valid;
  const ofTensors = hasTensors(valid, isValid) ? tensorIssues(valid, mainNetwork(valid).generated) : [];
  return [...structural, ...reservedKeys(input), ...crossFieldIssues(valid, isValid), ...ofTensors];
}

/** A plan, say, has a format and no shapes: see the same of plans. */
function refuseOthers(input: unknown): void {
  if (typeof input !== "object" || input === null || !("format" in input) || "targetShapes" in input) return;
  const message = `Expected a request; got data of the format ${shown(input.format)}. Give the request that it was made of.`;
  throw new InvalidInputError("invalid-request", [{ pointer: "", code: "wrong-type", message }]);
}

function read(input: unknown): ReadRequest {
  refuseOthers(input);
  const quick = quickSchema.safeParse(input);
  if (quick.success) return readValid(quick.data, input);
  const result = judged(requestSchema, input);
  // Only a value that changes while it is read comes here and is valid.
  if (result.success) return readValid(result.data, input);
  throw new InvalidInputError("invalid-request", invalidIssues(result.error, input));
}

/** As {@link parseRequest}, with the tensors that the request describes. */
export function readRequest(input: unknown): ReadRequest {
  return readable("invalid-request", input, () => read(input));
}

/**
 * A request from unknown data, defaults filled in.
 *
 * @throws {InvalidInputError} code "invalid-request", with every problem that was found; nothing else, whatever the input.
 */
export function parseRequest(input: unknown): ResolvedRequest {
  return readRequest(input).request;
}
