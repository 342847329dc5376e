import { SUMS_UP } from "../../src/leaves.js";
import { describe, expect, it } from "@jest/globals";
import type * as z from "zod/mini";
import { InvalidInputError, parsePlan, parseRequest, plan, planHyperfan, planSchema, requestSchema, type Issue } from "../../src/index.js";
import { MOST_ISSUES } from "../../src/errors.js";
import { full, of } from "./requests.js";
import { growth } from "../growth.js";

// As many values as no call of a function has room for as arguments, and none of them of any type that is needed.
const MANY = 130_000;
const many = Array.from({ length: MANY }, () => 7n);
const byName = Object.fromEntries(many.map((value, index) => [`name${index}`, value]));

function errorOf(make: () => unknown): InvalidInputError {
  try {
    make();
  } catch (error) {
    if (error instanceof InvalidInputError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

type Schema = typeof requestSchema | typeof planSchema | z.ZodMiniType;

/** All schemas that one is made of. */
function partsOf(schema: Schema): readonly Schema[] {
  const { innerType, shape = {}, element, valueType, options = [], items = [] } = schema._zod.def as {
    readonly innerType?: Schema; readonly shape?: Record<string, Schema>; readonly element?: Schema; readonly valueType?: Schema;
    readonly options?: readonly Schema[]; readonly items?: readonly Schema[];
  };
  const inside = [innerType, element, valueType, ...Object.values(shape), ...options, ...items];
  return [schema, ...inside.flatMap((part) => (part === undefined ? [] : partsOf(part)))];
}

function expectSummary({ issues, message }: InvalidInputError, atLeast = MANY): void {
  expect(issues).toHaveLength(MOST_ISSUES + 1);
  expect(issues.at(-1)?.code).toBe("more-problems");
  expect(Number(/, (\d+) problems\n/u.exec(message)?.[1])).toBeGreaterThanOrEqual(atLeast);
  expect(issues.map(({ code }: Issue) => code)).not.toContain("unreadable");
}

describe("more problems than can be read", () => {
  it.each([["request", requestSchema], ["plan", planSchema]] as const)("are summed up by every list and record in the schema of a %s", (_, schema) => {
    const long = partsOf(schema).filter(({ _zod: { def } }) => ["array", "record"].includes(def.type));
    expect(long.length).toBeGreaterThan(8);
    for (const { _zod: { traits } } of long) expect([...traits]).toContain(SUMS_UP);
  });

  it("are counted in lists", () => {
    const error = errorOf(() => parseRequest({ ...full, targetShapes: [many.map(() => 1.5)] }));
    expectSummary(error);
    expect(error.issues.at(-1)).toMatchObject({ pointer: "/targetShapes/0", message: `There are ${MANY - MOST_ISSUES} more problems here; fix the ones listed first.` });
    expectSummary(errorOf(() => parsePlan({ ...planHyperfan(full), heads: many })));
  });

  it("are counted in objects by name, and where an alternative is a list", () => {
    const error = errorOf(() => parseRequest({ ...full, targetVariances: byName, headOverrides: many }));
    expectSummary(error, 2 * MANY);
    expect(error.issues[0]).toMatchObject({ pointer: "/targetVariances/name0" });
  });

  it("are counted where an object has as many unknown keys, and where its lists are long together", () => {
    expectSummary(errorOf(() => parseRequest({ ...full, ...byName })));
    expectSummary(errorOf(() => parseRequest({ ...full, targetShapes: Array.from({ length: 1300 }, () => many.slice(0, 100)) })));
  });

  it("are counted where several values are needed to see them", () => {
    expectSummary(errorOf(() => parseRequest({ ...full, paramMeta: undefined, targetShapes: many.map(() => []) })));
  });

  it("are counted where numbers leave the doubles", () => {
    const shapes = many.map(() => [1, 1]);
    const request = { ...full, targetShapes: shapes, paramMeta: shapes.map(() => ({ name: "weight" })), inputs: [{ dim: 1, variance: 1e-300 }], targetVariances: { weight: 1e300 } };
    expectSummary(errorOf(() => plan(request)));
  });
});

describe("a name", () => {
  const longest = "x".repeat(1024);
  const of1025 = `${longest}x`;
  const fields: readonly (readonly [string, (name: string) => unknown])[] = [
    ["/paramMeta/0/name", (name) => ({ ...of([name, [3, 4]]), targetVariances: [1] })],
    ["/paramMeta/0/label", (label) => of(["weight", [3, 4], { label }])],
    ["/paramMeta/0/label", (label) => of(["weight", [3, 4], { label, groups: 1 }])],
    ["/inputs/0/name", (name) => ({ ...full, inputs: [{ name, dim: 2 }] })],
  ];

  it.each(fields)("of 1024 characters is one, and a longer one at %s is none", (pointer, request) => {
    expect(parseRequest(request(longest))).toMatchObject({ kind: "hyperfan" });
    expect(errorOf(() => parseRequest(request(of1025))).issues).toEqual([{ pointer, code: "too-large", message: `Expected a string of at most 1024 characters; got "${"x".repeat(59)}….` }]);
  });

  it.each(["targetVariances", "headOverrides"])("is as short in %s", (field) => {
    const value = field === "targetVariances" ? 1 : { biasMean: 1 };
    expect(parseRequest({ ...full, [field]: { [longest]: value } })).toMatchObject({ kind: "hyperfan" });
    expect(errorOf(() => parseRequest({ ...full, [field]: { [of1025]: value } })).issues).toEqual([expect.objectContaining({ pointer: `/${field}/${of1025}`, code: "too-large" })]);
  });
});

describe("the time for names that nothing has", () => {
  const made = (count: number) => ({
    ...of(...Array.from({ length: count }, (_, index) => [`tensor${index}`, [1]] as const).map(([name, shape]) => [name, [...shape]] as [string, number[]])),
    targetVariances: Object.fromEntries(Array.from({ length: count }, (_, index) => [[`tensor${index}`, 1], [`other${index}`, 1]]).flat() as [string, number][]),
  });

  /** Least time of a few tries. */
  const planned = (count: number) => {
    const request = made(count);
    return (): void => { expect(plan(request).warnings).toHaveLength(count); };
  };

  it("grows with their number, not with its square", () => {
    // Between 6, and 36 for the square.
    expect(growth(planned(150), planned(900), 18)).toBeLessThan(18);
  });
});
