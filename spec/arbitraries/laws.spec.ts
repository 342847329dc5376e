import { describe, expect, it } from "@jest/globals";
import { laws } from "../../src/arbitraries/index.js";
import { plan } from "../../src/index.js";
import { mutants } from "./mutants/index.js";

describe("the planner of this package", () => {
  it.each(laws.list)("keeps the law $name: $statement", async (law) => {
    await law.check(plan);
  });
});

describe("a planner that is wrong in one respect", () => {
  it.each(mutants)("breaks the law $law when it $name", async ({ law: name, planner, says }) => {
    const law = laws.list.find((candidate) => candidate.name === name);
    // Always the same cases, enough of them for what is rare.
    const report = await law?.report(planner, { numRuns: 300, seed: 1, endOnFailure: true });
    expect(report).toMatchObject({ name, holds: false, failure: expect.stringMatching(says) });
  });

  it("is there for every law", () => {
    expect(laws.list.map(({ name }) => name).filter((name) => mutants.every(({ law }) => law !== name))).toEqual([]);
  });
});
