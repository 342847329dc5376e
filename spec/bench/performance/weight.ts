import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { buildSync } from "esbuild";
import type { Finding } from "./measure.js";

const root = join(__dirname, "../../..");

/** Size of a minified browser bundle of some exports, gzipped, in bytes. */
function bundleSize(source: string): number {
  const { outputFiles } = buildSync({
    stdin: { contents: source, resolveDir: join(root, "src"), loader: "ts" },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2022",
  });
  return gzipSync(outputFiles[0]?.contents ?? "", { level: 9 }).length;
}

function packedSize(): { readonly size: number; readonly unpackedSize: number } {
  const { stdout } = spawnSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: root, encoding: "utf8" });
  const [packed] = Object.values(JSON.parse(stdout) as Record<string, { readonly size: number; readonly unpackedSize: number }>);
  return packed ?? { size: NaN, unpackedSize: NaN };
}

/** What the package weighs, installed and in a browser. */
export function weight(): Finding {
  const planners = bundleSize('export { planHyperfan, planChunkedHyperfan } from "./index.js";');
  const formulas = bundleSize('export * from "./math/index.js";');
  const oneFunction = bundleSize('export { harmonicMean } from "./math/index.js";');
  const { size, unpackedSize } = packedSize();
  const { dependencies = {} } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { readonly dependencies?: Readonly<Record<string, string>> };
  const kilobytes = (bytes: number): number => Number((bytes / 1000).toFixed(1));
  return {
    title: "Weight",
    rows: [
      { what: "planners with validation, minified and gzipped", kB: kilobytes(planners) },
      { what: "hyperfan/math, minified and gzipped", kB: kilobytes(formulas) },
      { what: "one function of hyperfan/math", kB: kilobytes(oneFunction) },
      { what: "package, packed", kB: kilobytes(size) },
      { what: "package, unpacked", kB: kilobytes(unpackedSize) },
      { what: `dependencies (${Object.keys(dependencies).join(", ")})`, kB: Object.keys(dependencies).length },
    ],
    claims: [
      { claim: "planners / 30 kB", ratio: planners / 30_000, limit: 1 },
      { claim: "hyperfan/math / 5 kB", ratio: formulas / 5000, limit: 1 },
      { claim: "one function / hyperfan/math", ratio: oneFunction / formulas, limit: 0.25 },
    ],
  };
}
