import { isUtf8 } from "node:buffer";
import { fstatSync, readFileSync, readSync } from "node:fs";
import { failure } from "./command-error.js";
import type { Io, StandardInput } from "./io.js";
import { parseJson } from "./parse-json.js";
import { explain } from "./system-error.js";

const advice = (path: string, what: string): Readonly<Record<string, string>> => ({
  ENOENT: `${path} does not exist; give the path of ${what}, or - for standard input.`,
  EISDIR: `${path} is a folder; give the path of ${what} in it.`,
  EACCES: `Permission denied: ${path}. Check its permissions.`,
});

/** Node reads a folder as an empty standard input; the system says what it is when it is read. */
function refuseFolder({ fd }: StandardInput): void {
  if (fd !== undefined && fstatSync(fd).isDirectory()) readSync(fd, Buffer.alloc(1));
}

/** All that standard input holds. */
export async function drain(stdin: StandardInput): Promise<Buffer> {
  refuseFolder(stdin);
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Undefined where `bytes` are no UTF-8. Some editors put a byte order mark first, which means nothing in UTF-8. */
function decode(bytes: Buffer): string | undefined {
  return isUtf8(bytes) ? bytes.toString("utf8").replace(/^\uFEFF/, "") : undefined;
}

async function readText(path: string | undefined, stdin: StandardInput): Promise<string | undefined> {
  return decode(await (path === undefined ? drain(stdin) : readFileSync(path)));
}

export interface Input {
  /** What messages call the input. */
  readonly name: string;
  readonly value: unknown;
}

/** The JSON in the file `operand`, or in standard input without one or with "-". `what` it should be is for messages. */
export async function readJson(operand: string | undefined, what: string, { stdin }: Io): Promise<Input> {
  const path = operand === "-" ? undefined : operand;
  const name = path ?? "standard input";
  const text = await readText(path, stdin).catch((error: unknown) => {
    throw failure(explain(error, advice(name, what), `${name} cannot be read`));
  });
  if (text === undefined) throw failure(`${name} is not UTF-8 text; save it as UTF-8.`);
  if (text.trim() === "") throw failure(`${name} is empty; give ${what} as JSON.`);
  return { name, value: parseJson(text, name) };
}
