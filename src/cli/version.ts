import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The version in the package's manifest, which is as far up from the sources as from the bundle. */
export function version(): string {
  const manifest = JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8")) as { readonly version: string };
  return manifest.version;
}
