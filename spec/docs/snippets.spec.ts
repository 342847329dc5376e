import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { format } from "node:util";
import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import ts from "typescript";
import * as arbitraries from "../../src/arbitraries/index.js";
import * as hyperfan from "../../src/index.js";
import * as math from "../../src/math/index.js";
import * as shapes from "../../src/shapes/index.js";
import { SUBCOMMANDS } from "../../src/cli/subcommands.js";
import { blocksOf, documents, root, textOf, type Block } from "./markdown.js";

// Every block of these languages is tested; one with more than its language behind the opening fence is left alone.
const blocks = documents.flatMap(blocksOf);
const titled = (...languages: readonly string[]): [string, Block][] =>
  blocks.filter(({ language }) => languages.includes(language)).map((block) => [`${block.file}:${String(block.line)}`, block]);

const lenet = JSON.parse(textOf("docs/examples/lenet.request.json")) as hyperfan.RequestInput;

/** The command, without a process of its own. */
function plannedBy(_program: string, _words: readonly string[], { input }: { readonly input: string }): { readonly status: number; readonly stdout: string; readonly stderr: string } {
  try {
    return { status: 0, stdout: JSON.stringify(hyperfan.plan(JSON.parse(input) as hyperfan.RequestInput)), stderr: "" };
  } catch (error) {
    return { status: 1, stdout: "", stderr: (error as Error).message };
  }
}

/** The property kit and jest, with a note of what they do later; of a table of tests only the first is run. */
const modulesOf = (later: Promise<unknown>[]): Readonly<Record<string, unknown>> => {
  const noted = <Result extends Promise<unknown>>(result: Result): Result => { later.push(result); return result; };
  const each = (cases: readonly unknown[]) => (_title: string, test: (given: unknown) => Promise<unknown>) => noted(test(cases[0]));
  return {
    "hyperfan/arbitraries": { ...arbitraries, laws: { ...arbitraries.laws, all: (...given: Parameters<typeof arbitraries.laws.all>) => noted(arbitraries.laws.all(...given)) } },
    "@jest/globals": { describe: (_title: string, define: () => void) => { define(); }, it: { each } },
  };
};

/** What the other snippets import; plan.json is the plan of the LeNet example. */
const modules: Readonly<Record<string, unknown>> = {
  hyperfan,
  "hyperfan/math": math,
  "hyperfan/shapes": shapes,
  "fast-check": fc,
  "node:child_process": { spawnSync: plannedBy },
  "node:fs": { ...fs, readFileSync: (name: string) => (name === "plan.json" ? JSON.stringify(hyperfan.plan(lenet)) : fs.readFileSync(join(root, name), "utf8")) },
};

/** The lines that a snippet prints. */
async function run({ code }: Block): Promise<readonly string[]> {
  const lines: string[] = [];
  const later: Promise<unknown>[] = [];
  const known = { ...modules, ...modulesOf(later) };
  const { outputText } = ts.transpileModule(code, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } });
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- Running what the documents say is the point.
  const call = new Function("require", "exports", "console", outputText) as (...args: unknown[]) => void;
  call((name: string) => known[name], {}, { log: (...args: unknown[]) => lines.push(format(...args)) });
  await Promise.all(later);
  return lines;
}

/** What a snippet says that it prints: its comments. */
const announced = ({ code }: Block): readonly string[] => [...code.matchAll(/^\/\/ (.*)$/gmu)].map(([, line = ""]) => line);

describe("snippets in TypeScript and JavaScript", () => {
  const snippets = titled("ts", "js");

  it.each(snippets)("of %s print what their comments say", async (_, block) => {
    expect(await run(block)).toEqual(announced(block));
  }, 60_000);

  it("in TypeScript compile", () => {
    const folder = fs.mkdtempSync(join(tmpdir(), "snippets-"));
    const config = {
      extends: join(root, "tsconfig.json"),
      compilerOptions: {
        rootDir: "/", noUnusedLocals: false, types: ["node"], typeRoots: [join(root, "node_modules", "@types")],
        paths: {
          hyperfan: [join(root, "src", "index.ts")],
          "hyperfan/*": [join(root, "src", "*", "index.ts")],
          "fast-check": [join(root, "node_modules", "fast-check")],
          "@jest/globals": [join(root, "node_modules", "@jest", "globals")],
        },
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
