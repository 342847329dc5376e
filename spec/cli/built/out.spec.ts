import { chmodSync, chownSync, mkdtempSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { plan } from "../../../src/index.js";
import { file, printed, request, scratchFolder } from "../command.js";
import { onLinux, shell } from "./command.js";

const scratch = scratchFolder();
const source = file(scratch, "request.json", request);
const emptyFolder = (): string => mkdtempSync(join(scratch, "empty-"));

describe("hyperfan plan --out", () => {
  test("gives a new file the mode that the umask leaves", () => {
    const folder = emptyFolder();
    shell(`umask 027; hyperfan plan '${source}' --out plan.json`, folder);
    expect(statSync(join(folder, "plan.json")).mode & 0o7777).toBe(0o640);
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

  (onLinux ? test : test.skip)("writes into a pipe instead of replacing it", () => {
    const folder = emptyFolder();
    const { stdout } = shell(`mkfifo pipe; timeout 20 cat pipe & hyperfan plan '${source}' --out pipe; wait`, folder);
    expect(stdout).toBe(printed(plan(request)));
    expect(statSync(join(folder, "pipe")).isFIFO()).toBe(true);
  });

  test.each([["INT", 130], ["TERM", 143], ["HUP", 129]])("leaves the target as it was, and no other file, where SIG%s ends it", (signal, exitCode) => {
    const folder = emptyFolder();
    const target = file(folder, "plan.json", "old");
    const large = file(scratch, "large.json", { ...request, targetShapes: Array.from({ length: 60_000 }, () => [10, 10]), paramMeta: Array.from({ length: 60_000 }, () => ({ name: "weight" })) });
    // The temporary file is there for as long as the plan is written.
    const { stdout } = shell(`"$NODE" "$COMMAND" plan '${large}' --out plan.json 2>/dev/null & id=$!
      for i in {1..3000}; do found=(.hyperfan-*); [ -e "\${found[0]}" ] && break; sleep 0.01; done
      [ -e "\${found[0]}" ] && kill -${signal} $id; wait $id; echo $?`, folder);
    expect(stdout).toBe(`${exitCode}\n`);
    expect(readFileSync(target, "utf8")).toBe("old");
    expect(readdirSync(folder)).toEqual(["plan.json"]);
  });

  (process.getuid?.() === 0 ? test : test.skip)("keeps the owner of a file that a superuser replaces", () => {
    const folder = emptyFolder();
    const target = file(folder, "plan.json", "old");
    chownSync(target, 65_534, 65_534);
    shell(`hyperfan plan '${source}' --out plan.json`, folder);
    expect(readFileSync(target, "utf8")).toBe(printed(plan(request)));
    expect([statSync(target).uid, statSync(target).gid]).toEqual([65_534, 65_534]);
  });

  // A superuser may write everywhere, unless this right is taken away.
  const ordinary = process.getuid?.() === 0 ? `setpriv --bounding-set=-dac_override "$NODE" "$COMMAND"` : "hyperfan";

  (onLinux ? test : test.skip)("refuses a folder that may not be written", () => {
    const folder = emptyFolder();
    chmodSync(folder, 0o555);
    const { stdout, stderr } = shell(`${ordinary} plan '${source}' --out plan.json; echo $?`, folder);
    expect(stderr).toBe("error: Permission denied: plan.json. Check its permissions and those of its folder, or give another path.\n");
    expect(stdout).toBe("1\n");
    expect(readdirSync(folder)).toEqual([]);
  });

  (onLinux ? test : test.skip)("does not replace a file that may not be written", () => {
    const folder = emptyFolder();
    const target = file(folder, "plan.json", "old");
    chmodSync(target, 0o444);
    const { stdout, stderr } = shell(`${ordinary} plan '${source}' --out plan.json; echo $?`, folder);
    expect(stderr).toBe("error: Permission denied: plan.json. Check its permissions and those of its folder, or give another path.\n");
    expect(stdout).toBe("1\n");
    expect(readFileSync(target, "utf8")).toBe("old");
  });
});
