import type * as z from "zod/mini";
import { InvalidInputError, readable, type InvalidInputCode, type Issue } from "../errors.js";
import { NO_EXPECTATION, translate } from "./issues.js";
import { knownKeys } from "./known-keys.js";

/** What zod says of an input by `schema`, whatever language other users of zod in the program have chosen for it. */
export function judged<Schema extends z.ZodMiniType>(schema: Schema, input: unknown): z.core.util.SafeParseResult<z.output<Schema>> {
  return schema.safeParse(input, { error: () => NO_EXPECTATION });
}

/** Our issues for all of zod's. */
export function schemaIssues(schema: z.ZodMiniType, error: z.core.$ZodError, input: unknown): readonly Issue[] {
  return error.issues.flatMap((issue) => translate(issue, input, (path) => knownKeys(schema, path)));
}

/** The data that `schema` makes of an input; throws every problem as one error. */
export function checked<Schema extends z.ZodMiniType>(code: InvalidInputCode, schema: Schema, input: unknown): z.output<Schema> {
  const result = judged(schema, input);
  if (result.success) return result.data;
  throw new InvalidInputError(code, schemaIssues(schema, result.error, input));
}

/** The options that a function is given, by their schema; pointers of the error lead into the options. */
export function parseOptions<Schema extends z.ZodMiniType>(schema: Schema, given: unknown): z.output<Schema> {
  return readable("invalid-options", () => checked("invalid-options", schema, given));
}
