import { expect } from "@jest/globals";
import { parseRequest, plan, type Issue } from "../../src/index.js";

function thrownBy(make: () => unknown): readonly Issue[] {
  try {
    make();
  } catch (error) {
    expect(error).toMatchObject({ name: "InvalidInputError", code: "invalid-request" });
    return (error as { readonly issues: readonly Issue[] }).issues;
  }
  throw new Error("nothing was thrown");
}

/** The problems for which parseRequest refuses an input. */
export const issuesOf = (input: unknown): readonly Issue[] => thrownBy(() => parseRequest(input));

/** The problems for which the planner refuses an input, those of its numbers included. */
export const planIssuesOf = (input: unknown): readonly Issue[] => thrownBy(() => plan(input as never));
