import fc from "fast-check";
import { describe, expect, it } from "@jest/globals";
import { anyPlan, chunkedPlan, fullPlan, plainHypernet, quickNames, activation } from "../../src/arbitraries/index.js";
import { parsePlan } from "../../src/index.js";

const hypernet = plainHypernet({ activation: activation({ names: quickNames }), useBias: fc.constant(true) });

describe("random plans", () => {
  it("are plans, of their kind", () => {
    fc.assert(fc.property(fullPlan(), (made) => { expect(parsePlan(made).kind).toBe("hyperfan"); }), { numRuns: 30 });
    fc.assert(fc.property(chunkedPlan({ hypernet }), (made) => { expect(parsePlan(made).kind).toBe("chunked-hyperfan"); }), { numRuns: 30 });
  });

  it("are of both kinds where either will do", () => {
    const kinds = fc.sample(anyPlan({ hypernet }), { numRuns: 30, seed: 1 }).map(({ kind }) => kind);
    expect(new Set(kinds).size).toBe(2);
  });
});
