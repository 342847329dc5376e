import { describe, expect, it } from "@jest/globals";
import { plan, type Plan } from "../../src/index.js";
import { differences, nonFinite } from "./differences.js";
import { referenceCases, type AnsweredCase, type ErrorCase, type PlanCase, type ReferenceCase } from "./load-cases.js";

interface Refusal {
  readonly code: string;
  readonly issues: readonly { readonly pointer: string; readonly code: string; readonly message: string }[];
}

const cases = referenceCases();
const sources = [...new Set(cases.map(({ source }) => source))];

function planOf({ request }: ReferenceCase): Plan {
  return plan(request);
}

function refusalOf(reference: ReferenceCase): Refusal {
  try {
    planOf(reference);
  } catch (error) {
    return error as Refusal;
  }
  throw new Error(`${reference.id} was planned`);
}

function titled<Case extends ReferenceCase>(source: string, isCase: (reference: ReferenceCase) => reference is Case): [string, Case][] {
  return cases.filter(isCase).flatMap((reference) => (reference.source === source ? [[reference.id, reference]] : []));
}

const isPlanCase = (reference: ReferenceCase): reference is PlanCase => reference.expect === "plan";
const isAnsweredCase = (reference: ReferenceCase): reference is AnsweredCase => reference.expect === "answered";
const isErrorCase = (reference: ReferenceCase): reference is ErrorCase => reference.expect === "error";

it("holds all recorded cases", () => {
  const count = (expected: string): number => cases.filter((reference) => reference.expect === expected).length;
  expect({ plan: count("plan"), answered: count("answered"), error: count("error") }).toEqual({ plan: 285, answered: 10, error: 50 });
});

describe.each(sources)("recorded from %s", (source) => {
  const planned = titled(source, isPlanCase);
  const answered = titled(source, isAnsweredCase);
  const refused = titled(source, isErrorCase);

  it.each(planned)("repeats %s", (_, reference) => {
    const made = planOf(reference);
    expect(differences(made, reference.recorded, reference.request)).toEqual([]);
    expect(nonFinite(made)).toEqual([]);
  });

  if (answered.length > 0) {
    it.each(answered)("answers %s, where the reference crashed", (_, reference) => {
      const made = planOf(reference);
      expect(differences(made, reference.answer, reference.request)).toEqual([]);
      expect(nonFinite(made)).toEqual([]);
    });
  }

  it.each(refused)("refuses %s", (_, reference) => {
    const { code, issues } = refusalOf(reference);
    expect(code).toBe("invalid-request");
    expect(issues).not.toHaveLength(0);
    for (const issue of issues) {
      expect(issue.pointer).toMatch(/^(\/|$)/u);
      expect(issue.code).toMatch(/^[a-z-]+$/u);
      expect(issue.message.length).toBeGreaterThan(0);
    }
    expect(issues.map((issue) => issue.pointer)).toContainEqual(expect.stringMatching(new RegExp(`^${reference.at ?? ""}`, "u")));
  });
});
