import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "@jest/globals";
import * as kit from "../../src/arbitraries/index.js";
import { plan } from "../../src/index.js";

const folder = join(__dirname, "..", "..", "src", "arbitraries");

const texts = readdirSync(folder).filter((name) => name.endsWith(".ts")).map((name) => readFileSync(join(folder, name), "utf8"));

/** The examples in the comments of the arbitraries, one a line. */
const examples = texts.flatMap((text) => [...text.matchAll(/^ \* @example (.*)$/gmu)].map(([, code = ""]) => code));

const scope = { ...kit, fc, plan };

/** The value of an example. */
function valueOf(code: string): unknown {
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- Running what the comments say is the point.
  const evaluate = new Function(...Object.keys(scope), `return ${code}`) as (...values: unknown[]) => unknown;
  return evaluate(...Object.values(scope));
}

describe("the example of an arbitrary", () => {
  it.each(examples)("is true: %s", (code) => {
    // What asserts gives nothing; what only says something gives whether it is so.
    expect(valueOf(code) ?? true).toBe(true);
  });

  it("is there for every function", () => {
    const functions = Object.entries(kit).flatMap(([name, value]) => (typeof value === "function" && value !== kit.BrokenLawError ? [name] : []));
    expect(functions.filter((name) => !examples.some((code) => code.includes(`${name}(`)))).toEqual([]);
  });
});
