import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { codesIn, proseOf, tableUnder } from "../docs/markdown.js";
import type { VectorFile } from "./build.js";
import { CASES_FILE } from "./files.js";

const FILE = "docs/porting.md";
const { cases } = JSON.parse(readFileSync(CASES_FILE, "utf8")) as VectorFile;
const groupOf = (id: string): string => (id.startsWith("plan/") ? "plan/" : id.split(/[/=]/u, 2).join("/"));

describe("docs/porting.md", () => {
  it("lists the groups of the cases in their order", () => {
    const listed = tableUnder(FILE, "An order to build it in").rows.flatMap(([cell = ""]) => codesIn(cell));
    expect(listed.toSorted()).toEqual([...new Set(cases.map(({ id }) => groupOf(id)))].toSorted());
  });

  it("lists warnings in an order that all plans keep", () => {
    const [, paragraph = ""] = /^\*Order of warnings\.\*(.*?)\n\n/msu.exec(proseOf(FILE)) ?? [];
    const order = codesIn(paragraph);
    const plans = cases.filter(({ error }) => error === undefined).map(({ plan }) => plan as { readonly warnings: readonly { readonly code: string }[] });
    for (const { warnings } of plans) {
      const places = warnings.map(({ code }) => order.indexOf(code));
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      expect(places).not.toContain(-1);
    }
  });
});
