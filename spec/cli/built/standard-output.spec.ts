import { describe, expect, test } from "@jest/globals";
import { file, requestWithWarning, scratchFolder } from "../command.js";
import { onLinux, shell } from "./command.js";

const folder = scratchFolder();
const source = file(folder, "request.json", requestWithWarning);
const testOnLinux = onLinux ? test : test.skip;

const FULL = "error: Standard output is full: no space left on the device. Free some, or write elsewhere.\n";

describe("a standard output that does not take everything", () => {
  testOnLinux.each([[`plan '${source}'`], ["schema plan"], ["--help"], ["plan --help"], ["--version"]])("is an error when it is full: hyperfan %s", (args) => {
    const { stdout, stderr } = shell(`{ hyperfan ${args} >/dev/full; } 3>&1; echo $?`);
    expect({ stdout, stderr }).toEqual({ stdout: "1\n", stderr: FULL });
  });

  testOnLinux("is an error when a file takes only part of the output", () => {
    const { stdout, stderr } = shell(`trap '' XFSZ; ulimit -f 1; hyperfan plan '${source}' >part.json; echo $?`, folder);
    expect({ stdout, stderr }).toEqual({ stdout: "1\n", stderr: "error: Standard output cannot be written: file too large (EFBIG).\n" });
  });

  testOnLinux("is an error when it is not open for writing", () => {
    const { stdout, stderr } = shell(`hyperfan plan '${source}' 1</dev/null; echo $?`);
    expect({ stdout, stderr }).toEqual({ stdout: "1\n", stderr: "error: Standard output is closed or not open for writing; redirect it to a file or a pipe.\n" });
  });

  test("is none when the reader has gone, and the warnings are still told", () => {
    const { stdout, stderr } = shell(`{ sleep 0.3; hyperfan plan '${source}'; echo "exit $?" >&2; } | true`);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^warning: .*\nexit 0\n$/);
  });

  testOnLinux("does not matter for warnings that cannot be told", () => {
    const { stdout } = shell(`hyperfan plan '${source}' 2>/dev/full | tail -n 1; echo "\${PIPESTATUS[0]}"`);
    expect(stdout).toBe("}\n0\n");
  });
});

test("a pipe and a file get every byte of a large output", () => {
  const targetShapes = Array.from({ length: 4000 }, () => [10, 10]);
  const large = file(folder, "large.json", { ...requestWithWarning, targetShapes });
  const { stdout } = shell(`hyperfan plan '${large}' 2>/dev/null >large.plan.json; hyperfan plan '${large}' 2>/dev/null | cmp - large.plan.json && wc -c <large.plan.json && tail -c 2 large.plan.json`, folder);
  const [bytes, ...end] = stdout.trimStart().split("\n");
  expect(Number(bytes)).toBeGreaterThan(1e6);
  expect(end).toEqual(["}", ""]);
});
