// Builds the package: the library as CommonJS to dist/cjs and as ES modules to dist/esm, the command to dist/cli, the
// vectors for ports to dist/vectors.
// All go to a staging folder first, so that a failed build leaves the previous dist as it was.
"use strict";

const { spawn } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const esbuild = require("esbuild");

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

// What the command imports only when it needs it is a file of its own, with all that it needs, zod included: reading one
// small file is most of what a short run does.
const lazy = {
  name: "lazy",
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ path: name, kind }) => (kind === "dynamic-import" ? { path: name.replace(/\.js$/, ".cjs"), external: true } : undefined));
  },
};

async function bundle() {
  const commands = path.join(root, "src/cli/commands");
  await esbuild.build({
    entryPoints: [
      path.join(root, "src/cli/main.ts"),
      path.join(root, "src/cli/model/read-onnx.ts"),
      path.join(root, "src/cli/model/request-from-model.ts"),
      ...fs.readdirSync(commands).map((file) => path.join(commands, file)),
    ],
    outdir: path.join(staging, "cli"),
    outbase: path.join(root, "src/cli"),
    outExtension: { ".js": ".cjs" },
    bundle: true,
    minify: true,
    // import() would take every file through the loader for ES modules as well.
    supported: { "dynamic-import": false },
    platform: "node",
    format: "cjs",
    target: "node20",
    plugins: [lazy],
    logLevel: "warning",
  });
}

async function build() {
  try {
    await Promise.all([compile("cjs"), compile("esm"), bundle()]);
    fs.writeFileSync(
      path.join(staging, "esm", "package.json"),
      `${JSON.stringify({ type: "module", sideEffects: false })}\n`,
    );
    fs.cpSync(path.join(root, "docs", "vectors"), path.join(staging, "vectors"), { recursive: true });
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
