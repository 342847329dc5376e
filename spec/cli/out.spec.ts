import { chmodSync, mkdirSync, readdirSync, readFileSync, readlinkSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { plan } from "../../src/index.js";
import { badRequest, chunkedRequest, file, hyperfan, onLinux, request, requestWithWarning, scratchFolder, shell } from "./command.js";

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
  test("writes the plan to the file and says what it made and where", () => {
    const folder = emptyFolder();
    const { exitCode, stdout, stderr } = hyperfan(["plan", source, "--out", "plan.json"], "", folder);
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: "", stderr: "wrote plan.json: hyperfan plan, 2 heads\n" });
    expect(readFileSync(join(folder, "plan.json"), "utf8")).toBe(indented);
    expect(readdirSync(folder)).toEqual(["plan.json"]);
  });

  test("counts the chunks of a chunked plan", () => {
    const { stderr } = hyperfan(["plan", "--out", "plan.json"], JSON.stringify(chunkedRequest), emptyFolder());
    expect(stderr).toMatch(/^wrote plan\.json: chunked-hyperfan plan, 3 chunks in \d runs?\n/);
  });

  test("warns after it has written", () => {
    const { stderr } = hyperfan(["plan", "--out", "plan.json"], JSON.stringify(requestWithWarning), emptyFolder());
    expect(stderr).toMatch(/^wrote .*\nwarning: .*\n$/);
  });

  test("writes on one line with --compact", () => {
    const folder = emptyFolder();
    hyperfan(["plan", source, "--compact", "--out=plan.json"], "", folder);
    expect(readFileSync(join(folder, "plan.json"), "utf8")).toBe(`${JSON.stringify(plan(request))}\n`);
  });

  test("replaces a file and keeps its mode", () => {
    const folder = emptyFolder();
    const target = file(folder, "plan.json", "old");
    chmodSync(target, 0o640);
    expect(hyperfan(["plan", source, "--out", target]).exitCode).toBe(0);
    expect(readFileSync(target, "utf8")).toBe(indented);
    expect(statSync(target).mode & 0o7777).toBe(0o640);
  });

  test("gives a new file the mode that the umask leaves", () => {
    const folder = emptyFolder();
    shell(`umask 027; hyperfan plan '${source}' --out plan.json`, folder);
    expect(statSync(join(folder, "plan.json")).mode & 0o7777).toBe(0o640);
  });

  test("replaces the old file by a new one, so that whoever is reading it reads it whole", () => {
    const folder = emptyFolder();
    const target = file(folder, "plan.json", "old");
    const { stdout } = shell(`exec 3<plan.json; hyperfan plan '${source}' --out plan.json; cat <&3`, folder);
    expect(stdout).toBe("old");
    expect(readFileSync(target, "utf8")).toBe(indented);
  });

  test("leaves the target as it was when the request is bad", () => {
    const folder = emptyFolder();
    const target = file(folder, "plan.json", "old");
    expect(hyperfan(["plan", "-", "--out", target], JSON.stringify(badRequest)).exitCode).toBe(1);
    expect(readFileSync(target, "utf8")).toBe("old");
    expect(readdirSync(folder)).toEqual(["plan.json"]);
  });

  test("creates nothing when the request is bad", () => {
    const folder = emptyFolder();
    expect(hyperfan(["plan", "-", "--out", "plan.json"], "{", folder).exitCode).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  (onLinux ? test : test.skip)("leaves the target as it was, and no other file, when the disk takes only part of the plan", () => {
    const folder = emptyFolder();
    const target = file(folder, "plan.json", "old");
    const { stdout, stderr } = shell(`trap '' XFSZ; ulimit -f 1; hyperfan plan '${source}' --out plan.json; echo $?`, folder);
    expect(stderr).toBe("error: plan.json cannot be written: file too large (EFBIG).\n");
    expect(stdout).toBe("1\n");
    expect(readFileSync(target, "utf8")).toBe("old");
    expect(readdirSync(folder)).toEqual(["plan.json"]);
  });

  test("writes through a symbolic link to the file behind it", () => {
    const folder = emptyFolder();
    mkdirSync(join(folder, "deep"));
    const target = file(join(folder, "deep"), "plan.json", "old");
    symlinkSync(join("deep", "plan.json"), join(folder, "link.json"));
    expect(hyperfan(["plan", source, "--out", "link.json"], "", folder).exitCode).toBe(0);
    expect(readlinkSync(join(folder, "link.json"))).toBe(join("deep", "plan.json"));
    expect(readFileSync(target, "utf8")).toBe(indented);
  });

  test("writes through a symbolic link to a file that is not there yet", () => {
    const folder = emptyFolder();
    mkdirSync(join(folder, "a", "b"), { recursive: true });
    symlinkSync(join("a", "b"), join(folder, "short"));
    symlinkSync(join("..", "new.json"), join(folder, "a", "b", "link.json"));
    expect(hyperfan(["plan", source, "--out", join("short", "link.json")], "", folder).exitCode).toBe(0);
    expect(readFileSync(join(folder, "a", "new.json"), "utf8")).toBe(indented);
    expect(readdirSync(join(folder, "a", "b"))).toEqual(["link.json"]);
  });

  test("refuses links that lead to each other", () => {
    const folder = emptyFolder();
    symlinkSync("b", join(folder, "a"));
    symlinkSync("a", join(folder, "b"));
    const { exitCode, stderr } = hyperfan(["plan", source, "--out", "a"], "", folder);
    expect(stderr).toBe("error: a cannot be written: too many symbolic links encountered (ELOOP).\n");
    expect(exitCode).toBe(1);
  });

  (onLinux ? test : test.skip)("writes into a pipe instead of replacing it", () => {
    const folder = emptyFolder();
    const { stdout } = shell(`mkfifo pipe; timeout 20 cat pipe & hyperfan plan '${source}' --out pipe; wait`, folder);
    expect(stdout).toBe(indented);
    expect(statSync(join(folder, "pipe")).isFIFO()).toBe(true);
  });

  test("writes to standard output with -", () => {
    expect(hyperfan(["plan", source, "--out", "-"])).toEqual({ exitCode: 0, stdout: indented, stderr: "" });
  });

  test("may write over its request", () => {
    const target = file(emptyFolder(), "both.json", request);
    expect(hyperfan(["plan", target, "--out", target]).exitCode).toBe(0);
    expect(readFileSync(target, "utf8")).toBe(indented);
  });

  test.each([
    ["a missing folder", join("nowhere", "plan.json"), `error: The folder of ${join("nowhere", "plan.json")} does not exist; create it first, or give another path.\n`],
    ["a folder", ".", "error: . is a folder; give the name of a file in it.\n"],
    ["a file in a file", join(source, "plan.json"), `error: The folder of ${join(source, "plan.json")} is a file; give another path.\n`],
  ])("refuses %s", (_what, target, message) => {
    const folder = emptyFolder();
    expect(hyperfan(["plan", source, "--out", target], "", folder)).toEqual({ exitCode: 1, stdout: "", stderr: message });
    expect(readdirSync(folder)).toEqual([]);
  });

  // A superuser may write everywhere, unless this right is taken away.
  const ordinary = process.getuid?.() === 0 ? `setpriv --bounding-set=-dac_override "$NODE" "$COMMAND"` : "hyperfan";

  (onLinux ? test : test.skip)("refuses a folder that may not be written", () => {
    const folder = emptyFolder();
    chmodSync(folder, 0o555);
    const { stdout, stderr } = shell(`${ordinary} plan '${source}' --out plan.json; echo $?`, folder);
    expect(stderr).toBe("error: plan.json may not be written; check its permissions and those of its folder, or give another path.\n");
    expect(stdout).toBe("1\n");
    expect(readdirSync(folder)).toEqual([]);
  });

  (onLinux ? test : test.skip)("does not replace a file that may not be written", () => {
    const folder = emptyFolder();
    const target = file(folder, "plan.json", "old");
    chmodSync(target, 0o444);
    const { stdout, stderr } = shell(`${ordinary} plan '${source}' --out plan.json; echo $?`, folder);
    expect(stderr).toBe("error: plan.json may not be written; check its permissions and those of its folder, or give another path.\n");
    expect(stdout).toBe("1\n");
    expect(readFileSync(target, "utf8")).toBe("old");
  });
});
