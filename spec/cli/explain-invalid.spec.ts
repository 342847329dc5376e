import { describe, expect, test } from "@jest/globals";
import type { CommandError } from "../../src/cli/command-error.js";
import { explainInvalid } from "../../src/cli/explain-invalid.js";
import { InvalidInputError, type Issue } from "../../src/errors.js";

const issue = (pointer: string, message: string): Issue => ({ pointer, code: "missing", message });

function thrownFor(error: unknown): unknown {
  try {
    return explainInvalid("r.json", () => { throw error; });
  } catch (thrown) {
    return thrown;
  }
}

describe("input that the library refuses", () => {
  test("is told with every problem", () => {
    expect(thrownFor(new InvalidInputError("invalid-request", [issue("", "Missing."), issue("/a/0", "Wrong.")]))).toMatchObject({
      exitCode: 1,
      message: "r.json: invalid request, 2 problems:",
      details: ["  (root): Missing.", "  /a/0: Wrong."],
    });
    expect(thrownFor(new InvalidInputError("invalid-plan", [issue("/a", "Wrong.")]))).toMatchObject({ message: "r.json: invalid plan, 1 problem:" });
  });

  test("is told with a hundred problems, and how many more there are", () => {
    const issues = Array.from({ length: 1234 }, (_, index) => issue(`/${index}`, "Wrong."));
    const { message, details } = thrownFor(new InvalidInputError("invalid-model", issues)) as CommandError;
    expect(message).toMatch(/^r\.json: invalid model, [\d,]+ problems:$/);
    expect(details.slice(0, 100)).toEqual(issues.slice(0, 100).map(({ pointer }) => `  ${pointer}: Wrong.`));
    expect(details.length).toBeLessThanOrEqual(101);
  });

  test.each<[string, unknown]>([
    ["without problems", Object.assign(new Error("oh"), { code: "invalid-request" })],
    ["without a code", Object.assign(new Error("oh"), { issues: [] })],
    ["of another code", Object.assign(new Error("oh"), { issues: [], code: "not-invalid-request" })],
    ["of a code that is no text", Object.assign(new Error("oh"), { issues: [], code: null })],
    ["that is no error", { issues: [], code: "invalid-request" }],
  ])("is not taken for what is something else: an error %s", (_what, error) => {
    expect(thrownFor(error)).toBe(error);
  });

  test("is none where all is well", () => {
    expect(explainInvalid("r.json", () => 7)).toBe(7);
  });
});
