import type { StandardError } from "./io.js";

type Stream = StandardError & { on(event: "error", listener: () => void): unknown };

/**
 * Standard error, opened when there is something to say: opening a stream is a tenth of what a short run takes.
 * Words that nobody can receive are lost; that is no reason to fail.
 */
export function lazyStandardError(open: () => Stream): StandardError {
  let opened: Stream | undefined;
  const stream = (): Stream => {
    if (opened === undefined) {
      opened = open();
      opened.on("error", () => undefined);
    }
    return opened;
  };
  return {
    write: (text) => stream().write(text),
    get isTTY() {
      return stream().isTTY === true;
    },
    hasColors: () => stream().hasColors?.() === true,
  };
}
