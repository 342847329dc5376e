import { describe, expect } from "@jest/globals";
import { fc, test } from "@fast-check/jest";
import { structureOf } from "../../src/shapes/json/structure.js";

const isContainer = (value: unknown): value is object => typeof value === "object" && value !== null;
const depthOf = (value: unknown): number => (isContainer(value) ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0);
const membersOf = (value: unknown): number =>
  isContainer(value) ? (Array.isArray(value) ? 0 : Object.keys(value).length) + Object.values(value).reduce((total: number, inner) => total + membersOf(inner), 0) : 0;
const longestKeyOf = (value: unknown): number =>
  isContainer(value) ? Math.max(0, ...Object.entries(value).map(([key, inner]) => Math.max(Array.isArray(value) ? 0 : JSON.stringify(key).length - 2, longestKeyOf(inner)))) : 0;

describe("the structure of JSON", () => {
  test.prop([fc.jsonValue({ maxDepth: 5 }), fc.nat(2)])("is that of its value", (value, space) => {
    expect(structureOf(JSON.stringify(value, null, space))).toEqual({ members: membersOf(value), depth: depthOf(value), longestKey: longestKeyOf(value) });
  });

  test.prop([fc.string({ unit: fc.constantFrom("{", "}", "[", "]", ":", '"', "\\", " ", "a") })])("is counted of anything", (text) => {
    const { members, depth, longestKey } = structureOf(text);
    expect(Math.min(members, depth)).toBeGreaterThanOrEqual(0);
    expect(longestKey).toBeLessThanOrEqual(text.length);
  });
});
