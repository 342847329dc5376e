import { spawnSync } from "node:child_process";
import { join } from "node:path";

export const root = join(__dirname, "..", "..");
export const examples = join(root, "docs", "examples");

/** Every consumer, by its folder, with its one file. */
export const consumers = {
  pytorch: "hypernetwork.py",
  numpy: "hypernetwork.py",
  jax: "hypernetwork.py",
  tfjs: "hypernetwork.mjs",
  "typed-arrays": "hypernetwork.mjs",
} as const;

export type Consumer = keyof typeof consumers;
export const names = Object.keys(consumers) as Consumer[];
export const fileOf = (consumer: Consumer): string => join(examples, consumer, consumers[consumer]);
export const inPython = names.filter((name) => fileOf(name).endsWith(".py"));

/** What a program prints for a standard input; an error that says why, if it fails. */
export function run(program: string, args: readonly string[], input = ""): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: root, encoding: "utf8", input, maxBuffer: 2 ** 28 });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

/** The first interpreter that starts; undefined where there is no Python 3. */
export const python = ["python3", "/usr/bin/python3"].find((program) => spawnSync(program, ["--version"]).status === 0);
