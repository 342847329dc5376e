import { describe, expect, test } from "@jest/globals";
import { expandChunks, planChunkedHyperfan } from "../../src/index.js";
import { chunkedRequest, file, hyperfan, request, scratchFolder } from "./command.js";

const folder = scratchFolder();
const plan = planChunkedHyperfan(chunkedRequest);
const lines = [...expandChunks(plan)].map((chunk) => `${JSON.stringify(chunk)}\n`).join("");

describe("hyperfan expand", () => {
  test("prints a line of JSON per chunk", async () => {
    expect(await hyperfan(["expand", file(folder, "plan.json", plan)])).toEqual({ exitCode: 0, stdout: lines, stderr: "" });
  });

  test.each([["without an argument", []], ["with -", ["-"]]])("reads standard input %s", async (_how, args) => {
    expect((await hyperfan(["expand", ...args], JSON.stringify(plan))).stdout).toBe(lines);
  });

  test("takes what hyperfan plan prints", async () => {
    const { stdout } = await hyperfan(["plan"], JSON.stringify(chunkedRequest));
    expect((await hyperfan(["expand"], stdout)).stdout).toBe(lines);
  });

  test("refuses a plan without chunks", async () => {
    const full = (await hyperfan(["plan"], JSON.stringify(request))).stdout;
    expect(await hyperfan(["expand"], full)).toEqual({
      exitCode: 1,
      stdout: "",
      stderr: 'error: standard input is a plan of kind "hyperfan", which has no chunks; give one of kind "chunked-hyperfan". Its heads are in the plan itself.\n',
    });
  });

  test("names the problems of a bad plan by their JSON pointers, and prints no chunk", async () => {
    const bad = { ...plan, chunks: { ...plan.chunks, count: plan.chunks.count + 1 } };
    const { exitCode, stdout, stderr } = await hyperfan(["expand"], JSON.stringify(bad));
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toMatch(/^error: standard input: invalid plan, 1 problem:\n {2}\/chunks\/count: Expected \d.*\n$/);
  });
});
