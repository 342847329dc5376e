import { EventEmitter } from "node:events";
import { describe, expect, jest, test } from "@jest/globals";
import type { Terminal } from "../../src/cli/io.js";
import { lazyStandardError } from "../../src/cli/standard-error.js";

function stderrOf(terminal: Terminal = {}) {
  const written: string[] = [];
  const stream = Object.assign(new EventEmitter(), { write: (text: string) => written.push(text) }, terminal);
  const open = jest.fn(() => stream);
  return { stderr: lazyStandardError(open), open, stream, written };
}

describe("standard error", () => {
  test("is opened when there is something to say, and once", () => {
    const { stderr, open, written } = stderrOf();
    expect(open).not.toHaveBeenCalled();
    stderr.write("a");
    stderr.write("b");
    expect(written).toEqual(["a", "b"]);
    expect(open).toHaveBeenCalledTimes(1);
  });

  test("may fail without anybody hearing of it, and has one listener for that", () => {
    const { stderr, stream } = stderrOf();
    stderr.write("a");
    stderr.write("b");
    expect(() => stream.emit("error", new Error("no space left"))).not.toThrow();
    expect(stream.listenerCount("error")).toBe(1);
  });

  test.each([
    [{}, false, false],
    [{ isTTY: true }, true, false],
    [{ isTTY: true, hasColors: () => true }, true, true],
    [{ isTTY: false, hasColors: () => false }, false, false],
  ])("says of the terminal what the stream says: %p", (terminal, isTTY, hasColors) => {
    const { stderr } = stderrOf(terminal);
    expect([stderr.isTTY, stderr.hasColors?.()]).toEqual([isTTY, hasColors]);
  });
});
