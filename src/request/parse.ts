import * as z from "zod";
import { InvalidInputError, refuse, type Issue } from "../errors.js";
import { crossFieldIssues, reservedKeys } from "./checks.js";
import { translate } from "./issues.js";
import { knownKeys } from "./known-keys.js";
import { requestSchema, type ResolvedRequest } from "./schema.js";

const compiled = z.compile(requestSchema);
const fieldSchemas: Readonly<Record<string, z.ZodType>> = requestSchema.shape;

/** The valid fields of an input that has invalid ones, so that those can still be checked against each other. */
function salvage(input: unknown): Partial<ResolvedRequest> {
  const fields = Object.entries(fieldSchemas).flatMap(([field, schema]) => {
    const result = schema.safeParse((input as Readonly<Record<string, unknown>>)[field]);
    return result.success ? [[field, result.data]] : [];
  });
  return Object.fromEntries(fields) as Partial<ResolvedRequest>;
}

function structuralIssues(error: z.ZodError, input: unknown): readonly Issue[] {
  return error.issues.flatMap((issue) => translate(issue, input, (path) => knownKeys(requestSchema, path)));
}

function read(input: unknown): ResolvedRequest {
  const result = compiled.safeParse(input);
  if (result.success) {
    refuse("invalid-request", [...reservedKeys(input), ...crossFieldIssues(result.data, () => true)]);
    return result.data;
  }
  const structural = structuralIssues(result.error, input);
  const isObject = typeof input === "object" && input !== null && !Array.isArray(input);
  if (!isObject) throw new InvalidInputError("invalid-request", structural);
  const valid = salvage(input);
  const crossField = crossFieldIssues(valid as ResolvedRequest, (field) => field in valid);
  throw new InvalidInputError("invalid-request", [...structural, ...reservedKeys(input), ...crossField]);
}

/**
 * A request from unknown data, defaults filled in.
 *
 * @throws {InvalidInputError} code "invalid-request", with every problem that was found; nothing else, whatever the input.
 */
export function parseRequest(input: unknown): ResolvedRequest {
  try {
    return read(input);
  } catch (error) {
    if (error instanceof InvalidInputError) throw error;
    // A getter or proxy of the caller's that throws while it is read.
    const issue = { pointer: "", code: "unreadable", message: "Give plain data: reading a property of this value failed." };
    throw new InvalidInputError("invalid-request", [issue]);
  }
}
