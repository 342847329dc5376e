import { describe, expect, it } from "@jest/globals";
import { compareMeasurements, conventionPresets, adviseChunkSize, checkPlan, measurementsJsonSchema, parseMeasurements, parsePlan, parseRequest, plan, planJsonSchema, requestJsonSchema } from "../../src/index.js";
import { activationNames } from "../../src/math/index.js";
import { visitDeep } from "./deep.js";

const request = { kind: "hyperfan", targetShapes: [[3, 4], [3]], inputs: [{ dim: 2 }], mainActivation: "elu" } as const;
const chunked = { ...request, kind: "chunked-hyperfan", chunking: { size: 5 }, conventions: "hypercl" } as const;
const measurements = { format: "hyperfan-measurements", version: 1, tensors: [{ tensor: 0, mean: 0, variance: 1, count: 9 }] };

/** Changes everything in a value that can be changed. */
function spoil(value: unknown): void {
  const found: object[] = [];
  visitDeep(value, (inner) => { if (typeof inner === "object" && inner !== null) found.push(inner); });
  for (const holder of found) {
    for (const key of Object.keys(holder)) Reflect.set(holder, key, "spoilt");
    if (Array.isArray(holder)) Reflect.set(holder, holder.length, "more");
    else Reflect.set(holder, "more", "spoilt");
  }
}

const CALLS: Readonly<Record<string, () => unknown>> = {
  parseRequest: () => [parseRequest(request), parseRequest(chunked)],
  plan: () => [plan(request), plan(chunked)],
  parsePlan: () => [parsePlan(plan(request)), parsePlan(plan(chunked))],
  requestJsonSchema,
  planJsonSchema,
  measurementsJsonSchema,
  parseMeasurements: () => parseMeasurements(measurements),
  checkPlan: () => [checkPlan(plan(request)), checkPlan(plan(chunked))],
  compareMeasurements: () => compareMeasurements(plan(request), measurements),
  adviseChunkSize: () => adviseChunkSize(chunked, { sizes: [2, 5] }),
};

describe("what is returned", () => {
  it.each(Object.entries(CALLS))("by %s is the caller's own: changing it changes nothing that is returned later", (_, call) => {
    const before = JSON.stringify(call());
    spoil(call());
    expect(JSON.stringify(call())).toBe(before);
  });
});

describe("a published constant", () => {
  it.each(Object.entries({ conventionPresets, activationNames }))("%s cannot be changed", (_, constant) => {
    const before = JSON.stringify(constant);
    visitDeep(constant, (value) => { if (typeof value === "object") expect(Object.isFrozen(value)).toBe(true); });
    spoil(constant);
    expect(JSON.stringify(constant)).toBe(before);
  });
});
