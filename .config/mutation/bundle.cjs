// `node bundle.cjs OUTPUT SPEC…`: one program of some specs, without Jest, which takes a second to get started.
"use strict";

const fs = require("node:fs");
const path = require("node:path");

const esbuild = require("esbuild");

const globals = path.join(__dirname, "jest-globals.cjs");

const plugin = {
  name: "specs",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@jest\/globals$/ }, () => ({ path: globals }));
    onLoad({ filter: /\.ts$/ }, ({ path: file }) => ({
      contents: `const __dirname = ${JSON.stringify(path.dirname(file))};\n${fs.readFileSync(file, "utf8")}`,
      loader: "ts",
    }));
  },
};

const [outfile, ...specs] = process.argv.slice(2);
const contents = ['import "@jest/globals";', ...specs.map((spec) => `import ${JSON.stringify(`./spec/${spec}`)};`), 'import { runTests } from "@jest/globals";', "void runTests();"].join("\n");
esbuild
  .build({
    stdin: { contents, resolveDir: process.cwd() },
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    external: ["esbuild"],
    // The package says that its files have no side effects; declaring tests is one.
    ignoreAnnotations: true,
    plugins: [plugin],
    logLevel: "error",
  })
  .catch(() => {
    process.exitCode = 1;
  });
