import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import type { Terminal } from "../../src/cli/io.js";
import { checkPlan, plan, planChunkedHyperfan, planHyperfan, type RequestInput } from "../../src/index.js";
import { file, hyperfan, hyperfanIn, printed, request, root, scratchFolder } from "./command.js";

const folder = scratchFolder();
const example = (name: string): RequestInput => JSON.parse(readFileSync(join(root, "docs", "examples", `${name}.request.json`), "utf8")) as RequestInput;
const lenet = planHyperfan(example("lenet"));
const wide = planChunkedHyperfan({ ...(example("lenet") as object), kind: "chunked-hyperfan", inputs: [{ dim: 8 }], chunking: { size: 500 } } as RequestInput);
const path = file(folder, "lenet.plan.json", lenet);

const tooWide = (text: string): readonly string[] => text.split("\n").filter((line) => [...line].length > 80);

describe("hyperfan check", () => {
  test("prints tensors, layers and a verdict", async () => {
    expect(await hyperfan(["check", path])).toEqual({
      exitCode: 0,
      stderr: "",
      stdout: `Standard deviation of each tensor
  tensor          intended  predicted  ratio  verdict
  0 conv1.weight    0.2000     0.2000  1.000  fine
  1 conv1.bias       1.000      1.000  1.000  fine
  2 conv2.weight   0.06325    0.06325  1.000  fine
  3 conv2.bias       1.000      1.000  1.000  fine
  4 fc1.weight     0.05590    0.05590  1.000  fine
  5 fc1.bias         1.000      1.000  1.000  fine
  6 fc2.weight      0.1414     0.1414  1.000  fine
  7 fc2.bias         1.000      1.000  1.000  fine

Second moments through each layer: activations forward, gradients backward
  layer               forward  product  backward  product  verdict
  0 conv1.weight + 1    1.000    1.000     5.000   0.0391  fine
  2 conv2.weight + 3    1.000    1.000     1.000  0.00781  fine
  4 fc1.weight + 5      1.000    1.000    0.0781  0.00781  fine
  6 fc2.weight + 7      1.000    1.000     0.100    0.100  fine

Tensors: 8 of 8 on intent, 100.0 % of the parameters.
Forward: through all layers in a row, activations reach the output with 1.000
  times their second moment.
Backward: through all layers in a row, gradients reach the input with 0.0391
  times their second moment.
Verdict: fine.
`,
    });
  });

  test("prints the library's report with --json, and nothing else", async () => {
    expect(await hyperfan(["check", path, "--json"])).toEqual({ exitCode: 0, stdout: printed(checkPlan(lenet)), stderr: "" });
    expect((await hyperfan(["check", "--json", "--max-ratio", "1.5"], JSON.stringify(wide))).stdout).toBe(printed(checkPlan(wide, { maxRatio: 1.5 })));
  });

  test("takes what hyperfan plan prints", async () => {
    const { stdout } = await hyperfan(["plan", "docs/examples/lenet.request.json"], "", root);
    expect((await hyperfan(["check"], stdout)).stdout).toBe((await hyperfan(["check", "-"], JSON.stringify(lenet))).stdout);
  });

  test("tells of chunks that are mixed or clipped", async () => {
    const { stdout } = await hyperfan(["check"], JSON.stringify(wide));
    expect(stdout).toContain("\nChunks that hold tensors of different intent, or were clipped\n");
    expect(stdout).toMatch(/^ {2}0 +0 to 2 +0\.2100 +0\.7071 +0\.0% +0\.0% {2}mixed, clipped$/m);
    expect(stdout).toMatch(/^ {2}1 to 9 +2 .* clipped$/m);
    expect(stdout).toContain("\nChunks: 4 of 44 chunks hold tensors of different intent, which leaves 5 fc1.bias\n");
    expect(stdout).toMatch(/explodes both ways$/m);
    expect(stdout).toMatch(/\nVerdict: explodes: a signal of the main network grows too large\.\n$/);
  });

  test("shows both modes where they differ", async () => {
    const { stdout } = await hyperfan(["check"], JSON.stringify(plan({ ...request, hypernet: { dropout: 0.5 } })));
    expect(stdout).toMatch(/^ {2}tensor +intended +training +ratio +evaluation +ratio +verdict$/m);
    expect(stdout).toMatch(/^ {2}0 weight +0\.4472 +0\.4472 +1\.000 +0\.2236 +0\.500 {2}fine$/m);
    expect(stdout).toContain("\nThe same in evaluation\n");
    expect(stdout).toContain("\nNote: In evaluation 2 tensors that are on intent in training are off it, because\n");
  });

  test("says where nothing is intended, or where it is the mean that is off", async () => {
    const tensors = { ...request, targetShapes: [[10, 5], [10]], paramMeta: [{ name: "weight", layer: 0 }, { name: "bn_scale" }] };
    const overridden = plan({ ...tensors, headOverrides: { weight: { weightMean: 0, weightVariance: 1, biasMean: 0, biasVariance: 0 } } });
    expect((await hyperfan(["check"], JSON.stringify(overridden))).stdout).toMatch(/^ {2}0 weight +- .* overridden$/m);
    const chunked = plan({ ...tensors, kind: "chunked-hyperfan", chunking: { size: 50 }, inputs: [{ dim: 8, variance: 0.001 }] });
    expect((await hyperfan(["check"], JSON.stringify(chunked))).stdout).toMatch(/^ {2}1 bn_scale .* off-intent \(mean\)$/m);
  });

  test("fits 80 columns, whatever tensors are called and however large numbers get", async () => {
    const label = "encoder.layers.11.self_attention.query_key_value.dense\n\u001b[31m.weight";
    const long = { ...request, paramMeta: [{ name: "weight", layer: 0, label }, { name: "bias", layer: 0 }], targetVariances: { weight: 1e150 }, hypernet: { dropout: 0.5 } };
    for (const given of [lenet, wide, plan(long)]) expect(tooWide((await hyperfan(["check"], JSON.stringify(given))).stdout)).toEqual([]);
    expect((await hyperfan(["check"], JSON.stringify(plan(long)))).stdout).toMatch(/^ {2}0 ….*\?\?\[31m\.weight /m);
  });
});

describe("a long plan", () => {
  const count = 50;
  const long = plan({
    ...request,
    targetShapes: Array.from({ length: count }, () => [20, 20]),
    paramMeta: Array.from({ length: count }, (_, layer) => ({ name: "weight", layer })),
  });
  const text = JSON.stringify({ ...long, heads: long.kind === "hyperfan" ? long.heads.map((head, index) => (index === 31 ? { ...head, intended: { mean: 0, variance: 40 } } : head)) : [] });

  test("shows the worst, and how many more there are", async () => {
    const { stdout } = await hyperfan(["check"], text);
    expect(stdout).toMatch(/^Standard.*\n.*\n {2}31 weight .* off-intent\n/);
    expect(stdout.match(/^ {2}\d+ weight /gm)).toHaveLength(40);
    expect(stdout).toContain("  and 30 tensors more, none worse; --all lists them\n");
    expect(stdout).toContain("  and 30 layers more, none worse; --all lists them\n");
    expect(stdout).toContain("Tensors: 49 of 50 on intent, 98.0 % of the parameters; worst: 31 weight, 0.0500×\n");
  });

  test("shows everything in its order with --all", async () => {
    const { stdout } = await hyperfan(["check", "--all"], text);
    expect(stdout.match(/^ {2}\d+ weight /gm)).toEqual([...Array.from({ length: 2 * count }, (_, row) => `  ${row % count} weight `)]);
    expect(stdout).not.toContain("--all");
  });
});

describe("--max-ratio", () => {
  test("lets a plan pass that keeps to it", async () => {
    expect(await hyperfan(["check", path, "--max-ratio", "1.05"])).toEqual(await hyperfan(["check", path]));
  });

  test("ends with 3 when some tensor is outside, after the report, and names it, the worst first", async () => {
    const { exitCode, stdout, stderr } = await hyperfan(["check", "--max-ratio", "8"], JSON.stringify(wide));
    expect(exitCode).toBe(3);
    expect(stdout).toBe((await hyperfan(["check"], JSON.stringify(wide))).stdout);
    expect(stderr).toMatch(/^error: 4 of 8 tensors outside --max-ratio 8 \(predicted over intended standard deviation\):\n {2}5 fc1\.bias: 21\.9\n {2}3 conv2\.bias: 19\.4\n/);
    expect(stderr.split("\n")).toHaveLength(6);
  });

  test("may be 1, and nothing else is lost by it", async () => {
    const { exitCode, stdout } = await hyperfan(["check", path, "--max-ratio", "1", "--json"]);
    expect(exitCode).toBe(checkPlan(lenet, { maxRatio: 1 }).gate!.outside.length === 0 ? 0 : 3);
    expect(JSON.parse(stdout)).toEqual(checkPlan(lenet, { maxRatio: 1 }));
  });

  test("names a tensor that should not vary", async () => {
    const { heads, ...rest } = lenet;
    const still = { ...rest, heads: heads.map((head) => (head.tensor === 1 ? { ...head, intended: { mean: 0, variance: 0 } } : head)) };
    const { stderr } = await hyperfan(["check", "--max-ratio", "1.5"], JSON.stringify(still));
    expect(stderr).toMatch(/:\n {2}1 conv1\.bias: should not vary\n$/);
  });

  test("names all of twenty", async () => {
    const twenty = plan({ ...request, targetShapes: Array.from({ length: 20 }, () => [20, 20]), paramMeta: Array.from({ length: 20 }, () => ({ name: "weight" })), hypernet: { hiddenInit: "xavier" }, conventions: "hypnettorch" });
    const { stderr } = await hyperfan(["check", "--max-ratio", "1.5"], JSON.stringify(twenty));
    expect(stderr).toMatch(/^error: 20 of 20 tensors outside --max-ratio 1\.5 \(predicted over intended standard deviation\):\n(?: {2}\d+ weight: \d\S*\n){20}$/);
  });

  test("cuts a long list", async () => {
    const many = plan({ ...request, targetShapes: Array.from({ length: 30 }, () => [20, 20]), paramMeta: Array.from({ length: 30 }, () => ({ name: "weight" })), hypernet: { hiddenInit: "xavier" }, conventions: "hypnettorch" });
    const { stderr } = await hyperfan(["check", "--max-ratio", "1.5"], JSON.stringify(many));
    expect(stderr.split("\n")).toHaveLength(23);
    expect(stderr).toMatch(/\n {2}and 10 more\n$/);
  });

  test.each(["0.5", "0", "Infinity", "much", "NaN", " "])("has to be a number of at least 1, which %j is not", async (given) => {
    expect(await hyperfan(["check", path, "--max-ratio", given])).toEqual({ exitCode: 2, stdout: "", stderr: `error: Expected a number of at least 1 for --max-ratio; got ${given}.\nSee hyperfan check --help.\n` });
  });
});

describe("what is no plan", () => {
  test("is named as a plan where it is not there", async () => {
    expect((await hyperfan(["check", "none.json"])).stderr).toBe("error: none.json does not exist; give the path of a plan, or - for standard input.\n");
  });

  test("is refused with its problems", async () => {
    expect(await hyperfan(["check"], "{}")).toMatchObject({ exitCode: 1, stdout: "", stderr: expect.stringMatching(/^error: standard input: invalid plan, \d+ problems?:\n {2}\//) });
  });
});

describe("colour", () => {
  const runWith = async (stdout: Terminal): Promise<string> => (await hyperfanIn({ stdout }, ["check", file(folder, "wide.json", wide)])).stdout;

  test("marks what is wrong, on a terminal with colours only, and changes no text", async () => {
    const plain = await runWith({ hasColors: () => true });
    const coloured = await runWith({ isTTY: true, hasColors: () => true });
    expect(plain).toBe(await runWith({ isTTY: true, hasColors: () => false }));
    // eslint-disable-next-line no-control-regex -- The escape sequences are what is looked for.
    expect(coloured.replaceAll(/\u001b\[\d+m/g, "")).toBe(plain);
    expect(coloured).toContain("\u001b[33m  0 conv1.weight");
    expect(coloured).toContain("\u001b[31mVerdict: explodes");
  });
});
