// Builds the package: CommonJS to dist/cjs, ES modules to dist/esm, both from src.
// Both go to a staging folder first, so that a failed build leaves the previous dist as it was.
"use strict";

const { spawn } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const root = path.dirname(__dirname);
const dist = path.join(root, "dist");
const staging = path.join(root, `.dist-${process.pid}`);
const manifest = require("../package.json");
const tsc = require.resolve("typescript/bin/tsc");

function compile(format) {
  const args = [tsc, "-p", path.join(__dirname, `tsconfig.${format}.json`), "--outDir", path.join(staging, format)];
  return new Promise((resolve, reject) => {
    spawn(process.execPath, args, { stdio: ["ignore", "inherit", "inherit"] })
      .on("error", reject)
      .on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`tsc failed for ${format}`))));
  });
}

async function build() {
  try {
    await Promise.all([compile("cjs"), compile("esm")]);
    fs.writeFileSync(
      path.join(staging, "esm", "package.json"),
      `${JSON.stringify({ type: "module", sideEffects: false })}\n`,
    );
    for (const file of Object.values(manifest.bin)) {
      fs.chmodSync(path.join(staging, path.relative(dist, path.join(root, file))), 0o755);
    }
    fs.rmSync(dist, { recursive: true, force: true });
    fs.renameSync(staging, dist);
  } finally {
    fs.rmSync(staging, { recursive: true, force: true });
  }
}

build().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
