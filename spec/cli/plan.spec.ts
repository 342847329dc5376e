import { join } from "node:path";
import { describe, expect, jest, test } from "@jest/globals";
import { plan } from "../../src/index.js";
import { badRequest, chunkedRequest, file, hyperfan, printed, request, requestWithWarning, scratchFolder } from "./command.js";

const folder = scratchFolder();
const path = file(folder, "request.json", request);
const indented = printed(plan(request));

describe("hyperfan plan", () => {
  test("prints the library's plan, indented, and nothing else", async () => {
    expect(await hyperfan(["plan", path])).toEqual({ exitCode: 0, stdout: indented, stderr: "" });
  });

  test("prints the plan on one line with --compact", async () => {
    expect((await hyperfan(["plan", path, "--compact"])).stdout).toBe(`${JSON.stringify(plan(request))}\n`);
  });

  test.each([["without an argument", []], ["with -", ["-"]]])("reads standard input %s", async (_how, args) => {
    expect(await hyperfan(["plan", ...args], JSON.stringify(request))).toEqual({ exitCode: 0, stdout: indented, stderr: "" });
  });

  test("prefers a file to standard input", async () => {
    expect((await hyperfan(["plan", path], "not JSON")).stdout).toBe(indented);
  });

  test("reads a file called - by a path to it", async () => {
    file(folder, "-", request);
    expect((await hyperfan(["plan", "./-"], "", folder)).stdout).toBe(indented);
  });

  test("reads a file whose name starts with a dash behind --", async () => {
    file(folder, "--compact", request);
    expect((await hyperfan(["plan", "--", "--compact"], "", folder)).stdout).toBe(indented);
  });

  test("takes options before the file too", async () => {
    expect((await hyperfan(["plan", "--compact", path])).stdout).toBe(`${JSON.stringify(plan(request))}\n`);
  });

  test("plans chunks", async () => {
    expect((await hyperfan(["plan"], JSON.stringify(chunkedRequest))).stdout).toBe(printed(plan(chunkedRequest)));
  });

  test("puts warnings in words on standard error, and as data into the plan", async () => {
    const { exitCode, stdout, stderr } = await hyperfan(["plan"], JSON.stringify(requestWithWarning));
    const made = plan(requestWithWarning);
    expect(made.warnings).not.toEqual([]);
    expect(stderr).toBe(made.warnings.map(({ message }) => `warning: ${message}\n`).join(""));
    expect(stdout).toBe(printed(made));
    expect(exitCode).toBe(0);
  });

  test("writes plans piece by piece: no text grows with the number of tensors", async () => {
    const long = JSON.stringify({ ...request, targetShapes: Array.from({ length: 2000 }, () => [10, 5]), paramMeta: Array.from({ length: 2000 }, () => ({ name: "weight" })) });
    const { stdout } = await hyperfan(["plan", "--compact"], long);
    const outputs = [[["plan", "--compact"], long], [["plan", "--out", join(folder, "long.json")], long], [["check", "--json"], stdout], [["simulate", "--draws", "2", "--json"], stdout], [["shapes", "--json"], JSON.stringify(Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`${index}.weight`, [10, 5]])))]] as const;
    for (const [args, input] of outputs) {
      const stringify = jest.spyOn(JSON, "stringify");
      expect((await hyperfan(args, input)).exitCode).toBe(0);
      const lengths = stringify.mock.results.map(({ value }) => String(value).length);
      stringify.mockRestore();
      expect(lengths.length).toBeGreaterThan(2000);
      expect(Math.max(...lengths)).toBeLessThan(1000);
    }
  });

  test("reads either the model or the request from standard input", async () => {
    expect(await hyperfan(["plan", "--model", "-", "-"], "{}")).toEqual({ exitCode: 2, stdout: "", stderr: "error: Only one of the model and the request can be standard input.\nSee hyperfan plan --help.\n" });
  });

  test("prints what harms a terminal as escapes, which say the same", async () => {
    const label = "a\u009b31m\u202eb\u2066\u200f\u007f";
    const { stdout } = await hyperfan(["plan"], JSON.stringify({ ...request, paramMeta: [{ name: "weight", layer: 0, label }, { name: "bias", layer: 0 }] }));
    expect(stdout).toContain(String.raw`"a\u009b31m\u202eb\u2066\u200f\u007f"`);
    expect(JSON.parse(stdout).heads[0].label).toBe(label);
  });

  test("names every problem of a bad request by its JSON pointer, a line each, and prints no plan", async () => {
    expect(await hyperfan(["plan", file(folder, "bad.json", badRequest)])).toEqual({
      exitCode: 1,
      stdout: "",
      stderr: [
        `error: ${join(folder, "bad.json")}: invalid request, 2 problems:`,
        "  /targetShapes/0/1: Expected a whole number of at least 1; got 0.",
        '  /methd: Unknown key "methd". Did you mean "method"?',
        "",
      ].join("\n"),
    });
  });

  test("names all of many problems", async () => {
    const targetShapes = Array.from({ length: 30 }, () => [0]);
    const { stderr } = await hyperfan(["plan"], JSON.stringify({ ...requestWithWarning, targetShapes }));
    expect(stderr).toContain("error: standard input: invalid request, 30 problems:\n");
    for (const index of targetShapes.keys()) expect(stderr).toContain(`  /targetShapes/${index}/0: Expected`);
  });

  test("calls the whole input (root)", async () => {
    const { stderr } = await hyperfan(["plan"], "[]");
    expect(stderr).toBe("error: standard input: invalid request, 1 problem:\n  (root): Expected a request object; got [].\n");
  });

  test("shows control characters of the input escaped, so that they forge no line", async () => {
    const { stderr } = await hyperfan(["plan"], JSON.stringify({ ...request, "a\nerror: \u001b[2J": 1 }));
    expect(stderr).toContain("  /a\\u000aerror: \\u001b[2J: ");
    expect(stderr.split("\n")).toHaveLength(3);
  });
});
