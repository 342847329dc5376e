import { describe, expect, it } from "@jest/globals";
import { measurementsJsonSchema, planJsonSchema, requestJsonSchema } from "../src/index.js";

/** All values under a key, at any depth. */
function valuesOf(key: string, schema: unknown): readonly unknown[] {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([name, value]) => [...(name === key ? [value] : []), ...valuesOf(key, value)]);
}

describe.each([
  ["request", requestJsonSchema],
  ["plan", planJsonSchema],
  ["measurements", measurementsJsonSchema],
] as const)("the JSON Schema of a %s", (name, schema) => {
  it("has something to say where it describes a field", () => {
    const told = valuesOf("description", schema()).filter((description) => typeof description === "string");
    expect(told.length).toBeGreaterThan(5);
    for (const description of told) expect(description).toMatch(/^\S.{3,}\S$/u);
  });

  it("says which draft it follows, and what it is of", () => {
    expect(schema()).toMatchObject({ $schema: "https://json-schema.org/draft/2020-12/schema", title: `hyperfan ${name}` });
  });
});
