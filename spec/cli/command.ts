import { spawnSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "@jest/globals";

// The built command, run as its users run it.

export const root = join(__dirname, "..", "..");
export const command = join(root, "dist", "cli", "main.cjs");

export interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function spawned(file: string, args: readonly string[], input: string | Buffer, cwd: string): Outcome {
  const env = { ...process.env, NODE: process.execPath, COMMAND: command };
  const { status, stdout, stderr, error } = spawnSync(file, args, { cwd, env, input, encoding: "utf8", maxBuffer: 2 ** 28, timeout: 60_000 });
  if (error !== undefined && !("code" in error && error.code === "EPIPE")) throw error;
  return { exitCode: status, stdout, stderr };
}

/** A folder of its own for a spec file, removed at the end. */
export function scratchFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "hyperfan-cli-")));
  afterAll(() => { rmSync(folder, { recursive: true, force: true }); });
  return folder;
}

/** Runs `hyperfan …args` with `input` on a standard input that is no terminal. */
export function hyperfan(args: readonly string[], input: string | Buffer = "", cwd = root): Outcome {
  return spawned(process.execPath, [command, ...args], input, cwd);
}

/** Runs a shell script that may call `hyperfan`. */
export function shell(script: string, cwd = root): Outcome {
  return spawned("bash", ["-c", `hyperfan() { "$NODE" "$COMMAND" "$@"; }\n${script}`], "", cwd);
}

/** Writes `value` as JSON, or text as it is, and gives the path. */
export function file(folder: string, name: string, value: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof value === "string" || Buffer.isBuffer(value) ? value : JSON.stringify(value));
  return path;
}

export const onLinux = process.platform === "linux";

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
