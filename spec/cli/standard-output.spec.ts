import { Writable } from "node:stream";
import { describe, expect, test } from "@jest/globals";
import { writeStandardOutput } from "../../src/cli/standard-output.js";

describe("writeStandardOutput", () => {
  test("asks for more only when what it has written has been taken", async () => {
    let asked = 0;
    function* texts(): Generator<string> {
      for (; asked < 1000; asked += 1) yield "x".repeat(1000);
    }
    const askedAtWrite: number[] = [];
    const slow = new Writable({
      write(_chunk, _encoding, taken) {
        askedAtWrite.push(asked);
        setImmediate(() => {
          expect(asked).toBe(askedAtWrite.at(-1));
          taken();
        });
      },
    });
    await writeStandardOutput(texts(), slow);
    expect(askedAtWrite.length).toBeGreaterThan(10);
    expect(askedAtWrite[0]).toBeLessThan(100);
  });

  test("writes an end shorter than a batch", async () => {
    const written: string[] = [];
    const stdout = new Writable({ write: (chunk: Buffer, _encoding, taken) => { written.push(chunk.toString()); taken(); } });
    await writeStandardOutput(["a", "b"], stdout);
    expect(written).toEqual(["ab"]);
  });
});
