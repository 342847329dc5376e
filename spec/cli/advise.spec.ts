import { describe, expect, test } from "@jest/globals";
import { adviseChunkSize, parseRequest } from "../../src/index.js";
import { chunkedRequest, file, hyperfan, printed, request, scratchFolder } from "./command.js";

const folder = scratchFolder();
const path = file(folder, "request.json", chunkedRequest);

describe("hyperfan advise", () => {
  test("compares sizes in a table, and marks the best", async () => {
    expect(await hyperfan(["advise", path, "--sizes", "7,25,100"])).toEqual({
      exitCode: 0,
      stderr: "",
      stdout: `60 elements in chunks, strategy embedding

  best  size  chunks  parameters  compression  worst  median  clipped  alike
     *     7       9       12579     0.004770  7.500   4.375        9  1.000
          25       3       14349     0.004181  7.500   4.375        3  1.000
     *   100       1       21908     0.002739  7.500   4.375        1      -

worst, median: predicted over intended variance of a tensor; alike: largest
  correlation between two chunks.
best: no other size is as good in every column and better in one.
`,
    });
  });

  test("says how many sizes are over the budget", async () => {
    const { stdout } = await hyperfan(["advise", path, "--sizes", "7,60", "--budget", "13500"]);
    expect(stdout).toMatch(/\nbest: no other size within the budget is as good in every column and better in\n {2}one\.\n1 size over the budget\.\n$/);
    expect((await hyperfan(["advise", path, "--sizes", "7,40,60", "--budget", "13500"])).stdout).toMatch(/\n2 sizes over the budget\.\n$/);
    expect((await hyperfan(["advise", path, "--sizes", "7", "--budget", "12579"])).stdout).not.toContain("budget");
  });

  test("prints the library's advice with --json, and nothing else", async () => {
    const parsed = parseRequest(chunkedRequest);
    expect(await hyperfan(["advise", path, "--json"])).toEqual({ exitCode: 0, stdout: printed(adviseChunkSize(parsed)), stderr: "" });
    const { stdout } = await hyperfan(["advise", "-", "--json", "--sizes", "7, 60", "--budget", "13500.5"], JSON.stringify(chunkedRequest));
    expect(stdout).toBe(printed(adviseChunkSize(parsed, { sizes: [7, 60], budget: 13500.5 })));
  });

  test.each([
    ["--sizes", "7, ,8", "whole numbers of at least 1, with commas between them,"],
    ["--sizes", "7,8.5", "whole numbers of at least 1, with commas between them,"],
    ["--sizes", "0", "whole numbers of at least 1, with commas between them,"],
    ["--sizes", "seven", "whole numbers of at least 1, with commas between them,"],
    ["--budget", "0", "a number above 0"],
  ])("refuses %s %s", async (option, given, needed) => {
    expect(await hyperfan(["advise", path, option, given])).toEqual({ exitCode: 2, stdout: "", stderr: `error: Expected ${needed} for ${option}; got ${given}.\nSee hyperfan advise --help.\n` });
  });

  test("refuses a request without chunks, and what is not there", async () => {
    expect(await hyperfan(["advise"], JSON.stringify(request))).toMatchObject({ exitCode: 1, stdout: "", stderr: expect.stringMatching(/^error: standard input: invalid request, 1 problem:\n/) });
    expect((await hyperfan(["advise", "none.json"])).stderr).toBe("error: none.json does not exist; give the path of a request, or - for standard input.\n");
  });
});
