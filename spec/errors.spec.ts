import { InvalidInputError, pointer, refuse, type Issue } from "../src/errors.js";

const issue = (index: number): Issue => ({ pointer: `/inputs/${index}`, code: "too-small", message: `Problem ${index}.` });

describe("InvalidInputError", () => {
  it("is an error with a name, a code and all issues", () => {
    const error = new InvalidInputError("invalid-request", [issue(0), issue(1)]);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: "InvalidInputError", code: "invalid-request", issues: [issue(0), issue(1)] });
  });

  it("says in its message what was found and where, the root by a name", () => {
    const error = new InvalidInputError("invalid-request", [{ pointer: "", code: "wrong-type", message: "Give a request object instead of 3." }]);
    expect(error.message).toBe("invalid request, 1 problem\n  (root): Give a request object instead of 3.");
  });

  it("prints the first five issues and counts the rest", () => {
    const error = new InvalidInputError("invalid-plan", [0, 1, 2, 3, 4, 5, 6].map(issue));
    expect(error.message.split("\n")).toEqual([
      "invalid plan, 7 problems",
      "  /inputs/0: Problem 0.",
      "  /inputs/1: Problem 1.",
      "  /inputs/2: Problem 2.",
      "  /inputs/3: Problem 3.",
      "  /inputs/4: Problem 4.",
      "  and 2 more",
    ]);
    expect(new InvalidInputError("invalid-plan", [0, 1, 2, 3, 4, 5].map(issue)).message).toMatch(/\n {2}and 1 more$/u);
    expect(new InvalidInputError("invalid-plan", [0, 1, 2, 3, 4].map(issue)).message).not.toContain("more");
  });
});

describe("refuse", () => {
  it("does nothing when there are no issues", () => {
    expect(() => { refuse("invalid-request", []); }).not.toThrow();
  });

  it("throws all of them as one error", () => {
    expect(() => { refuse("invalid-plan", [issue(0), issue(1)]); }).toThrow(expect.objectContaining({ code: "invalid-plan", issues: [issue(0), issue(1)] }));
  });
});

// RFC 6901, section 5
describe("pointer", () => {
  it("joins keys with slashes, and is empty for the whole input", () => {
    expect(pointer()).toBe("");
    expect(pointer("inputs", 0, "dim")).toBe("/inputs/0/dim");
    expect(pointer("")).toBe("/");
  });

  it("escapes the two characters that it means something by", () => {
    expect(pointer("targetVariances", "a/b~c")).toBe("/targetVariances/a~1b~0c");
    expect(pointer("~1")).toBe("/~01");
  });
});
