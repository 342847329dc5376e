import { describe, expect, test } from "@jest/globals";
import { expandChunks, planChunkedHyperfan } from "../../src/index.js";
import { chunkedRequest, file, hyperfan, request, scratchFolder, shell } from "./command.js";

const folder = scratchFolder();
const plan = planChunkedHyperfan(chunkedRequest);
const lines = [...expandChunks(plan)].map((chunk) => `${JSON.stringify(chunk)}\n`).join("");

const billion = planChunkedHyperfan({ ...chunkedRequest, targetShapes: [[1_000_000, 1000]], paramMeta: [{ name: "weight" }], chunking: { size: 1 } });
const big = file(folder, "big.json", billion);

describe("hyperfan expand", () => {
  test("prints a line of JSON per chunk", () => {
    expect(hyperfan(["expand", file(folder, "plan.json", plan)])).toEqual({ exitCode: 0, stdout: lines, stderr: "" });
  });

  test.each([["without an argument", []], ["with -", ["-"]]])("reads standard input %s", (_how, args) => {
    expect(hyperfan(["expand", ...args], JSON.stringify(plan)).stdout).toBe(lines);
  });

  test("takes what hyperfan plan prints", () => {
    expect(shell(`echo '${JSON.stringify(chunkedRequest)}' | hyperfan plan | hyperfan expand`).stdout).toBe(lines);
  });

  test("ends at once, quietly and in success, when the reader of a billion lines closes the pipe", () => {
    const { stdout, stderr } = shell(`{ hyperfan expand '${big}'; echo "exit $?" >&2; } | head -n 1`);
    expect(JSON.parse(stdout)).toMatchObject({ chunk: 0 });
    expect(stderr).toBe("exit 0\n");
  });

  test("needs no more memory for more chunks", () => {
    const { stdout, stderr } = shell(`"$NODE" --max-old-space-size=24 "$COMMAND" expand '${big}' | head -c 100000000 | wc -c`);
    expect(stdout.trim()).toBe("100000000");
    expect(stderr).toBe("");
  });

  test("refuses a plan without chunks", () => {
    const full = hyperfan(["plan"], JSON.stringify(request)).stdout;
    expect(hyperfan(["expand"], full)).toEqual({
      exitCode: 1,
      stdout: "",
      stderr: 'error: standard input is a plan of kind "hyperfan", which has no chunks; give one of kind "chunked-hyperfan". Its heads are in the plan itself.\n',
    });
  });

  test("names the problems of a bad plan by their JSON pointers, and prints no chunk", () => {
    const bad = { ...plan, chunks: { ...plan.chunks, count: plan.chunks.count + 1 } };
    const { exitCode, stdout, stderr } = hyperfan(["expand"], JSON.stringify(bad));
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toMatch(/^error: standard input: invalid plan, 1 problem:\n {2}\/chunks\/count: Give \d.*\n$/);
  });
});
