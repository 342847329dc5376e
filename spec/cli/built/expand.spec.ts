import { describe, expect, test } from "@jest/globals";
import { planChunkedHyperfan } from "../../../src/index.js";
import { chunkedRequest, file, scratchFolder } from "../command.js";
import { shell } from "./command.js";

const folder = scratchFolder();
const billion = planChunkedHyperfan({ ...chunkedRequest, targetShapes: [[1_000_000, 1000]], paramMeta: [{ name: "weight" }], chunking: { size: 1 } });
const big = file(folder, "big.json", billion);

describe("hyperfan expand of a billion chunks", () => {
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
});
