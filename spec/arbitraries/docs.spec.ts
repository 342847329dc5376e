import { describe, expect, it } from "@jest/globals";
import * as kit from "../../src/arbitraries/index.js";
import { codesIn, tableUnder, tablesOf, textOf } from "../docs/markdown.js";

const file = "docs/property-kit.md";

const kindsOf = ({ kinds }: kit.Law): string => (kinds.length === 2 ? "both" : kinds[0] === "hyperfan" ? "full" : "chunked");

describe("docs/property-kit.md", () => {
  it("lists the laws, each with its kinds and statement", () => {
    expect(tableUnder(file, "The laws").rows).toEqual(kit.laws.list.map((law) => [`\`${law.name}\``, kindsOf(law), law.statement]));
  });

  it("lists functions that exist, and every arbitrary among them", () => {
    const listed = tableUnder(file, "Random requests and plans").rows.flatMap(([names = ""]) => codesIn(names));
    const helpers = ["allConventions", "generatedNames", "BrokenLawError"];
    const exported = Object.entries(kit).flatMap(([name, value]) => (typeof value === "function" && !helpers.includes(name) ? [name] : []));
    expect([...listed].sort()).toEqual(exported.sort());
  });

  it("lists the options of a check", () => {
    const options: Required<{ readonly [Key in keyof kit.LawOptions]: true }> = { numRuns: true, seed: true, path: true, endOnFailure: true, tolerance: true, kinds: true };
    const table = tablesOf(file).find(({ columns }) => columns[0] === "option");
    expect(table?.rows.map(([name = ""]) => codesIn(name)[0])).toEqual(Object.keys(options));
  });

  it("says how many laws there are", () => {
    expect(textOf(file)).toContain(`// ${kit.laws.list.length} laws hold`);
  });
});
