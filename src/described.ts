import * as z from "zod/mini";

/** A copy of `schema` with a description for its JSON Schema. */
export function described<Schema extends z.ZodMiniType>(schema: Schema, description: string): Schema {
  const copy = z.clone(schema);
  z.globalRegistry.add(copy, { description });
  return copy;
}
