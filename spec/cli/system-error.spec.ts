import { describe, expect, test } from "@jest/globals";
import { codeOf, explain } from "../../src/cli/system-error.js";

const systemError = (fields: object): Error => Object.assign(new Error("as Node says it"), fields);

describe("an error of the operating system", () => {
  test("is told in the sentence that there is for its code", () => {
    expect(explain(systemError({ code: "ENOENT", errno: -2 }), { ENOENT: "Not there." }, "x cannot be read")).toBe("Not there.");
  });

  test("is told in the system's words without such a sentence", () => {
    expect(explain(systemError({ code: "ENOENT", errno: -2 }), { EACCES: "No." }, "x cannot be read")).toBe("x cannot be read: no such file or directory (ENOENT).");
  });

  test("is told in Node's words where the system has none", () => {
    expect(explain(systemError({ code: "ERR_X" }), {}, "x cannot be read")).toBe("x cannot be read: as Node says it.");
    expect(explain(systemError({ code: "ERR_X", errno: -987_654 }), {}, "x cannot be read")).toBe("x cannot be read: as Node says it.");
    expect(explain(systemError({}), { undefined: "No." }, "x cannot be read")).toBe("x cannot be read: as Node says it.");
  });

  test("has its code, which other errors have not", () => {
    expect(codeOf(systemError({ code: "EIO" }))).toBe("EIO");
    expect(codeOf(systemError({}))).toBeUndefined();
  });
});
