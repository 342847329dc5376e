import type * as z from "zod/mini";
import { InvalidInputError, readable, type InvalidInputCode, type Problem } from "../errors.js";
import { NO_EXPECTATION, translate } from "./issues.js";
import { knownKeys } from "./known-keys.js";

/** What zod says of an input by `schema`, whatever language other users of zod in the program have chosen for it. */
export function judged<Schema extends z.ZodMiniType>(schema: Schema, input: unknown): z.core.util.SafeParseResult<z.output<Schema>> {
  return schema.safeParse(input, { error: () => NO_EXPECTATION });
}

/** Our issues for all of zod's. */
export function schemaIssues(schema: z.ZodMiniType, error: z.core.$ZodError, input: unknown): readonly Problem[] {
  return error.issues.flatMap((issue) => translate(issue, input, (path) => knownKeys(schema, input, path)));
}

/** The data that `schema` makes of an input; throws every problem as one error. */
export function checked<Schema extends z.ZodMiniType>(code: InvalidInputCode, schema: Schema, input: unknown): z.output<Schema> {
  const result = judged(schema, input);
  if (result.success) return result.data;
  throw new InvalidInputError(code, schemaIssues(schema, result.error, input));
}

/** Throws for a Map, say: it has none of the keys of options, and all of these have defaults. */
function refuseClasses(given: unknown): void {
  const prototype: unknown = typeof given === "object" && given !== null && !Array.isArray(given) ? Object.getPrototypeOf(given) : null;
  // Every realm has an Object.prototype of its own; it inherits nothing.
  const isOfClass = prototype !== null && Object.getPrototypeOf(prototype) !== null;
  const message = "Expected a plain object of options; got one of a class.";
  if (isOfClass) throw new InvalidInputError("invalid-options", [{ pointer: "", code: "wrong-type", message }]);
}

/** The options that a function is given, by their schema; pointers of the error lead into the options. */
export function parseOptions<Schema extends z.ZodMiniType>(schema: Schema, given: unknown): z.output<Schema> {
  return readable("invalid-options", given, () => {
    refuseClasses(given);
    return checked("invalid-options", schema, given);
  });
}
