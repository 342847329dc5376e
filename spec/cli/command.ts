import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { afterAll } from "@jest/globals";
import type { Terminal } from "../../src/cli/io.js";
import { run } from "../../src/cli/run.js";

// The command, run in this process on streams of its own. What only a process of its own can show is in built/.

export const root = join(__dirname, "..", "..");

export interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where the command runs, and what its streams say of the terminal that they lead to. */
export interface Surroundings {
  readonly input?: string | Buffer;
  readonly cwd?: string | undefined;
  readonly stdin?: Terminal & { readonly fd?: number };
  readonly stdout?: Terminal;
  readonly stderr?: Terminal;
}

/** Bytes that a standard input gives at once: few and odd, so that pieces end within characters. */
const PIECE = 1021;

function* piecesOf(bytes: Buffer): Generator<Buffer, void, undefined> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}

/** A stream that keeps what is written to it. */
export function sink(terminal: Terminal = {}) {
  const parts: string[] = [];
  const stream = new Writable({ write: (chunk: Buffer, _encoding, taken) => { parts.push(chunk.toString()); taken(); } });
  return { stream: Object.assign(stream, terminal), text: () => parts.join("") };
}

/** Does something in another folder, to which relative paths then lead. */
async function inFolder<Result>(folder: string | undefined, action: () => Promise<Result>): Promise<Result> {
  if (folder === undefined) return action();
  const before = process.cwd();
  process.chdir(folder);
  try {
    return await action();
  } finally {
    process.chdir(before);
  }
}

/** Runs `hyperfan …args`; one at a time, since a process is in one folder at a time. */
export async function hyperfanIn({ input = "", cwd, ...terminals }: Surroundings, args: readonly string[]): Promise<Outcome> {
  const [stdout, stderr] = [sink(terminals.stdout), sink(terminals.stderr)];
  const stdin = Object.assign(Readable.from(piecesOf(Buffer.from(input))), terminals.stdin);
  const exitCode = await inFolder(cwd, () => run(args, { stdin, stdout: stdout.stream, stderr: stderr.stream }));
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

/** Runs `hyperfan …args` with `input` on a standard input, and nothing at a terminal. */
export function hyperfan(args: readonly string[], input: string | Buffer = "", cwd?: string): Promise<Outcome> {
  return hyperfanIn({ input, cwd }, args);
}

/** A folder of its own for a spec file, removed at the end. */
export function scratchFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "hyperfan-cli-")));
  afterAll(() => { rmSync(folder, { recursive: true, force: true }); });
  return folder;
}

/** Writes `value` as JSON, or text as it is, and gives the path. */
export function file(folder: string, name: string, value: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof value === "string" || Buffer.isBuffer(value) ? value : JSON.stringify(value));
  return path;
}

/** What the command prints for data. */
export const printed = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

export const request = {
  kind: "hyperfan",
  targetShapes: [[10, 5], [10]],
  paramMeta: [{ name: "weight", layer: 0 }, { name: "bias", layer: 0 }],
  inputs: [{ name: "task", dim: 8 }],
} as const;

/** Warns that it inferred the roles. */
export const { paramMeta: _given, ...requestWithWarning } = request;

export const chunkedRequest = { ...request, kind: "chunked-hyperfan", chunking: { size: 25 } } as const;

export const badRequest = { ...request, targetShapes: [[10, 0], [10]], methd: "in" } as const;
