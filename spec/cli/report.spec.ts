import { describe, expect, test } from "@jest/globals";
import { badUsage, CommandError, failure, finding, isCommandError, type ExitCode } from "../../src/cli/command-error.js";
import type { Terminal } from "../../src/cli/io.js";
import { paintFor } from "../../src/cli/paint.js";
import { reportError, tell, warn } from "../../src/cli/report.js";
import { sink } from "./command.js";

function reported(error: unknown, terminal: Terminal = {}): { readonly exitCode: ExitCode; readonly text: string } {
  const { stream, text } = sink(terminal);
  return { exitCode: reportError(error, stream), text: text() };
}

const coloured = { isTTY: true, hasColors: () => true };

describe("an error of the command", () => {
  test("is told with its details, and has its exit code", () => {
    expect(reported(new CommandError(3, "Oh.", ["  one", "  two"]))).toEqual({ exitCode: 3, text: "error: Oh.\n  one\n  two\n" });
    expect(reported(failure("Oh."))).toEqual({ exitCode: 1, text: "error: Oh.\n" });
    expect(reported(failure("Oh:", ["  one"]))).toEqual({ exitCode: 1, text: "error: Oh:\n  one\n" });
    expect(reported(finding("Oh."))).toEqual({ exitCode: 3, text: "error: Oh.\n" });
    expect(reported(badUsage("Oh.", "hyperfan plan"))).toEqual({ exitCode: 2, text: "error: Oh.\nSee hyperfan plan --help.\n" });
  });

  test("is known by its name, whatever its class", () => {
    expect(isCommandError(failure("Oh."))).toBe(true);
    expect(isCommandError(Object.assign(new Error("Oh."), { name: "CommandError" }))).toBe(true);
    expect(isCommandError(new Error("Oh."))).toBe(false);
    expect(isCommandError({ name: "CommandError" })).toBe(false);
  });
});

describe("an error that nobody foresaw", () => {
  const mistake = "error: Internal error. This is a bug in hyperfan; please report it with the stack trace below.\n";

  test("is told with where it comes from", () => {
    const error = new TypeError("oh");
    expect(reported(error)).toEqual({ exitCode: 1, text: `${mistake}${error.stack!}\n` });
  });

  test("is told by its message, or by what it is", () => {
    expect(reported(Object.assign(new Error("oh\nno"), { stack: undefined })).text).toBe(`${mistake}oh\nno\n`);
    expect(reported({ toString: () => "what\u0007ever" }).text).toBe(`${mistake}what\\u0007ever\n`);
  });
});

test("a text that is longer than any can be is told in words", () => {
  const error = (() => { try { return "x".repeat(2 ** 29) + "x".repeat(2 ** 29); } catch (thrown) { return thrown; } })();
  expect(reported(error)).toEqual({ exitCode: 1, text: "error: The output has a text of more than 500 million characters, which Node cannot hold. Give tensors shorter labels.\n" });
});

describe("words on standard error", () => {
  test("are cut in the middle where they are longer than anybody reads", () => {
    const { stream, text } = sink();
    tell("x".repeat(2000), stream);
    tell(`start ${"x".repeat(1e6)} end`, stream);
    const [whole = "", cut = ""] = text().split("\n");
    expect(whole).toBe("x".repeat(2000));
    expect(cut).toMatch(/^start x+ … \(998010 more characters\) … x+ end$/);
    expect(cut.length).toBeLessThan(2100);
  });

  test("show control characters by their numbers", () => {
    const { stream, text } = sink();
    tell("a\u0007\n\u009bé😀", stream);
    tell("\u202ea\u2066\u2028", stream);
    warn([{ message: "b\r" }, { message: "c" }], stream);
    expect(text()).toBe("a\\u0007\\u000a\\u009bé😀\n\\u202ea\\u2066\\u2028\nwarning: b\\u000d\nwarning: c\n");
  });

  test("have coloured labels on a terminal with colours only", () => {
    const told = (terminal: Terminal): string => {
      const { stream, text } = sink(terminal);
      warn([{ message: "a" }], stream);
      return text() + reported(failure("b"), terminal).text;
    };
    expect(told(coloured)).toBe("\u001b[33mwarning:\u001b[39m a\n\u001b[31merror:\u001b[39m b\n");
    for (const terminal of [{}, { isTTY: true }, { isTTY: false, hasColors: () => true }, { isTTY: true, hasColors: () => false }]) expect(told(terminal)).toBe("warning: a\nerror: b\n");
  });
});

describe("paint", () => {
  test("colours text on a terminal with colours only", () => {
    expect(paintFor(coloured)("red", "a")).toBe("\u001b[31ma\u001b[39m");
    expect(paintFor(coloured)("bold", "a")).toBe("\u001b[1ma\u001b[22m");
    expect(paintFor(coloured)(undefined, "a")).toBe("a");
    for (const terminal of [{}, { isTTY: true }, { isTTY: false, hasColors: () => true }, { isTTY: true, hasColors: () => false }]) expect(paintFor(terminal)("red", "a")).toBe("a");
  });
});
