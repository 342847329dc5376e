import { execFileSync } from "node:child_process";
import { chmodSync, closeSync, constants, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, readlinkSync, readSync, statSync, symlinkSync } from "node:fs";
import promises from "node:fs/promises";
import { constants as osConstants } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, jest, test } from "@jest/globals";
import { plan } from "../../src/index.js";
import { badRequest, chunkedRequest, file, hyperfan, printed, request, requestWithWarning, scratchFolder } from "./command.js";

const scratch = scratchFolder();
const source = file(scratch, "request.json", request);
const emptyFolder = (): string => mkdtempSync(join(scratch, "empty-"));

describe("hyperfan plan --out", () => {
  test("writes the plan to the file and says what it made and where", async () => {
    const folder = emptyFolder();
    const { exitCode, stdout, stderr } = await hyperfan(["plan", source, "--out", "plan.json"], "", folder);
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: "", stderr: "wrote plan.json: hyperfan plan, 2 heads\n" });
    expect(readFileSync(join(folder, "plan.json"), "utf8")).toBe(printed(plan(request)));
    expect(readdirSync(folder)).toEqual(["plan.json"]);
  });

  test("counts the chunks of a chunked plan", async () => {
    const { stderr } = await hyperfan(["plan", "--out", "plan.json"], JSON.stringify(chunkedRequest), emptyFolder());
    expect(stderr).toMatch(/^wrote plan\.json: chunked-hyperfan plan, 3 chunks in \d runs?\n/);
  });

  test("warns after it has written", async () => {
    const { stderr } = await hyperfan(["plan", "--out", "plan.json"], JSON.stringify(requestWithWarning), emptyFolder());
    expect(stderr).toMatch(/^wrote .*\nwarning: .*\n$/);
  });

  test("writes on one line with --compact", async () => {
    const folder = emptyFolder();
    await hyperfan(["plan", source, "--compact", "--out=plan.json"], "", folder);
    expect(readFileSync(join(folder, "plan.json"), "utf8")).toBe(`${JSON.stringify(plan(request))}\n`);
  });

  test("replaces a file and keeps its mode", async () => {
    const folder = emptyFolder();
    const target = file(folder, "plan.json", "old");
    chmodSync(target, 0o640);
    expect((await hyperfan(["plan", source, "--out", target])).exitCode).toBe(0);
    expect(readFileSync(target, "utf8")).toBe(printed(plan(request)));
    expect(statSync(target).mode & 0o7777).toBe(0o640);
  });

  test("replaces the old file by a new one, so that whoever is reading it reads it whole", async () => {
    const target = file(emptyFolder(), "plan.json", "old");
    const reader = openSync(target, "r");
    await hyperfan(["plan", source, "--out", target]);
    expect(readFileSync(reader, "utf8")).toBe("old");
    closeSync(reader);
    expect(readFileSync(target, "utf8")).toBe(printed(plan(request)));
  });

  test("leaves the target as it was when the request is bad", async () => {
    const folder = emptyFolder();
    const target = file(folder, "plan.json", "old");
    expect((await hyperfan(["plan", "-", "--out", target], JSON.stringify(badRequest))).exitCode).toBe(1);
    expect(readFileSync(target, "utf8")).toBe("old");
    expect(readdirSync(folder)).toEqual(["plan.json"]);
  });

  test("creates nothing when the request is bad", async () => {
    const folder = emptyFolder();
    expect((await hyperfan(["plan", "-", "--out", "plan.json"], "{", folder)).exitCode).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("writes through a symbolic link to the file behind it", async () => {
    const folder = emptyFolder();
    mkdirSync(join(folder, "deep"));
    const target = file(join(folder, "deep"), "plan.json", "old");
    symlinkSync(join("deep", "plan.json"), join(folder, "link.json"));
    expect((await hyperfan(["plan", source, "--out", "link.json"], "", folder)).exitCode).toBe(0);
    expect(readlinkSync(join(folder, "link.json"))).toBe(join("deep", "plan.json"));
    expect(readFileSync(target, "utf8")).toBe(printed(plan(request)));
  });

  test("writes through a symbolic link to a file that is not there yet", async () => {
    const folder = emptyFolder();
    mkdirSync(join(folder, "a", "b"), { recursive: true });
    symlinkSync(join("a", "b"), join(folder, "short"));
    symlinkSync(join("..", "new.json"), join(folder, "a", "b", "link.json"));
    expect((await hyperfan(["plan", source, "--out", join("short", "link.json")], "", folder)).exitCode).toBe(0);
    expect(readFileSync(join(folder, "a", "new.json"), "utf8")).toBe(printed(plan(request)));
    expect(readdirSync(join(folder, "a", "b"))).toEqual(["link.json"]);
  });

  test("refuses links that lead to each other", async () => {
    const folder = emptyFolder();
    symlinkSync("b", join(folder, "a"));
    symlinkSync("a", join(folder, "b"));
    const { exitCode, stderr } = await hyperfan(["plan", source, "--out", "a"], "", folder);
    expect(stderr).toBe("error: a cannot be written: too many symbolic links encountered (ELOOP).\n");
    expect(exitCode).toBe(1);
  });

  test("writes to standard output with -", async () => {
    expect(await hyperfan(["plan", source, "--out", "-"])).toEqual({ exitCode: 0, stdout: printed(plan(request)), stderr: "" });
  });

  test("may write over its request", async () => {
    const target = file(emptyFolder(), "both.json", request);
    expect((await hyperfan(["plan", target, "--out", target])).exitCode).toBe(0);
    expect(readFileSync(target, "utf8")).toBe(printed(plan(request)));
  });

  test.each([
    ["a missing folder", join("nowhere", "plan.json"), `error: The folder of ${join("nowhere", "plan.json")} does not exist; create it first, or give another path.\n`],
    ["a folder", ".", "error: . is a folder; give the name of a file in it.\n"],
    ["a folder that is not there", "new/", "error: new/ is a folder; give the name of a file in it.\n"],
    ["a file in a file", join(source, "plan.json"), `error: The folder of ${join(source, "plan.json")} is a file; give another path.\n`],
  ])("refuses %s", async (_what, target, message) => {
    const folder = emptyFolder();
    expect(await hyperfan(["plan", source, "--out", target], "", folder)).toEqual({ exitCode: 1, stdout: "", stderr: message });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("a file that is written whole or not at all", () => {
  const failure = (code: string): Error => Object.assign(new Error("as Node says it"), { code, errno: -osConstants.errno[code as "EIO"] });
  const failing = (code: string) => jest.fn<() => Promise<never>>().mockRejectedValue(failure(code));

  afterEach(() => { jest.restoreAllMocks(); });

  test.each([
    ["EACCES", "Permission denied: plan.json. Check its permissions and those of its folder, or give another path."],
    ["EROFS", "plan.json is on a read-only file system; give another path."],
    ["ENOSPC", "There is no space left for plan.json; free some, or give another path."],
    ["EIO", "plan.json cannot be written: i/o error (EIO)."],
  ])("is told of what the system does not allow: %s", async (code, message) => {
    const folder = emptyFolder();
    jest.spyOn(promises, "open").mockImplementation(failing(code));
    expect(await hyperfan(["plan", source, "--out", "plan.json"], "", folder)).toEqual({ exitCode: 1, stdout: "", stderr: `error: ${message}\n` });
    expect(readdirSync(folder)).toEqual([]);
  });

  test("is not replaced where it may not be written", async () => {
    const target = file(emptyFolder(), "plan.json", "old");
    const access = jest.spyOn(promises, "access").mockImplementation(failing("EACCES"));
    expect((await hyperfan(["plan", source, "--out", target])).exitCode).toBe(1);
    expect(access).toHaveBeenCalledWith(target, constants.W_OK);
    expect(readFileSync(target, "utf8")).toBe("old");
  });

  test.each([["", false], [" even if the rest cannot be removed", true]])("leaves nothing beside it where it cannot be renamed,%s", async (_how, stuck) => {
    const folder = emptyFolder();
    const target = file(folder, "plan.json", "old");
    jest.spyOn(promises, "rename").mockImplementation(failing("EBUSY"));
    if (stuck) jest.spyOn(promises, "rm").mockImplementation(failing("EIO"));
    expect((await hyperfan(["plan", source, "--out", target])).stderr).toBe(`error: ${target} cannot be written: resource busy or locked (EBUSY).\n`);
    expect(readFileSync(target, "utf8")).toBe("old");
    expect(readdirSync(folder)).toHaveLength(stuck ? 2 : 1);
  });

  /** What is done with the files that are opened, in order. */
  function watchFiles(): readonly string[] {
    const { open } = promises;
    const done: string[] = [];
    jest.spyOn(promises, "open").mockImplementation(async (...given) => {
      const handle = await open(...given);
      for (const name of ["chown", "chmod", "appendFile", "sync", "close"] as const) {
        const method = handle[name].bind(handle) as (...args: readonly unknown[]) => Promise<void>;
        Object.assign(handle, { [name]: (...args: readonly unknown[]) => { done.push(name); return method(...args); } });
      }
      return handle;
    });
    return done;
  }

  test("has its mode before its first byte, and is on the disk before it has its name", async () => {
    const folder = emptyFolder();
    const done = watchFiles();
    await hyperfan(["plan", source, "--out", "plan.json"], "", folder);
    await hyperfan(["plan", source, "--out", "plan.json"], "", folder);
    expect(done).toEqual(["appendFile", "sync", "close", "chown", "chmod", "appendFile", "sync", "close"]);
  });

  test("is written beside its place under a name that is not taken", async () => {
    const folder = emptyFolder();
    const rename = jest.spyOn(promises, "rename");
    await hyperfan(["plan", source, "--out", "plan.json"], "", folder);
    await hyperfan(["plan", source, "--out", "plan.json"], "", folder);
    const [[first], [second]] = rename.mock.calls as unknown as readonly [[string], [string]];
    expect([first, join(folder, second)]).toEqual([expect.stringMatching(/^\.hyperfan-[-\da-f]{36}\.tmp$/), expect.stringMatching(/\.hyperfan-[-\da-f]{36}\.tmp$/)]);
    expect(first).not.toBe(second);
  });
});

(process.platform === "linux" ? test : test.skip)("a pipe is written to, and not replaced", async () => {
  const pipe = join(emptyFolder(), "pipe");
  execFileSync("mkfifo", [pipe]);
  // Open for both ways, so that nothing waits for the other end.
  const end = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
  const { stderr } = await hyperfan(["plan", source, "--compact", "--out", pipe]);
  expect(stderr).toBe(`wrote ${pipe}: hyperfan plan, 2 heads\n`);
  const bytes = Buffer.alloc(65_536);
  expect(bytes.toString("utf8", 0, readSync(end, bytes))).toBe(`${JSON.stringify(plan(request))}\n`);
  closeSync(end);
  expect(statSync(pipe).isFIFO()).toBe(true);
});
