import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root, type Outcome } from "../command.js";

// The built command, run as its users run it: slow, and only for what a process of its own shows.

export const command = join(root, "dist", "cli", "main.cjs");

function spawned(file: string, args: readonly string[], input: string | Buffer, cwd: string): Outcome {
  const env = { ...process.env, NODE: process.execPath, COMMAND: command };
  const { status, stdout, stderr, error } = spawnSync(file, args, { cwd, env, input, encoding: "utf8", maxBuffer: 2 ** 28, timeout: 60_000 });
  if (error !== undefined && !("code" in error && error.code === "EPIPE")) throw error;
  return { exitCode: status, stdout, stderr };
}

/** Runs the built `hyperfan …args` with `input` on a standard input that is no terminal. */
export function built(args: readonly string[], input: string | Buffer = "", cwd = root): Outcome {
  return spawned(process.execPath, [command, ...args], input, cwd);
}

/** What the built `hyperfan …args` does, and the files that it has loaded at its end. */
export function loading(args: readonly string[]): { readonly outcome: Outcome; readonly files: readonly string[] } {
  const code = `
    process.argv = [process.execPath, ...${JSON.stringify([command, ...args])}];
    require(process.argv[1]);
    process.on("exit", () => console.log(JSON.stringify(Object.keys(require.cache))));`;
  const { stdout, ...rest } = spawned(process.execPath, ["-e", code], "", root);
  const end = stdout.lastIndexOf("\n", stdout.length - 2) + 1;
  return { outcome: { ...rest, stdout: stdout.slice(0, end) }, files: JSON.parse(stdout.slice(end)) as string[] };
}

/** Runs a shell script that may call the built `hyperfan`. */
export function shell(script: string, cwd = root): Outcome {
  return spawned("bash", ["-c", `hyperfan() { "$NODE" "$COMMAND" "$@"; }\n${script}`], "", cwd);
}

export const onLinux = process.platform === "linux";
