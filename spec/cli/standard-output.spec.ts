import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { describe, expect, test } from "@jest/globals";
import { writeStandardOutput } from "../../src/cli/standard-output.js";
import { scratchFolder, sink } from "./command.js";

const folder = scratchFolder();

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

  test("writes batches of a size that the length of its texts does not change", async () => {
    const sizes: number[] = [];
    const stdout = new Writable({ write: (chunk: Buffer, _encoding, taken) => { sizes.push(chunk.length); taken(); } });
    await writeStandardOutput(["x".repeat(65_535), "x", "", "y".repeat(65_536), "z"], stdout);
    expect(sizes).toEqual([65_536, 65_536, 1]);
    sizes.length = 0;
    await writeStandardOutput(["", ""], stdout);
    expect(sizes).toEqual([]);
  });

  const failing = (error: Error) => new Writable({ write: (_chunk, _encoding, taken) => { taken(error); } });
  const systemError = (code: string): Error => Object.assign(new Error("as Node says it"), { code });

  test.each(["EPIPE", "ECONNRESET"])("stops without a word, and asks for no more, when the reader has gone: %s", async (code) => {
    let asked = 0;
    function* texts(): Generator<string> {
      for (; asked < 100; asked += 1) yield "x".repeat(65_536);
    }
    await writeStandardOutput(texts(), failing(systemError(code)));
    expect(asked).toBe(0);
  });

  test.each([
    ["ENOSPC", "Standard output is full: no space left on the device. Free some, or write elsewhere."],
    ["EBADF", "Standard output is closed or not open for writing; redirect it to a file or a pipe."],
    ["EIO", "Standard output cannot be written: as Node says it."],
  ])("fails in words: %s", async (code, message) => {
    await expect(writeStandardOutput(["x"], failing(systemError(code)))).rejects.toMatchObject({ exitCode: 1, message });
  });

  test("writes to a file by its descriptor, past the stream", async () => {
    const path = join(folder, "out.txt");
    const fd = openSync(path, "w");
    const stdout = Object.assign(failing(new Error("The stream was written to.")), { fd });
    await writeStandardOutput(["é", "x".repeat(100_000), "end"], stdout);
    closeSync(fd);
    expect(readFileSync(path, "utf8")).toBe(`é${"x".repeat(100_000)}end`);
  });

  test("writes to the stream of what is no file", async () => {
    const fd = openSync("/dev/null", "w");
    const { stream, text } = sink();
    await writeStandardOutput(["a"], Object.assign(stream, { fd }));
    closeSync(fd);
    expect(text()).toBe("a");
  });
});
