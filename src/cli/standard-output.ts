import { fstatSync, writeFileSync } from "node:fs";
import { failure } from "./command-error.js";
import type { StandardOutput } from "./io.js";
import { codeOf, explain } from "./system-error.js";

/** Characters that one write takes, so that a line costs next to nothing. */
const BATCH = 65_536;

/** The same texts in fewer and larger pieces. */
export function* inBatches(texts: Iterable<string>): Generator<string, void, undefined> {
  let batch = "";
  for (const text of texts) {
    batch += text;
    if (batch.length < BATCH) continue;
    yield batch;
    batch = "";
  }
  if (batch !== "") yield batch;
}

/** A reader that closes its end, as head does, has had what it wanted. */
const READER_GONE: readonly (string | undefined)[] = ["EPIPE", "ECONNRESET"];

const ADVICE: Readonly<Record<string, string>> = {
  ENOSPC: "Standard output is full: no space left on the device. Free some, or write elsewhere.",
  EBADF: "Standard output is closed or not open for writing; redirect it to a file or a pipe.",
};

/** Resolves when `text` has been taken: whoever waits for it writes no faster than the reader reads. */
function writeToStream(stdout: StandardOutput, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stdout.write(text, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

type Write = (text: string) => Promise<void> | void;

/** Node's own stream reports success for a write to a file that a full disk has cut short. */
function writerFor(stdout: StandardOutput): Write {
  const { fd } = stdout;
  if (fd !== undefined && fstatSync(fd).isFile()) return (text) => { writeFileSync(fd, text); };
  // The callback of each write reports the error; this keeps the event from being thrown.
  stdout.on("error", () => undefined);
  return (text) => writeToStream(stdout, text);
}

/** Writes `texts` one after the other, each asked for when there is room for it. Stops quietly when nobody reads on. */
export async function writeStandardOutput(texts: Iterable<string>, stdout: StandardOutput): Promise<void> {
  const write = writerFor(stdout);
  try {
    for (const batch of inBatches(texts)) await write(batch);
  } catch (error) {
    if (READER_GONE.includes(codeOf(error))) return;
    throw failure(explain(error, ADVICE, "Standard output cannot be written"));
  }
}
