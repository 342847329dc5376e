import type { ModelShapes } from "../../src/shapes/index.js";
import { judge } from "./judge.js";
import { recordedModel, recordedNames } from "./recorded-model.js";
import { readingsOf } from "./read-recorded.js";

// The table of docs/models.md, made from the recorded models.

const ROLES = ["weight", "bias", "bn_scale", "bn_shift", "embedding"] as const;
const HEAD = ["model", "read as", "tensors", ...ROLES, "left out", "ambiguous", "of these wrong", "wrong"];

const countOf = ({ paramMeta }: ModelShapes, role: string): number => paramMeta.filter(({ name }) => name === role).length;
const row = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;

function rows(name: string): readonly string[] {
  const model = recordedModel(name);
  return readingsOf(name, model).map(({ format, shapes }) => {
    const found = shapes();
    const { wrong, ambiguous, misjudged } = judge(model, found);
    const counts = [...ROLES.map((role) => countOf(found, role)), found.skipped.length, ambiguous.length, misjudged.length, wrong.length];
    return row([name, format, model.tensors.length, ...counts]);
  });
}

/** Lines of a Markdown table: what was inferred of every recorded model, and how much of it is right. */
export function modelTable(): readonly string[] {
  return [row(HEAD), row(HEAD.map((_cell, column) => (column < 2 ? "---" : "--:"))), ...recordedNames().flatMap(rows)];
}
