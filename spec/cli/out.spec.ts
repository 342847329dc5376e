import { chmodSync, closeSync, mkdirSync, openSync, readdirSync, readFileSync, readlinkSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { plan } from "../../src/index.js";
import { badRequest, chunkedRequest, file, hyperfan, request, requestWithWarning, scratchFolder } from "./command.js";

const scratch = scratchFolder();
const source = file(scratch, "request.json", request);
const indented = `${JSON.stringify(plan(request), null, 2)}\n`;

let folders = 0;
function emptyFolder(): string {
  folders += 1;
  const folder = join(scratch, String(folders));
  mkdirSync(folder);
  return folder;
}

describe("hyperfan plan --out", () => {
  test("writes the plan to the file and says what it made and where", async () => {
    const folder = emptyFolder();
    const { exitCode, stdout, stderr } = await hyperfan(["plan", source, "--out", "plan.json"], "", folder);
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: "", stderr: "wrote plan.json: hyperfan plan, 2 heads\n" });
    expect(readFileSync(join(folder, "plan.json"), "utf8")).toBe(indented);
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
    expect(readFileSync(target, "utf8")).toBe(indented);
    expect(statSync(target).mode & 0o7777).toBe(0o640);
  });

  test("replaces the old file by a new one, so that whoever is reading it reads it whole", async () => {
    const target = file(emptyFolder(), "plan.json", "old");
    const reader = openSync(target, "r");
    await hyperfan(["plan", source, "--out", target]);
    expect(readFileSync(reader, "utf8")).toBe("old");
    closeSync(reader);
    expect(readFileSync(target, "utf8")).toBe(indented);
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
    expect(readFileSync(target, "utf8")).toBe(indented);
  });

  test("writes through a symbolic link to a file that is not there yet", async () => {
    const folder = emptyFolder();
    mkdirSync(join(folder, "a", "b"), { recursive: true });
    symlinkSync(join("a", "b"), join(folder, "short"));
    symlinkSync(join("..", "new.json"), join(folder, "a", "b", "link.json"));
    expect((await hyperfan(["plan", source, "--out", join("short", "link.json")], "", folder)).exitCode).toBe(0);
    expect(readFileSync(join(folder, "a", "new.json"), "utf8")).toBe(indented);
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
    expect(await hyperfan(["plan", source, "--out", "-"])).toEqual({ exitCode: 0, stdout: indented, stderr: "" });
  });

  test("may write over its request", async () => {
    const target = file(emptyFolder(), "both.json", request);
    expect((await hyperfan(["plan", target, "--out", target])).exitCode).toBe(0);
    expect(readFileSync(target, "utf8")).toBe(indented);
  });

  test.each([
    ["a missing folder", join("nowhere", "plan.json"), `error: The folder of ${join("nowhere", "plan.json")} does not exist; create it first, or give another path.\n`],
    ["a folder", ".", "error: . is a folder; give the name of a file in it.\n"],
    ["a file in a file", join(source, "plan.json"), `error: The folder of ${join(source, "plan.json")} is a file; give another path.\n`],
  ])("refuses %s", async (_what, target, message) => {
    const folder = emptyFolder();
    expect(await hyperfan(["plan", source, "--out", target], "", folder)).toEqual({ exitCode: 1, stdout: "", stderr: message });
    expect(readdirSync(folder)).toEqual([]);
  });
});
