import { execFileSync, spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";

// The built package, loaded by name in a process of its own, as its users load it.

interface Manifest {
  readonly version: string;
  readonly bin: { readonly hyperfan: string };
  readonly exports: Readonly<Record<string, unknown>>;
}

const root = realpathSync(join(__dirname, ".."));
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;
const entries = Object.keys(manifest.exports)
  .filter((subpath) => subpath !== "./package.json" && !subpath.includes("*"))
  .map((subpath) => `hyperfan${subpath.slice(1)}`);

const functions = ["expandChunks", "parsePlan", "parseRequest", "plan", "planChunkedHyperfan", "planHyperfan"];
const list = functions.join(", ");
const print = (expression: string): string => `console.log(JSON.stringify(${expression}));`;
const typesOf = (names: string): string => print(`[${names}].map((f) => typeof f)`);

function node(...args: string[]): string {
  return execFileSync(process.execPath, args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}
const runCommonJs = (code: string): unknown => JSON.parse(node("--input-type=commonjs", "--eval", code));
const runModule = (code: string): unknown => JSON.parse(node("--input-type=module", "--eval", code));

describe("the built package", () => {
  const members = functions.map((name) => `hyperfan.${name}`).join(", ");

  test.each([
    ["a require of the whole", runCommonJs, `const hyperfan = require("hyperfan"); ${typesOf(members)}`],
    ["a require of names", runCommonJs, `const { ${list} } = require("hyperfan"); ${typesOf(list)}`],
    ["an import of names", runModule, `import { ${list} } from "hyperfan"; ${typesOf(list)}`],
    ["an import of the namespace", runModule, `import * as hyperfan from "hyperfan"; ${typesOf(members)}`],
    ["a dynamic import", runModule, `const hyperfan = await import("hyperfan"); ${typesOf(members)}`],
  ])("gives its functions to %s", (_style, run, code) => {
    expect(run(code)).toEqual(functions.map(() => "function"));
  });

  test.each(entries)("exports the same names from both builds of %s", (entry) => {
    const required = runCommonJs(print(`Object.keys(require("${entry}")).sort()`));
    const imported = runModule(print(`Object.keys(await import("${entry}")).sort()`));
    expect(required).toEqual(imported);
    expect(required).not.toEqual([]);
  });

  test("shows its manifest", () => {
    expect(runCommonJs(print(`require("hyperfan/package.json").version`))).toBe(manifest.version);
  });

  test.each(["cases.json", "cases.schema.json"])("has %s of the vectors for ports", (name) => {
    const published: unknown = JSON.parse(readFileSync(join(root, "docs", "vectors", name), "utf8"));
    expect(runCommonJs(print(`require("hyperfan/vectors/${name}")`))).toEqual(published);
  });

  test("has a command that can be executed and knows its version", () => {
    const command = join(root, manifest.bin.hyperfan);
    expect(readFileSync(command, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect(() => { accessSync(command, constants.X_OK); }).not.toThrow();
    expect(node(command, "--version")).toContain(manifest.version);
  });

  test("has a command that says that an old Node is too old, in words that it can read", () => {
    const command = join(root, manifest.bin.hyperfan);
    const old = `Object.defineProperty(process.versions, "node", { value: "16.20.2" }); process.argv[1] = ${JSON.stringify(command)}; require(${JSON.stringify(command)});`;
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--eval", old, "--", "--version"], { encoding: "utf8" });
    expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: "", stderr: "error: hyperfan needs Node 20 or later; this is Node 16.20.2. Install a newer one from https://nodejs.org.\n" });
    // What came after Node 6: its parser would stop there, with a stack trace.
    expect(readFileSync(command, "utf8")).not.toMatch(/\basync\b|\*\*|\?\?|\?\.\D|\.\.\.|catch\s*\{|\bstatic\b|\dn\b/);
  });
});

describe("loading the built package", () => {
  const ownCode = join(root, "dist") + sep;
  const zod = dirname(realpathSync(require.resolve("zod/package.json"))) + sep;
  const foreignTo = (allowed: readonly string[], files: readonly string[]): string[] =>
    files.filter((file) => !allowed.some((folder) => file.startsWith(folder)));

  const request = JSON.stringify({
    kind: "hyperfan",
    targetShapes: [[10, 5], [10]],
    inputs: [{ name: "task", dim: 8 }],
  });

  /** Every file that CommonJS code has loaded at its end. */
  const requiredBy = (code: string): string[] => runCommonJs(`${code}; ${print("Object.keys(require.cache)")}`) as string[];

  /** Every file that module code has loaded at its end, as told by a loader hook; built-ins left out. */
  function importedBy(code: string): string[] {
    const hook = `
      import { writeSync } from "node:fs";
      export async function load(url, context, next) {
        if (!url.startsWith("node:")) writeSync(1, url + "\\n");
        return next(url, context);
      }`;
    const url = `data:text/javascript,${encodeURIComponent(hook)}`;
    const output = node(
      "--input-type=module",
      "--eval",
      `import { register } from "node:module"; register(${JSON.stringify(url)}); ${code}`,
    );
    return output.split("\n").filter((line) => line.startsWith("file:")).map((line) => fileURLToPath(line));
  }

  test("and planning with it touch nothing but its own files and zod", () => {
    const required = requiredBy(`require("hyperfan").plan(${request})`);
    const imported = importedBy(`(await import("hyperfan")).plan(${request})`);
    expect(foreignTo([ownCode, zod], required)).toEqual([]);
    expect(foreignTo([ownCode, zod], imported)).toEqual([]);
    expect(required).toContain(join(ownCode, "cjs", "index.js"));
    expect(imported).toContain(join(ownCode, "esm", "index.js"));
  });

  test.each(entries.filter((entry) => !entry.endsWith("arbitraries")))("%s compiles no code, and takes no more of zod than zod/mini", (entry) => {
    const counting = `
      let compiled = 0;
      const count = (make) => (...given) => { compiled += 1; return make(...given); };
      globalThis.eval = count(globalThis.eval);
      globalThis.Function = new Proxy(Function, { construct: count(Reflect.construct), apply: count(Reflect.apply) });`;
    const use = entry === "hyperfan" ? `const made = loaded.plan(${request}); loaded.checkPlan(made); try { loaded.compareMeasurements(made, {}); } catch {}` : "";
    expect(runCommonJs(`${counting} const loaded = require("${entry}"); ${use} ${print("compiled")}`)).toBe(0);
    expect(requiredBy(`require("${entry}")`).filter((file) => /zod.*classic/u.test(file))).toEqual([]);
  });

  test("for its mathematics alone touches nothing but its own files", () => {
    const required = requiredBy(`require("hyperfan/math")`);
    const imported = importedBy(`await import("hyperfan/math")`);
    expect(foreignTo([ownCode], required)).toEqual([]);
    expect(foreignTo([ownCode], imported)).toEqual([]);
    expect(required).toContain(join(ownCode, "cjs", "math", "index.js"));
    expect(imported).toContain(join(ownCode, "esm", "math", "index.js"));
  });

  test("for shapes touches nothing but its own files", () => {
    expect(foreignTo([ownCode], requiredBy(`require("hyperfan/shapes")`))).toEqual([]);
  });

  test("for ONNX touches nothing but its own files and protobuf", () => {
    const protobuf = join(realpathSync(join(root, "node_modules", "@bufbuild", "protobuf")), sep);
    const required = requiredBy(`require("hyperfan/shapes/onnx")`);
    expect(foreignTo([ownCode, protobuf], required)).toEqual([]);
    expect(foreignTo([ownCode], required)).not.toEqual([]);
  });
});

/** What the bundles of the command are made of, and what of it each holds. */
interface Metafile {
  readonly outputs: Readonly<Record<string, { readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>> }>>;
}

describe("the licences beside the bundles of the command", () => {
  const shipped = readFileSync(join(root, "dist", "cli", "THIRD-PARTY-LICENSES.txt"), "utf8");
  const { bundle } = createRequire(__filename)("../.config/bundle.cjs") as { readonly bundle: () => Promise<readonly Metafile[]> };

  const bundled = bundle();

  /** Files of other packages of which some code is in a bundle, with the package of each. */
  async function inlined(): Promise<readonly (readonly [file: string, folder: string])[]> {
    const held = (await bundled).flatMap(({ outputs }) => Object.values(outputs)).flatMap(({ inputs }) => Object.entries(inputs));
    const files = new Set(held.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([file]) => file));
    return [...files].flatMap((file) => { const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]; return folder === undefined ? [] : [[file, folder]]; });
  }

  test("are those of every package that they hold code of, and of no other", async () => {
    const packages = new Set((await inlined()).map(([, folder]) => (JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as { readonly name: string }).name));
    expect([...shipped.matchAll(/^(\S+) \S+, licence: /gm)].map(([, name]) => name)).toEqual([...packages].sort());
    expect([...packages].sort()).toEqual(expect.arrayContaining(["@bufbuild/protobuf", "zod"]));
  });

  test("name everybody who holds a copyright, and have the terms", async () => {
    const words = (text: string): string => text.replaceAll(/[\s/]+/g, " ");
    for (const [file, folder] of await inlined()) {
      const licence = ["LICENSE", "LICENSE.md", "LICENSE.txt"].map((name) => join(root, folder, name)).find((path) => existsSync(path));
      if (licence !== undefined) expect(words(shipped)).toContain(words(readFileSync(licence, "utf8").trim()));
      for (const [line] of readFileSync(join(root, file), "utf8").slice(0, 500).matchAll(/copyright (?:\(c\) )?\d{4}.*/gi)) expect(shipped).toContain(line);
    }
    expect(shipped).toContain("Redistributions in binary form must reproduce the above\ncopyright notice");
    expect(shipped).toContain("END OF TERMS AND CONDITIONS");
  });
});

describe("the package that is published", () => {
  const [{ files }] = JSON.parse(execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })) as readonly [{ readonly files: readonly { readonly path: string }[] }];
  const shipped = files.map(({ path }) => path);

  test("has what its exports and its command are, once", () => {
    for (const path of JSON.stringify([manifest.exports, manifest.bin]).match(/(?<=")(?:\.\/)?(?:dist|docs)\/[^"*]+(?=")/g)!) expect(shipped).toContain(normalize(path));
    expect(shipped.filter((path) => path.endsWith("cases.json"))).toEqual(["docs/vectors/cases.json"]);
  });

  test("has every file that its documents link to", () => {
    const links = shipped.filter((path) => path.endsWith(".md")).flatMap((path) =>
      [...readFileSync(join(root, path), "utf8").matchAll(/\]\(([^)\s#]+)(?:#[^)\s]*)?\)/g)].map(([, link = ""]) => link).filter((link) => !link.includes("://")).map((link) => normalize(join(dirname(path), link))));
    expect(links).toContain("docs/formulas.md");
    expect(links.filter((link) => !shipped.some((path) => path === link || path.startsWith(`${link.replace(/\/$/, "")}/`)))).toEqual([]);
  });

  test("has the licences", () => {
    expect(shipped).toEqual(expect.arrayContaining(["LICENSE", "dist/cli/THIRD-PARTY-LICENSES.txt"]));
  });
});
