import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** Builds the package once for the specs that use it as its users do; what is newer than its sources is left alone. */
export default function buildPackage(): void {
  execFileSync(process.execPath, [join(__dirname, "..", ".config", "build.cjs")], { stdio: "inherit" });
}
