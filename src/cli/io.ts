import type { Readable, Writable } from "node:stream";

export type StandardInput = Readable & { readonly isTTY?: boolean; readonly fd?: number };
/** What a stream says of the terminal that it may lead to. */
export interface Terminal {
  readonly isTTY?: boolean;
  hasColors?(): boolean;
}
export type StandardOutput = Writable & Terminal & { readonly fd?: number };
export type StandardError = Terminal & { write(text: string): unknown };

/** Where the command reads and writes: the process, or a test's stand-in for it. */
export interface Io {
  readonly stdin: StandardInput;
  readonly stdout: StandardOutput;
  readonly stderr: StandardError;
}
