import { InvalidInputError, moreProblems, MOST_ISSUES, pointer, readable, refuse, type Issue } from "../src/errors.js";

const issue = (index: number): Issue => ({ pointer: `/inputs/${index}`, code: "too-small", message: `Problem ${index}.` });

describe("InvalidInputError", () => {
  it("is an error with a name, a code and all issues", () => {
    const error = new InvalidInputError("invalid-request", [issue(0), issue(1)]);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: "InvalidInputError", code: "invalid-request", issues: [issue(0), issue(1)] });
  });

  it("says in its message what was found and where, the root by a name", () => {
    const error = new InvalidInputError("invalid-request", [{ pointer: "", code: "wrong-type", message: "Expected a request object; got 3." }]);
    expect(error.message).toBe("invalid request, 1 problem\n  (root): Expected a request object; got 3.");
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

describe("the issues of an InvalidInputError", () => {
  const many = (count: number): readonly Issue[] => Array.from({ length: count }, (_, index) => issue(index));
  const issuesOf = (problems: readonly Issue[]): readonly Issue[] => new InvalidInputError("invalid-request", problems).issues;

  it("are all that there are, up to one more than the most", () => {
    expect(issuesOf(many(MOST_ISSUES))).toEqual(many(MOST_ISSUES));
    expect(issuesOf(many(MOST_ISSUES + 1))).toEqual(many(MOST_ISSUES + 1));
  });

  it("are the first and one that counts the others, where there are more", () => {
    const error = new InvalidInputError("invalid-request", many(MOST_ISSUES + 200_000));
    expect(error.issues.slice(0, MOST_ISSUES)).toEqual(many(MOST_ISSUES));
    expect(error.issues.slice(MOST_ISSUES)).toEqual([{ pointer: "/inputs", code: "more-problems", message: "There are 200000 more problems here; fix the ones listed first." }]);
    expect(error.message).toMatch(/^invalid request, 200100 problems\n/u);
    expect(error.message).toMatch(/\n {2}and 200095 more$/u);
  });

  it("count problems that were counted before, at a place that leads to all of them", () => {
    const problems = [...many(MOST_ISSUES), moreProblems("/inputs", 7), { ...issue(0), pointer: "/hypernet/norm" }, moreProblems("/inputs/3", 5)];
    const last = issuesOf(problems).at(-1);
    expect(last).toEqual({ pointer: "", code: "more-problems", message: "There are 13 more problems here; fix the ones listed first." });
    expect(issuesOf([...many(MOST_ISSUES), moreProblems("/inputs/3", 5)]).at(-1)).toMatchObject({ pointer: "/inputs/3" });
  });
});

describe("readable", () => {
  const boom = (): never => { throw new RangeError("boom"); };
  const read = (input: unknown, fail: () => unknown = boom): unknown => readable("invalid-plan", input, fail);

  it("gives what is read", () => {
    expect(readable("invalid-plan", {}, () => 7)).toBe(7);
  });

  it.each<[string, () => unknown]>([
    ["a getter", () => ({ heads: [{ get rows() { return 1; } }] })],
    ["an inherited getter", () => Object.create({ get rows() { return 1; } }) as unknown],
    ["a getter of its class", () => new (class { get rows() { return Date.now(); } })()],
    ["a proxy", () => ({ heads: new Proxy({}, {}) })],
    ["a proxy of a list", () => [new Proxy([], {})],],
    ["a function", () => ({ toJSON: () => 1 })],
  ])("blames an error on an input with %s", (_, make) => {
    expect(() => read(make())).toThrow(
      expect.objectContaining({ code: "invalid-plan", issues: [{ pointer: "", code: "unreadable", message: "Expected plain data; got a value with a property that cannot be read." }] }),
    );
  });

  it("rethrows an error that the input can't have thrown", () => {
    const cyclic: Record<string, unknown> = { list: [1, { a: null }], bytes: new Uint8Array(3), bare: Object.create(null) as unknown };
    cyclic["self"] = cyclic;
    for (const input of [cyclic, undefined, 3, "text", [[]], structuredClone(cyclic), JSON.parse('{"__proto__": 1}')]) expect(() => read(input)).toThrow(new RangeError("boom"));
  });

  it("lets the typed error through", () => {
    expect(() => read({ get rows() { return 1; } }, () => { throw new InvalidInputError("invalid-model", [issue(0)]); })).toThrow(expect.objectContaining({ code: "invalid-model" }));
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
