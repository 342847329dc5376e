import { describe, expect, it } from "@jest/globals";
import { planJsonSchema, requestJsonSchema } from "../../src/index.js";
import { codesIn, tableUnder } from "./markdown.js";

interface Schema {
  readonly default?: unknown;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

const FILE = "docs/plan-format.md";
const request = requestJsonSchema() as Schema;
const [full, chunked] = (planJsonSchema() as Schema).oneOf ?? [];

const alternativesOf = (schema: Schema): readonly Schema[] => [schema, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((part) => (part === schema ? [part] : alternativesOf(part)));

/** The schema at a path of keys; a number stands for the entries of a list. */
function at(schema: Schema | undefined, ...path: readonly (string | number)[]): Schema {
  const found = path.reduce<Schema | undefined>((part, key) => {
    const candidates = part === undefined ? [] : alternativesOf(part);
    return typeof key === "number" ? candidates.find(({ items }) => items !== undefined)?.items : candidates.find(({ properties }) => properties?.[key] !== undefined)?.properties?.[key];
  }, schema);
  if (found === undefined) throw new Error(`no schema at ${path.join("/")}`);
  return found;
}

const objectIn = (schema: Schema): Schema => alternativesOf(schema).find(({ properties }) => properties !== undefined) ?? schema;
const keysOf = (schema: Schema): readonly string[] => Object.keys(objectIn(schema).properties ?? {});
const sorted = (words: Iterable<string>): readonly string[] => [...words].sort();

/** The fields of the table under a heading; a row may hold several. */
const documented = (heading: string): readonly string[] => tableUnder(FILE, heading).rows.flatMap(([field = ""]) => codesIn(field));

const override = objectIn({ anyOf: alternativesOf(at(request, "headOverrides")).flatMap(({ items }) => items ?? []) });

describe("the fields of a request", () => {
  const tables: readonly (readonly [heading: string, schema: Schema])[] = [
    ["Request", request],
    ["Entries of paramMeta", at(request, "paramMeta", 0)],
    ["Entries of inputs", at(request, "inputs", 0)],
    ["hypernet", at(request, "hypernet")],
    ["Overrides in headOverrides", override],
    ["chunking", at(request, "chunking")],
  ];

  it.each(tables)("are all in the table %s", (heading, schema) => {
    expect(keysOf(schema)).not.toEqual([]);
    expect(sorted(documented(heading))).toEqual(sorted(keysOf(schema)));
  });

  it.each(tables)("have the defaults of the table %s", (heading, schema) => {
    const { required = [], properties = {} } = objectIn(schema);
    for (const [fields = "", , shown = ""] of tableUnder(FILE, heading).rows) {
      const [field = ""] = codesIn(fields);
      const value = properties[field]?.default;
      if (required.includes(field)) expect([field, shown]).toEqual([field, "required"]);
      else if (value === undefined) expect([field, shown]).toEqual([field, expect.not.stringMatching(/^(required|".*|`[^`]*[\]}"\d]`)$/u)]);
      else expect([field, shown.length > 1 ? JSON.parse(shown.slice(1, -1)) : shown]).toEqual([field, value]);
    }
  });

  it("have the activations of their table, with their parameters", () => {
    const activation = at(request, "mainActivation");
    const names = alternativesOf(activation).flatMap((part) => (part as { enum?: readonly string[] }).enum ?? []);
    const keys = alternativesOf(activation).flatMap(({ properties = {} }) => Object.keys(properties));
    const { rows } = tableUnder(FILE, "Activations");
    expect(sorted(new Set(documented("Activations")))).toEqual(sorted(new Set(keys)));
    expect(sorted(codesIn(rows[0]?.[1] ?? ""))).toEqual(sorted(new Set(names)));
  });
});

describe("the fields of a plan", () => {
  const beside = ["output", "chunks", "maxInputVariance", "tensors", "summary"];
  const common = keysOf(full ?? {}).filter((key) => key !== "heads");

  it.each([
    ["Plans of both kinds", common],
    ["Plans of kind chunked-hyperfan", beside],
    ["input", keysOf(at(full, "input"))],
    ["Entries of hidden", keysOf(at(full, "hidden", 0))],
    ["Entries of heads (kind hyperfan)", keysOf(at(full, "heads", 0))],
    ["output (kind chunked-hyperfan)", keysOf(at(chunked, "output"))],
    ["chunks (kind chunked-hyperfan)", keysOf(at(chunked, "chunks"))],
    ["Entries of runs", keysOf(at(chunked, "chunks", "runs", 0))],
    ["Entries of tensors (kind chunked-hyperfan)", keysOf(at(chunked, "tensors", 0))],
    ["summary (kind chunked-hyperfan)", keysOf(at(chunked, "summary"))],
  ])("are all in the table %s", (heading, keys) => {
    expect(keys).not.toEqual([]);
    expect(sorted(documented(heading))).toEqual(sorted(keys));
  });

  it("differ between the kinds as the tables say", () => {
    expect(sorted(keysOf(chunked ?? {}))).toEqual(sorted([...common, ...beside]));
  });

  it("of each distribution are in its row", () => {
    const inSchema = alternativesOf(at(full, "heads", 0, "weight")).flatMap(({ properties }) => (properties === undefined ? [] : [Object.keys(properties).filter((key) => key !== "type")]));
    expect(tableUnder(FILE, "Drawing").rows.map(([, fields = ""]) => codesIn(fields))).toEqual(inSchema);
  });

  it("that are smaller objects are named where they stand", () => {
    const named = (heading: string, field: string): readonly string[] => codesIn((tableUnder(FILE, heading).rows.find(([cell = ""]) => codesIn(cell).includes(field)) ?? []).join(" "));
    expect(named("Plans of both kinds", "hypernet")).toEqual(expect.arrayContaining(keysOf(at(full, "hypernet")).slice()));
    expect(named("input", "blocks")).toEqual(expect.arrayContaining(keysOf(at(full, "input", "blocks", 0)).slice()));
  });
});
