import { planJsonSchema, requestJsonSchema } from "../../src/index.js";
import { TOLERANCE } from "./build.js";

type Schema = Readonly<Record<string, unknown>>;

const object = (properties: Schema, optional: readonly string[] = []): Schema => ({
  type: "object",
  properties,
  required: Object.keys(properties).filter((key) => !optional.includes(key)),
  additionalProperties: false,
});
const list = (items: Schema, more: Schema = {}): Schema => ({ type: "array", items, ...more });
const text: Schema = { type: "string", minLength: 1 };
const limit: Schema = { type: "number", minimum: 0 };

function without(schema: Schema, ...keys: readonly string[]): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => !keys.includes(key)));
}

/** A schema without the descriptions that the schemas of requests and plans have. */
function undescribed(schema: Schema): Schema {
  const inner = (key: string, value: unknown): unknown => (key === "description" && typeof value === "string" ? undefined : value);
  return JSON.parse(JSON.stringify(schema, inner)) as Schema;
}

/** A plan's schema, but warnings have no sentence: they are data of a case, and sentences are for people. */
function planWithoutMessages(): Schema {
  const plan = without(planJsonSchema(), "$schema") as Schema & { readonly oneOf: readonly (Schema & { readonly properties: Schema })[] };
  const warning = { type: "object", properties: { code: text }, required: ["code"], not: { required: ["message"] } };
  return { ...plan, oneOf: plan.oneOf.map((kind) => ({ ...kind, properties: { ...kind.properties, warnings: list(warning) } })) };
}

const named: Schema = { id: text, title: text };
const error = object({
  code: { enum: ["invalid-request", "invalid-plan"] },
  issues: list(object({ pointer: { type: "string", pattern: "^(/|$)" }, code: text }), { minItems: 1 }),
});
const tolerances: Schema = object({ relative: limit, absolute: limit }, ["relative", "absolute"]);

/** JSON Schema (draft 2020-12) of a vector file. */
export function vectorsJsonSchema(): Schema {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "hyperfan vectors",
    ...object({
      format: { const: "hyperfan-vectors" },
      version: { const: 1 },
      tolerance: object({ relative: limit, absolute: limit, fields: object(Object.fromEntries(Object.keys(TOLERANCE.fields).map((field) => [field, tolerances]))) }),
      exact: list(text),
      cases: list({
        anyOf: [
          { title: "a request and its plan", ...object({ ...named, request: { $ref: "#/$defs/request" }, plan: { $ref: "#/$defs/plan" } }) },
          { title: "a request that is refused", ...object({ ...named, planner: { enum: ["hyperfan", "chunked-hyperfan"] }, request: {}, error }, ["planner"]) },
          { title: "a plan that is refused", ...object({ ...named, plan: {}, error }) },
        ],
      }),
    }),
    $defs: { request: undescribed(without(requestJsonSchema(), "$schema")), plan: undescribed(planWithoutMessages()) },
  };
}
