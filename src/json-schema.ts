import * as z from "zod/mini";
import { planSchema } from "./plan/schema.js";
import { requestSchema } from "./request/schema.js";

export type JsonSchema = Readonly<Record<string, unknown>>;

/** What a request's kind asks of its other keys; refinements do not reach a generated schema. */
const byKind = (): JsonSchema => ({
  if: { properties: { kind: { const: "chunked-hyperfan" } } },
  then: { required: ["chunking"], not: { required: ["headOverrides"] } },
  else: { not: { required: ["chunking"] } },
});

/** JSON Schema (draft 2020-12) of a request. Conditions on several tensors at once are left to `parseRequest`. */
export function requestJsonSchema(): JsonSchema {
  return { ...z.toJSONSchema(requestSchema, { io: "input" }), title: "hyperfan request", ...byKind() };
}

/** JSON Schema (draft 2020-12) of a plan. */
export function planJsonSchema(): JsonSchema {
  return { ...z.toJSONSchema(planSchema, { io: "input" }), title: "hyperfan plan" };
}
