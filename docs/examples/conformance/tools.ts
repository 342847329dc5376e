// Finds what the consumers run on, and installs what is missing where that is possible.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Backend } from "./cases.js";

const examples = join(__dirname, "..");
const succeeds = (command: string, ...args: readonly string[]): boolean => spawnSync(command, args, { stdio: "ignore" }).status === 0;

/** Runs an installer, and says so: it may take minutes. */
function install(why: string, command: string, args: readonly string[], cwd = examples): boolean {
  console.log(`${why}: ${command} ${args.join(" ")}`);
  const { status, stderr } = spawnSync(command, args, { cwd, encoding: "utf8", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
  if (status !== 0) console.log((stderr as string | null) ?? `${command} is not there`);
  return status === 0;
}

/** Debian's packages are for Debian's interpreter, which need not be the first in the path. */
const interpreters = [process.env["PYTHON"] ?? "python3", "python3", "/usr/bin/python3"];
const pythonWith = (...modules: readonly string[]): string | undefined =>
  interpreters.find((python) => succeeds(python, "-c", `import ${modules.join(", ")}`));

let triedDebian = false;
const patience = ["-o", "Acquire::Retries=3", "-o", "DPkg::Lock::Timeout=300"];

function installDebianPackages(): void {
  if (triedDebian || process.getuid?.() !== 0 || !succeeds("apt-get", "--version")) return;
  triedDebian = true;
  install("no interpreter has NumPy and PyTorch", "apt-get", [...patience, "update", "-qq"]);
  install("no interpreter has NumPy and PyTorch", "apt-get", [...patience, "install", "-y", "-qq", "--no-install-recommends", "python3-numpy", "python3-torch"]);
}

function pythonFor(...modules: readonly string[]): string | undefined {
  const found = pythonWith(...modules);
  if (found !== undefined) return found;
  installDebianPackages();
  return pythonWith(...modules);
}

function hasTensorFlow(): boolean {
  const folder = join(examples, "tfjs");
  const isThere = (): boolean => existsSync(join(folder, "node_modules", "@tensorflow", "tfjs", "package.json"));
  return isThere() || (install("TensorFlow.js is missing", "npm", ["ci", "--no-audit", "--no-fund"], folder) && isThere());
}

const measure = (program: string | undefined, script: string): readonly string[] | undefined =>
  program === undefined ? undefined : [program, join(__dirname, script)];

/** The command that measures a backend's consumer, but for its arguments; undefined where something is missing. */
export function commandFor(backend: Backend): readonly string[] | undefined {
  switch (backend) {
    case "pytorch":
      return measure(pythonFor("numpy", "torch"), "measure.py");
    case "numpy":
      return measure(pythonFor("numpy"), "measure.py");
    case "jax":
      // Without JAX, NumPy stands in for it.
      return measure(pythonWith("numpy", "jax", "flax") ?? pythonFor("numpy"), "measure.py");
    case "tfjs":
      return hasTensorFlow() ? [process.execPath, join(__dirname, "measure.mjs")] : undefined;
    case "typed-arrays":
      return [process.execPath, join(__dirname, "measure.mjs")];
  }
}
