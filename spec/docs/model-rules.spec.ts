import { expect, it } from "@jest/globals";
import type { Rule } from "../../src/shapes/roles/rule.js";
import { EARLY_RULES, RULES } from "../../src/shapes/roles/rules/index.js";
import { tableUnder } from "./markdown.js";

function rowOf({ id, role, because, doubt }: Rule): readonly string[] {
  const instead = doubt?.alternatives.map((alternative) => `\`${JSON.stringify(alternative)}\``).join(" or ");
  return [`\`${id}\``, role ?? "left out", because, doubt === undefined ? "" : `${doubt.reason}: ${String(instead)}`];
}

it("docs/models.md lists the rules in their order, each text once", () => {
  const rows = [...EARLY_RULES, ...RULES].map(rowOf);
  const texts = new Map(rows.map((row) => [row.join("|"), row]));
  expect(tableUnder("docs/models.md", "The rules").rows).toEqual([...texts.values()]);
});
