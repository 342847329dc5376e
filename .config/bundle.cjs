// Bundles the command, and lists the licences of what the bundles hold of other packages.
"use strict";

const fs = require("node:fs");
const path = require("node:path");

const esbuild = require("esbuild");

const root = path.dirname(__dirname);
const cli = path.join(root, "src/cli");
const commands = path.join(cli, "commands");

// What the command imports only when it needs it is a file of its own, with all that it needs, zod included: reading one
// small file is most of what a short run does.
const lazy = {
  name: "lazy",
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ path: name, kind }) => (kind === "dynamic-import" ? { path: name.replace(/\.js$/, ".cjs"), external: true } : undefined));
  },
};

const options = {
  outbase: cli,
  outExtension: { ".js": ".cjs" },
  absWorkingDir: root,
  bundle: true,
  minify: true,
  metafile: true,
  // import() would take every file through the loader for ES modules as well.
  supported: { "dynamic-import": false },
  platform: "node",
  format: "cjs",
  plugins: [lazy],
  logLevel: "warning",
};

const bundles = [
  // Old versions of Node have to read this far, to be told that they are too old.
  { target: "node6", entryPoints: [path.join(cli, "main.ts")] },
  {
    target: "node20",
    entryPoints: [
      path.join(cli, "command.ts"),
      path.join(cli, "model/read-onnx.ts"),
      path.join(cli, "model/request-from-model.ts"),
      ...fs.readdirSync(commands).map((file) => path.join(commands, file)),
    ],
  },
];

/** The files of other packages that the bundles hold some code of, by the folder of their package. */
function inlined(metafiles) {
  const files = metafiles.flatMap(({ outputs }) => Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs).filter((file) => inputs[file].bytesInOutput > 0)));
  const packages = new Map();
  for (const file of [...new Set(files)].sort()) {
    const [folder] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? [];
    if (folder !== undefined) packages.set(folder, [...(packages.get(folder) ?? []), file]);
  }
  return packages;
}

// A package that names this licence, but has no copy of it, gets the copy of one that has.
const COPIES = { "Apache-2.0": "node_modules/typescript/LICENSE.txt" };

const textOf = (file) => fs.readFileSync(path.join(root, file), "utf8").trim();

/** The comment that a file begins with, behind a directive. */
function notice(file) {
  const [comment = ""] = /^(?:"use strict";\n)?((?:\/\/.*\n)+)/.exec(textOf(file))?.slice(1) ?? [];
  return /copyright/i.test(comment) ? comment.replaceAll(/^\/\/ ?/gm, "").trim() : undefined;
}

/** The licence of a package, and the notices of its files that are not those of the package. */
function licenceOf(folder, files) {
  const { name, version, license } = JSON.parse(textOf(`${folder}/package.json`));
  const own = fs.readdirSync(path.join(root, folder)).find((file) => /^licen[cs]e(\.\w+)?$/i.test(file));
  const copies = Object.keys(COPIES).filter((id) => license.includes(id));
  if (own === undefined && copies.length === 0) throw new Error(`${name} has no licence to ship with its code.`);
  const notices = files.map(notice).filter((text) => text !== undefined);
  const texts = [...notices, ...(own === undefined ? copies.map((id) => textOf(COPIES[id])) : [textOf(`${folder}/${own}`)])];
  return [`${name} ${version}, licence: ${license}`, ...new Set(texts)].join("\n\n");
}

function licencesText(metafiles) {
  const parts = [...inlined(metafiles)].map(([folder, files]) => licenceOf(folder, files));
  return `${["The files beside this one hold code of these packages.", ...parts].join(`\n\n${"=".repeat(80)}\n\n`)}\n`;
}

/** Builds the bundles, and gives their metafiles; into `outdir`, or nowhere without one. */
async function bundle(outdir) {
  const results = await Promise.all(bundles.map((parts) => esbuild.build({ ...options, ...parts, outdir: outdir ?? path.join(root, "dist/cli"), write: outdir !== undefined })));
  const metafiles = results.map(({ metafile }) => metafile);
  if (outdir !== undefined) fs.writeFileSync(path.join(outdir, "THIRD-PARTY-LICENSES.txt"), licencesText(metafiles));
  return metafiles;
}

module.exports = { bundle };
