import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { format } from "node:util";
import { describe, expect, it } from "@jest/globals";
import ts from "typescript";
import * as hyperfan from "../../src/index.js";
import * as math from "../../src/math/index.js";
import { SUBCOMMANDS } from "../../src/cli/subcommands.js";
import { blocksOf, documents, root, textOf, type Block } from "./markdown.js";

// Every block of these languages is tested; one with more than its language behind the opening fence is left alone.
const blocks = documents.flatMap(blocksOf);
const titled = (...languages: readonly string[]): [string, Block][] =>
  blocks.filter(({ language }) => languages.includes(language)).map((block) => [`${block.file}:${String(block.line)}`, block]);

const lenet = JSON.parse(textOf("docs/examples/lenet.request.json")) as hyperfan.RequestInput;

/** What the snippets import; plan.json is the plan of the LeNet example. */
const modules: Readonly<Record<string, unknown>> = {
  hyperfan,
  "hyperfan/math": math,
  "node:fs": { ...fs, readFileSync: (name: string) => (name === "plan.json" ? JSON.stringify(hyperfan.plan(lenet)) : fs.readFileSync(join(root, name), "utf8")) },
};

/** The lines that a snippet prints. */
function run({ code }: Block): readonly string[] {
  const lines: string[] = [];
  const { outputText } = ts.transpileModule(code, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } });
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- Running what the documents say is the point.
  const call = new Function("require", "exports", "console", outputText) as (...args: unknown[]) => void;
  call((name: string) => modules[name], {}, { log: (...args: unknown[]) => lines.push(format(...args)) });
  return lines;
}

/** What a snippet says that it prints: its comments. */
const announced = ({ code }: Block): readonly string[] => [...code.matchAll(/^\/\/ (.*)$/gmu)].map(([, line = ""]) => line);

describe("snippets in TypeScript and JavaScript", () => {
  const snippets = titled("ts", "js");

  it.each(snippets)("of %s print what their comments say", (_, block) => {
    expect(run(block)).toEqual(announced(block));
  });

  it("in TypeScript compile", () => {
    const folder = fs.mkdtempSync(join(tmpdir(), "snippets-"));
    const config = {
      extends: join(root, "tsconfig.json"),
      compilerOptions: {
        rootDir: "/", noUnusedLocals: false, types: ["node"], typeRoots: [join(root, "node_modules", "@types")],
        paths: { hyperfan: [join(root, "src", "index.ts")], "hyperfan/math": [join(root, "src", "math", "index.ts")] },
      },
      include: ["*.ts"],
    };
    try {
      fs.writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
      for (const [, { file, line, code }] of titled("ts")) fs.writeFileSync(join(folder, `${basename(file)}-${String(line)}.ts`), code);
      const { stdout } = spawnSync(process.execPath, [require.resolve("typescript/bin/tsc"), "-p", folder], { encoding: "utf8" });
      expect(stdout).toBe("");
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  }, 60_000);
});

describe("snippets in JSON", () => {
  it.each(titled("json"))("of %s are valid, as requests and plans too", (_, { code }) => {
    const value = JSON.parse(code) as Readonly<Record<string, unknown>>;
    if (value["format"] === "hyperfan-plan") hyperfan.parsePlan(value);
    else if ("targetShapes" in value) hyperfan.parseRequest(value);
  });

  it("of docs/plan-format.md are a request and its plan", () => {
    const [request, plan] = blocksOf("docs/plan-format.md").filter(({ language }) => language === "json").map(({ code }) => JSON.parse(code));
    expect(hyperfan.plan(request)).toEqual(plan);
  });
});

describe("snippets in the shell", () => {
  const { scripts } = JSON.parse(textOf("package.json")) as { readonly scripts: Readonly<Record<string, string>> };
  const ownOfNpm = ["ci", "install", "pack", "test", "start"];

  /** What is wrong with one command of a pipeline, if anything. */
  function problemOf(command: string): string | null {
    const [program = "", ...words] = command.trim().split(/\s+/u);
    if (program === "npm") {
      const [verb = "", script = verb] = words;
      const exists = verb === "run" || verb === "start" || verb === "test" ? script in scripts : ownOfNpm.includes(verb);
      return exists ? null : `no such script: ${command}`;
    }
    const own = program === "npx" ? words : [program, ...words];
    if (own[0] !== "hyperfan") return null;
    const [name = "", ...rest] = own.slice(1);
    if (name === "--help" || name === "--version") return null;
    const subcommand = SUBCOMMANDS.find((candidate) => candidate.name === name);
    const strange = rest.filter((word) => word.startsWith("--") && subcommand?.options[word.slice(2)] === undefined);
    const missing = rest.filter((word) => word.startsWith("docs/") && !fs.existsSync(join(root, word)));
    return subcommand === undefined || strange.length > 0 || missing.length > 0 ? `does not work: ${command}` : null;
  }

  it.each(titled("sh"))("of %s call commands of this package that exist", (_, { code }) => {
    const commands = code.replaceAll(/\s+#.*$/gmu, "").trim().split(/\n|&&|\|/u);
    expect(commands.map(problemOf).filter((problem) => problem !== null)).toEqual([]);
  });
});

describe("snippets in Python", () => {
  const words = new Set(JSON.stringify(hyperfan.planJsonSchema()).match(/(?<=")[\w-]+(?=")/gu));

  it.each(titled("python").filter(([, { code }]) => code.includes("hyperfan-plan")))("of %s read fields that a plan has", (_, { code }) => {
    const read = [...code.matchAll(/\["(\w+)"\]/gu)].map(([, field = ""]) => field);
    expect(read).not.toEqual([]);
    expect(read.filter((field) => !words.has(field))).toEqual([]);
  });
});
