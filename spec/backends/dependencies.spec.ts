import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { root, run } from "./run.js";

/** Names of packages that compute with tensors. */
const tensorLibrary = /^(@tensorflow\/|tensorflow|tfjs|(py|lib)?torch|jax|onnxruntime|mxnet|keras|brain\.js|gpu\.js|numjs|ndarray)/iu;

interface Manifest {
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, { readonly types: string } | string>>>>;
}

const readJson = (file: string): unknown => JSON.parse(readFileSync(join(root, file), "utf8"));

/** The source files that the package's entries are built from. */
function entries(): readonly string[] {
  const { exports } = readJson("package.json") as Manifest;
  return Object.values(exports).flatMap((entry) => {
    const required = typeof entry === "string" ? undefined : entry["require"];
    return typeof required === "object" ? [required.types.replace("./dist/cjs/", "./src/").replace(/\.d\.ts$/u, ".ts")] : [];
  });
}

/** The package that a file belongs to; undefined for the project's own files. */
const packageOf = (file: string): string | undefined => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/u.exec(file)?.[1];

/** Every file that a process of its own has loaded after it loaded some sources, what compiles them left out. */
function loadedBy(sources: readonly string[]): readonly string[] {
  const code = `
    require("ts-node/register");
    require("./src/readonly.ts");
    const before = new Set(Object.keys(require.cache));
    for (const source of ${JSON.stringify(sources)}) Object.values(require(source)).forEach(String);
    console.log(JSON.stringify(Object.keys(require.cache).filter((file) => !before.has(file))));`;
  const files = JSON.parse(run(process.execPath, ["--eval", code])) as string[];
  return files.map((file) => file.slice(root.length + 1));
}

describe("the package", () => {
  it("loads no tensor library, whatever of it is imported", () => {
    const loaded = loadedBy(entries());
    const packages = new Set(loaded.flatMap((file) => packageOf(file) ?? []));
    expect(entries().length).toBeGreaterThan(1);
    expect(loaded).toEqual(expect.arrayContaining(entries().map((file) => file.slice("./".length))));
    expect([...packages]).toContain("zod");
    expect([...packages].filter((name) => tensorLibrary.test(name))).toEqual([]);
  }, 60_000);

  it("has no tensor library in its tree of dependencies", () => {
    const { packages } = readJson("package-lock.json") as { readonly packages: Readonly<Record<string, object>> };
    const names = Object.keys(packages).flatMap((path) => packageOf(path) ?? []);
    expect(names).toContain("zod");
    expect(names.filter((name) => tensorLibrary.test(name))).toEqual([]);
  });

  it("would be caught with one", () => {
    const files = ["node_modules/@tensorflow/tfjs-core/dist/index.js", "node_modules/a/node_modules/onnxruntime-node/index.js", "node_modules/torch-js/index.js", "node_modules/jax-js/index.js"];
    expect(files.map((file) => tensorLibrary.test(packageOf(file) ?? ""))).toEqual(files.map(() => true));
    expect(["src/shapes/tfjs/index.ts", "node_modules/jest/index.js", "node_modules/zod/torch.js"].map((file) => tensorLibrary.test(packageOf(file) ?? ""))).toEqual([false, false, false]);
  });
});
