import { closeSync, openSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, test } from "@jest/globals";
import { readJson } from "../../src/cli/input.js";
import { file, hyperfan, hyperfanIn, request, scratchFolder, sink } from "./command.js";

const folder = scratchFolder();

async function planError(input: string | Buffer): Promise<string> {
  const { exitCode, stdout, stderr } = await hyperfan(["plan"], input);
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
  return stderr;
}

describe("an input that cannot be read", () => {
  test.each([
    ["a missing file", "nowhere.json", "nowhere.json does not exist; give the path of a request, or - for standard input."],
    ["a folder", ".", ". is a folder; give the path of a request in it."],
    ["a file in a file", join("request.json", "x"), `${join("request.json", "x")} cannot be read: not a directory (ENOTDIR).`],
  ])("is refused: %s", async (_what, path, message) => {
    file(folder, "request.json", request);
    expect(await hyperfan(["plan", path], "", folder)).toEqual({ exitCode: 1, stdout: "", stderr: `error: ${message}\n` });
  });

  test("is named as a plan where one is needed", async () => {
    expect((await hyperfan(["expand", "nowhere.json"])).stderr).toBe("error: nowhere.json does not exist; give the path of a chunked plan, or - for standard input.\n");
  });

  test.each([["nothing", ""], ["white space", " \n\t"], ["a byte order mark", "\uFEFF"]])("is empty: %s", async (_what, text) => {
    expect(await planError(text)).toBe("error: standard input is empty; give a request as JSON.\n");
  });

  test("is an empty file", async () => {
    const path = file(folder, "empty.json", "");
    expect((await hyperfan(["plan", path])).stderr).toBe(`error: ${path} is empty; give a request as JSON.\n`);
  });

  test("is UTF-16, as some shells write it", async () => {
    expect(await planError(Buffer.from(`\uFEFF${JSON.stringify(request)}`, "utf16le"))).toBe("error: standard input is not UTF-8 text; save it as UTF-8.\n");
  });
});

test("a byte order mark before UTF-8 is no hindrance", async () => {
  expect((await hyperfan(["plan"], `\uFEFF${JSON.stringify(request)}`)).exitCode).toBe(0);
});

test("a byte order mark elsewhere is text like any other", async () => {
  const label = "a\uFEFFb";
  const { stdout } = await hyperfan(["plan"], JSON.stringify({ ...request, paramMeta: [{ name: "weight", layer: 0, label }, { name: "bias", layer: 0 }] }));
  expect(stdout).toContain(`"${label}"`);
});

test("a letter of several bytes may come in pieces", async () => {
  const label = "é".repeat(1000);
  const layers = Array.from({ length: 100 }, (_, layer) => ({ name: "weight", layer, label }));
  const { exitCode, stdout } = await hyperfan(["plan", "--compact"], JSON.stringify({ ...request, targetShapes: layers.map(() => [2, 2]), paramMeta: layers }));
  expect(exitCode).toBe(0);
  const { heads } = JSON.parse(stdout) as { heads: readonly { readonly label: string }[] };
  expect(heads.map((head) => head.label)).toEqual(layers.map(() => label));
});

describe("JSON that does not parse", () => {
  test("is told with the file's name, line, column and remedy", async () => {
    const path = file(folder, "bad.json", '{\n  "kind": "hyperfan",\n  "dropout": NaN\n}');
    expect(await hyperfan(["plan", path])).toEqual({
      exitCode: 1,
      stdout: "",
      stderr: `error: ${path}, line 3, column 14: JSON has no NaN or Infinity; give a finite number, or leave the key out.\n`,
    });
  });

  test("is told of standard input, and of plans too", async () => {
    const { exitCode, stderr } = await hyperfan(["expand"], "{");
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: "error: standard input, line 1, column 2: The text ends too early; close the { of line 1, or get the whole file.\n" });
  });
});

test.each([["plan"], ["expand"], ["check"], ["advise"], ["simulate"]])("a key that is there twice is refused: hyperfan %s", async (name) => {
  const { exitCode, stdout, stderr } = await hyperfan([name], '{"kind": "hyperfan", "inputs": [{"dim": 1, "dim": 2}]}');
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
  expect(stderr).toBe('error: standard input, /inputs/0/dim: Remove one of the two entries with the key "dim": only one of them can be meant.\n');
});

describe("a standard input that fails", () => {
  test.each([["plan", "request"], ["check", "plan"]])("is a folder: hyperfan %s", async (name, what) => {
    const fd = openSync(folder, "r");
    const { exitCode, stderr } = await hyperfanIn({ stdin: { fd } }, [name]);
    closeSync(fd);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: `error: standard input is a folder; give the path of a ${what} in it.\n` });
  });

  const failed = async (error: Error): Promise<unknown> => {
    const stdin = new Readable({ read() { this.destroy(error); } });
    return readJson("-", "a plan", { stdin, stdout: sink().stream, stderr: sink().stream }).catch((thrown: unknown) => thrown);
  };

  test.each([
    ["EACCES", "Permission denied: standard input. Check its permissions."],
    ["EISDIR", "standard input is a folder; give the path of a plan in it."],
    ["EIO", "standard input cannot be read: i/o error (EIO)."],
  ])("is told in words: %s", async (code, message) => {
    const error = Object.assign(new Error(code), { code, errno: -constants.errno[code as "EIO"] });
    expect(await failed(error)).toMatchObject({ exitCode: 1, message });
  });
});
