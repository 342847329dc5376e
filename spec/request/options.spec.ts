import { describe, expect, it } from "@jest/globals";
import * as z from "zod/mini";
import { count, need } from "../../src/leaves.js";
import { parseOptions } from "../../src/request/checked.js";

const schema = z.strictObject({ size: z._default(count, 7), mode: z.optional(z.enum(["training", "evaluation"])) }, need('an object, e.g. {"size": 7}'));

const issuesOf = (given: unknown): readonly string[] => {
  try {
    parseOptions(schema, given);
  } catch (error) {
    const { name, code, issues } = error as { name: string; code: string; issues: readonly { pointer: string; code: string; message: string }[] };
    expect([name, code]).toEqual(["InvalidInputError", "invalid-options"]);
    return issues.map((issue) => `${issue.pointer} ${issue.code}: ${issue.message}`);
  }
  throw new Error("nothing was thrown");
};

describe("parseOptions", () => {
  it("gives the options, with their defaults", () => {
    expect(parseOptions(schema, {})).toEqual({ size: 7 });
    expect(parseOptions(schema, { size: 3, mode: "training" })).toEqual({ size: 3, mode: "training" });
  });

  it.each<[what: string, given: unknown, issue: string]>([
    ["null", null, ' wrong-type: Expected an object, e.g. {"size": 7}; got null.'],
    ["a number", 5, ' wrong-type: Expected an object, e.g. {"size": 7}; got 5.'],
    ["a map", new Map(), ' wrong-type: Expected a plain object of options; got one of a class.'],
    ["NaN", { size: NaN }, "/size not-finite: Expected a whole number of at least 1; got NaN."],
    ["a BigInt", { size: 3n }, "/size wrong-type: Expected a whole number of at least 1; got 3n."],
    ["a symbol", { size: Symbol("x") }, "/size wrong-type: Expected a whole number of at least 1; got a symbol."],
    ["a misspelt key", { siz: 3 }, '/siz unknown-key: Unknown key "siz". Did you mean "size"?'],
    ["a misspelt value", { mode: "train" }, '/mode unknown-value: Expected one of "training", "evaluation"; got "train". Did you mean "training"?'],
    ["a getter that throws", { get size() { throw new Error("no"); } }, " unreadable: Expected plain data; got a value with a property that cannot be read."],
  ])("refuses %s, with a pointer into the options", (_, given, issue) => {
    expect(issuesOf(given)).toEqual([issue]);
  });
});
