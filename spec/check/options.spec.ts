import { describe, expect, it } from "@jest/globals";
import { adviseChunkSize, checkPlan, planHyperfan, type AdviceOptions, type CheckOptions } from "../../src/index.js";
import { chunked, full } from "../request/requests.js";

const throwing = Object.defineProperty({}, "maxRatio", { enumerable: true, get: () => { throw new Error("broken"); } });
const issuesOf = (attempt: () => unknown): readonly { readonly pointer: string; readonly code: string; readonly message: string }[] => {
  try {
    attempt();
  } catch (error) {
    expect(error).toMatchObject({ name: "InvalidInputError", code: "invalid-options" });
    return (error as { readonly issues: ReturnType<typeof issuesOf> }).issues;
  }
  throw new Error("nothing was thrown");
};

describe("options of checkPlan", () => {
  const made = planHyperfan(full);
  const check = (options: unknown): unknown => checkPlan(made, options as CheckOptions);

  it.each([NaN, -1, 0.5, "2", Infinity, null, Symbol("2"), 2n, {}])("refuse the ratio %p", (maxRatio) => {
    expect(issuesOf(() => check({ maxRatio }))).toEqual([expect.objectContaining({ pointer: "/maxRatio" })]);
  });

  it.each([null, 5, "x", []])("refuse %p in their place", (options) => {
    expect(issuesOf(() => check(options))).toHaveLength(1);
  });

  it("refuse a key that does not exist with the one that is meant, and a getter that throws", () => {
    expect(issuesOf(() => check({ maxratio: 2 }))).toEqual([{ pointer: "/maxratio", code: "unknown-key", message: 'Unknown key "maxratio". Did you mean "maxRatio"?' }]);
    expect(issuesOf(() => check(throwing))).toEqual([expect.objectContaining({ code: "unreadable" })]);
  });

  it("may be absent or undefined", () => {
    for (const options of [undefined, {}, { maxRatio: undefined }]) expect(check(options)).toMatchObject({ gate: null });
    expect(check({ maxRatio: 1 })).toMatchObject({ gate: { maxRatio: 1 } });
  });
});

describe("options of adviseChunkSize", () => {
  const advise = (options: unknown): unknown => adviseChunkSize(chunked, options as AdviceOptions);

  it.each([5, null, "10", {}, [NaN], ["10"], [2n], [Symbol("2")]])("refuse the sizes %p", (sizes) => {
    expect(issuesOf(() => advise({ sizes }))[0]?.pointer).toMatch(/^\/sizes/u);
  });

  it.each([NaN, 0, -1, "5", null])("refuse the budget %p", (budget) => {
    expect(issuesOf(() => advise({ budget }))).toEqual([expect.objectContaining({ pointer: "/budget" })]);
  });

  it("refuse null, and a key that does not exist", () => {
    expect(issuesOf(() => advise(null))).toHaveLength(1);
    expect(issuesOf(() => advise({ size: [5] }))).toEqual([expect.objectContaining({ pointer: "/size", code: "unknown-key" })]);
  });
});
