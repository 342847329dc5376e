// Builds the package: the library as CommonJS to dist/cjs and as ES modules to dist/esm, the command to dist/cli.
// All go to a staging folder first, so that a failed build leaves the previous dist as it was. One that is newer than what
// it is made of is left alone: npm builds when it installs, packs, publishes and links.
"use strict";

const { spawn } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const root = path.dirname(__dirname);
const dist = path.join(root, "dist");
const staging = path.join(root, `.dist-${process.pid}`);
const manifest = require("../package.json");

const SOURCES = ["src", ".config", "package.json", "package-lock.json", "tsconfig.json"];

/** The last change to a file, or to anything below a folder: a deleted file changes its folder. */
function lastChange(file) {
  const stat = fs.statSync(file);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...fs.readdirSync(file).map((name) => lastChange(path.join(file, name))));
}

/** Whether dist is newer than what it is made of. The manifest of the ES modules is written last. */
function isFresh() {
  const made = path.join(dist, "esm", "package.json");
  return fs.existsSync(made) && fs.statSync(made).mtimeMs > Math.max(...SOURCES.map((name) => lastChange(path.join(root, name))));
}

/** Whether what a build needs is there: npm install --omit=dev calls prepare all the same. */
function hasTools() {
  try {
    return [require.resolve("esbuild"), require.resolve("typescript")].length > 0;
  } catch {
    return false;
  }
}

/** The library as ES modules, with its declarations. */
function esModules() {
  const args = [require.resolve("typescript/bin/tsc"), "-p", path.join(__dirname, "tsconfig.build.json"), "--outDir", path.join(staging, "esm")];
  return new Promise((resolve, reject) => {
    spawn(process.execPath, args, { stdio: ["ignore", "inherit", "inherit"] })
      .on("error", reject)
      .on("exit", (code) => (code === 0 ? resolve() : reject(new Error("tsc failed"))));
  });
}

/** The library as CommonJS, translated from the ES modules; the declarations are the same. */
function commonJs() {
  const ts = require("typescript");
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS, esModuleInterop: true };
  fs.cpSync(path.join(staging, "esm"), path.join(staging, "cjs"), { recursive: true });
  for (const name of fs.readdirSync(path.join(staging, "cjs"), { recursive: true }).filter((name) => name.endsWith(".js"))) {
    const file = path.join(staging, "cjs", name);
    fs.writeFileSync(file, ts.transpileModule(fs.readFileSync(file, "utf8"), { compilerOptions }).outputText);
  }
}

async function build() {
  try {
    await Promise.all([esModules().then(commonJs), require("./bundle.cjs").bundle(path.join(staging, "cli"))]);
    for (const file of Object.values(manifest.bin)) {
      fs.chmodSync(path.join(staging, path.relative(dist, path.join(root, file))), 0o755);
    }
    fs.writeFileSync(
      path.join(staging, "esm", "package.json"),
      `${JSON.stringify({ type: "module", sideEffects: false })}\n`,
    );
    fs.rmSync(dist, { recursive: true, force: true });
    fs.renameSync(staging, dist);
  } finally {
    fs.rmSync(staging, { recursive: true, force: true });
  }
}

function main() {
  if (isFresh()) return undefined;
  if (process.env.npm_lifecycle_event !== "prepare" || hasTools()) return build();
  console.error("hyperfan is not built, since what builds it is not installed; npm ci without --omit=dev installs it.");
  return undefined;
}

Promise.resolve(main()).catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
