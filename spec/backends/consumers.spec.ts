import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { refusedJobs } from "../../docs/examples/conformance/cases.js";
import { consumers, examples, fileOf, inPython, names, python, run, type Consumer } from "./run.js";

const linesOf = (file: string): readonly string[] => readFileSync(file, "utf8").trimEnd().split("\n");

/** Where there is no Python, its consumers cannot be looked at. */
const itWithPython = python === undefined ? it.skip : it;

describe("each consumer", () => {
  it.each(names)("is one file of at most 60 lines that can be read: %s", (name) => {
    const lines = linesOf(fileOf(name));
    expect(lines.length).toBeLessThanOrEqual(60);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(150);
    expect(lines.join("\n")).not.toMatch(/import.*hyperfan|require.*hyperfan/u);
  });

  it.each(names)("has a README of five lines that names its file: %s", (name) => {
    const lines = linesOf(join(examples, name, "README.md"));
    expect(lines).toHaveLength(5);
    expect(lines.join("\n")).toContain(consumers[name]);
  });

  itWithPython.each(inPython)("compiles, if it is in Python: %s", (name) => {
    const folder = mkdtempSync(join(tmpdir(), "compiled-"));
    try {
      const compile = "import py_compile, sys; py_compile.compile(sys.argv[1], sys.argv[2], doraise=True)";
      expect(() => run(python ?? "", ["-c", compile, fileOf(name), join(folder, "compiled")])).not.toThrow();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** Gives each plan to a consumer of which only the checks run, and prints what they say; null for a plan that passes. */
const checkInPython = `
import importlib.util, json, sys
from unittest.mock import MagicMock
class Module: pass
libraries = ["torch", "torch.nn", "numpy", "jax", "jax.numpy", "flax", "flax.linen"]
sys.modules.update({name: MagicMock() for name in libraries})
for nn in (sys.modules["torch"].nn, sys.modules["flax"].linen, sys.modules["flax.linen"]): nn.Module = Module
spec = importlib.util.spec_from_file_location("hypernetwork", sys.argv[1])
hypernetwork = importlib.util.module_from_spec(spec)
spec.loader.exec_module(hypernetwork)
def said(plan):
    try:
        hypernetwork.check(plan)
        heads = plan.get("heads", [])
        for d in [head[part] for head in heads for part in ("weight", "bias")]: hypernetwork.draw(MagicMock(), d, [1])
        for p in [*plan["hidden"], *([plan["output"]] if "output" in plan else [])]:
            for part in ("weight", "bias"): hypernetwork.draw(MagicMock(), p[part]["distribution"], [1])
    except ValueError as error: return str(error)
print(json.dumps([said(plan) for plan in json.load(sys.stdin)]))
`;

/** The same in JavaScript, by drawing everything; TensorFlow.js is replaced by something that does nothing. */
const checkInNode = `
import { readFileSync } from "node:fs";
import { register } from "node:module";
const nothing = "const nothing = new Proxy(() => {}, { get: (_, key) => (key === Symbol.toPrimitive ? () => 0 : nothing), apply: () => nothing });"
  + " export const tidy = (work) => work(), randomUniform = nothing, randomNormal = nothing, fill = nothing, concat = nothing, variable = nothing;";
const hooks = \`export const resolve = (name, context, next) =>
  name === "@tensorflow/tfjs" ? { url: "data:text/javascript,\${encodeURIComponent(nothing)}", shortCircuit: true } : next(name, context);\`;
register("data:text/javascript," + encodeURIComponent(hooks));
const { init } = await import(process.argv[1]);
const said = (plan) => {
  try {
    init(plan, 1);
    return null;
  } catch (error) {
    return error.message;
  }
};
console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(said)));
`;

function saidOf(name: Consumer, plans: readonly unknown[]): readonly (string | null)[] {
  const [program, ...args] = inPython.includes(name)
    ? [python ?? "", "-c", checkInPython, fileOf(name)]
    : [process.execPath, "--input-type=module", "--eval", checkInNode, fileOf(name)];
  return JSON.parse(run(program, args, JSON.stringify(plans))) as (string | null)[];
}

describe.each(names)("the consumer for %s", (name) => {
  const itWithProgram = inPython.includes(name) ? itWithPython : it;

  itWithProgram("refuses formats, versions, kinds, norms, activations, strategies and distributions that it does not know", () => {
    const said = saidOf(name, refusedJobs.map(({ plan }) => plan));
    const unnamed = refusedJobs.filter((_, index) => said[index]?.includes("this file knows") !== true);
    expect(unnamed.map((job) => job.name)).toEqual([]);
  });

  itWithProgram("names what it does not know, also in a plan of which it knows nothing else", () => {
    const [version, format] = saidOf(name, [{ format: "hyperfan-plan", version: 2 }, {}]);
    expect(version).toMatch(/^the plan's version is 2, and this file knows/u);
    expect(format).toMatch(/^the plan's format is .*, and this file knows/u);
  });
});
