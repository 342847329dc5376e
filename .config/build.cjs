// Builds the package: the library as CommonJS to dist/cjs and as ES modules to dist/esm, the command to dist/cli.
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

// Each subcommand is a file with all that it needs, zod included: reading one file is most of what a short run does.
// The command itself, with its help, stays a file of its own.
async function bundle() {
  const commands = path.join(root, "src/cli/commands");
  const subcommands = {
    name: "subcommands",
    setup({ onResolve }) {
      onResolve({ filter: /^\.\/commands\// }, ({ path: name }) => ({ path: name.replace(/\.js$/, ".cjs"), external: true }));
    },
  };
  await esbuild.build({
    entryPoints: [path.join(root, "src/cli/main.ts"), ...fs.readdirSync(commands).map((file) => path.join(commands, file))],
    outdir: path.join(staging, "cli"),
    outbase: path.join(root, "src/cli"),
    outExtension: { ".js": ".cjs" },
    bundle: true,
    minifySyntax: true,
    minifyWhitespace: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    external: ["hyperfan/package.json"],
    plugins: [subcommands],
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
