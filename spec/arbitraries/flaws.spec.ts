import fc from "fast-check";
import { describe, expect, it } from "@jest/globals";
import { chunkedRequest, fullRequest, plainHypernet } from "../../src/arbitraries/index.js";
import { flaws } from "../../src/arbitraries/laws/flaws.js";
import { plan, type InvalidInputError, type RequestInput } from "../../src/index.js";

const requests = { hyperfan: fullRequest(), "chunked-hyperfan": chunkedRequest({ hypernet: plainHypernet() }) };

function issuesOf(request: unknown): InvalidInputError["issues"] {
  try {
    plan(request as RequestInput);
  } catch (error) {
    return (error as InvalidInputError).issues;
  }
  return [];
}

describe("the flaws that planners should refuse", () => {
  it.each(flaws)("have one issue and no other: $name", ({ kinds, pointer, spoil }) => {
    for (const kind of kinds) {
      fc.assert(fc.property(requests[kind], (request) => { expect(issuesOf(spoil(request)).map((issue) => issue.pointer)).toEqual([pointer]); }), { numRuns: 20 });
    }
  });

  it("are told apart by their names", () => {
    expect(new Set(flaws.map(({ name }) => name)).size).toBe(flaws.length);
    for (const { name } of flaws) expect(name).toMatch(/^[a-z]+( [a-z\d]+)+$/u);
  });
});
