import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import * as z from "zod";
import { planSchema } from "../../src/plan/schema.js";
import { requestSchema } from "../../src/request/schema.js";
import { codesIn, root, tableUnder, tablesOf } from "../docs/markdown.js";
import type { VectorFile } from "./build.js";
import { fieldsOf, uncovered } from "./coverage.js";
import { differences } from "./differences.js";
import { CASES_FILE, currentVectors, SCHEMA_FILE } from "./files.js";
import { vectorsJsonSchema } from "./schema.js";

const published = JSON.parse(readFileSync(CASES_FILE, "utf8")) as VectorFile;
const planned = published.cases.filter(({ request, plan }) => request !== undefined && plan !== undefined);
const refused = published.cases.filter(({ error }) => error !== undefined);

/** What 1e-12 is of the tolerance that ports have. */
const STRICTNESS = 1000;

describe("the published vectors", () => {
  it("are what npm run vectors would write, but for rounding", () => {
    const current = currentVectors();
    expect(differences(published, current, current, STRICTNESS)).toEqual([]);
  });

  it("have the published schema, which is current", () => {
    expect(JSON.parse(readFileSync(SCHEMA_FILE, "utf8"))).toEqual(vectorsJsonSchema());
  });

  it("have distinct ids", () => {
    const ids = published.cases.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it("are small", () => {
    expect(readFileSync(CASES_FILE).length + readFileSync(SCHEMA_FILE).length).toBeLessThan(640_000);
  });
});

describe("the schema of the vectors", () => {
  /** Without the conditions on a request's kind, which zod cannot read; a request with a plan has been planned. */
  const schema = z.fromJSONSchema(JSON.parse(readFileSync(SCHEMA_FILE, "utf8"), (key, value: unknown) => (["if", "then", "else", "not"].includes(key) ? undefined : value)) as z.core.JSONSchema.JSONSchema);
  const [first] = planned;

  it("accepts them", () => {
    expect(schema.safeParse(published).error?.issues ?? []).toEqual([]);
  });

  it.each([
    ["a case without an answer", [{ id: "a", title: "b", request: {} }]],
    ["a case with a plan and an error", [{ ...first, error: refused[0]?.error }]],
    ["a request that is none", [{ ...first, request: { kind: "hyperfan" } }]],
    ["a plan that is none", [{ ...first, plan: { kind: "hyperfan" } }]],
    ["an error without issues", [{ ...refused[0], error: { code: "invalid-request", issues: [] } }]],
    ["a key that cases do not have", [{ ...first, skip: true }]],
  ])("refuses %s", (_, cases) => {
    expect(schema.safeParse({ ...published, cases }).success).toBe(false);
  });
});

const FORMAT = "docs/plan-format.md";
const codesUnder = (heading: string): readonly string[] => tableUnder(FORMAT, heading).rows.flatMap(([code = ""]) => codesIn(code));
/** Codes as the source gives them: where they are documented, spec/docs sees to it that both agree. */
const sourceFiles = ["errors.ts", ...["request", "plan"].flatMap((folder) => readdirSync(join(root, "src", folder)).map((name) => join(folder, name)))];
const source = sourceFiles.map((file) => readFileSync(join(root, "src", file), "utf8")).join("\n");

/**
 * Errors that no JSON raises: it has no NaN, no infinity and no getters; the code for faults
 * that no other code names; and the one that sums up more problems than a vector should have.
 */
const NOT_IN_VECTORS = ["not-finite", "unreadable", "invalid", "more-problems"];

/** What is not read, and the inside of activations that mainActivation stands for. */
const READ_ELSEWHERE = /\/(index|group|info)$|\/activation\//u;

/** An object with the name of an activation and no more is that name; one stands for all. */
const NAME_IN_OBJECT = /activation\(1\)\(0\)\/name is never "\w+"$/iu;

/** Points of the plan's schema, (0) the full and (1) the chunked plan, that no request leads to. */
const NEVER_PLANNED = [
  // Normal distributions are for other planners; hidden and output layers have uniform weights and constant biases.
  /(distribution|heads\/\*\/weight|heads\/\*\/bias)\(1\) does not occur$/u,
  /(hidden\/\*|output)\/(weight\/distribution\(2\)|bias\/distribution\(0\)) does not occur$/u,
  // A chunked request with a norm layer is refused.
  /^\(1\)\/hypernet\/norm is never "(batch|layer)"$/u,
  // Covered in full plans: what names an activation is the same.
  /^\(1\)\/(mainActivation|tensors\/\*\/activation)\(/u,
];

interface Warned {
  readonly warnings: readonly { readonly code: string; readonly remedies?: readonly { readonly change: string }[] }[];
}

describe("the cases", () => {
  const warnings = planned.flatMap(({ plan }) => (plan as Warned).warnings);

  it("have every field, alternative and name of a request", () => {
    const points = uncovered(requestSchema, planned.map(({ request }) => request));
    expect(points.filter((point) => !NAME_IN_OBJECT.test(point))).toEqual([]);
  });

  it("have every field, alternative and name of a plan that planning can give it", () => {
    const plans = planned.map(({ plan }) => ({ ...(plan as Warned), warnings: (plan as Warned).warnings.map((warning) => ({ ...warning, message: "" })) }));
    expect(uncovered(planSchema, plans).filter((point) => !NEVER_PLANNED.some((pattern) => pattern.test(point)))).toEqual([]);
  });

  it("have every warning, and every remedy", () => {
    const [, changes] = tablesOf(FORMAT).filter(({ heading }) => heading === "Warnings");
    expect(codesUnder("Warnings").filter((code) => !warnings.some((warning) => warning.code === code))).toEqual([]);
    const remedies = new Set(warnings.flatMap(({ remedies: given = [] }) => given.map(({ change }) => change)));
    expect([...remedies].toSorted()).toEqual(changes?.rows.flatMap(([change = ""]) => codesIn(change)).toSorted());
  });

  it("have every error that JSON can raise", () => {
    const raised = new Set(refused.flatMap(({ error }) => error?.issues.map(({ code }) => code) ?? []));
    const inSource = codesUnder("Errors").filter((code) => source.includes(`"${code}"`));
    expect(inSource.filter((code) => !raised.has(code)).toSorted()).toEqual(NOT_IN_VECTORS.toSorted());
  });

  it("have something wrong with every field of a request", () => {
    const pointers = refused.flatMap(({ error }) => error?.issues.map(({ pointer }) => pointer) ?? []);
    const fields = fieldsOf(requestSchema).filter((field) => !READ_ELSEWHERE.test(field));
    expect(fields.filter((field) => !pointers.some((pointer) => pointer.replaceAll(/\/(\d+|weight)(?=\/|$)/gu, "/*") === field))).toEqual([]);
  });
});
