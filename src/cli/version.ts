import { readFileSync } from "node:fs";

/** The version in the package's manifest, which the package finds under its own name. */
export function version(): string {
  const manifest = JSON.parse(readFileSync(require.resolve("hyperfan/package.json"), "utf8")) as { readonly version: string };
  return manifest.version;
}
