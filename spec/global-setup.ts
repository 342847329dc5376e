import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "..");

/** The last change to a file, or to anything below a folder: a deleted file changes its folder. */
function lastChange(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => lastChange(join(path, name))));
}

/** Builds the package once for the specs that use it as its users do, unless it is newer than its sources. */
export default function buildPackage(): void {
  const sources = ["src", ".config", "package.json", "package-lock.json", "tsconfig.json"];
  const marker = join(root, "dist", "esm", "package.json");
  const newestSource = Math.max(...sources.map((name) => lastChange(join(root, name))));
  if (existsSync(marker) && statSync(marker).mtimeMs > newestSource) return;
  execFileSync(process.execPath, [join(root, ".config", "build.cjs")], { stdio: "inherit" });
}
