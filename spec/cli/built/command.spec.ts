import { dirname, join, relative } from "node:path";
import { gunzipSync } from "node:zlib";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { SUBCOMMANDS } from "../../../src/cli/subcommands.js";
import { plan } from "../../../src/index.js";
import { folder as recorded } from "../../shapes/recorded-model.js";
import { badRequest, chunkedRequest, file, hyperfan, request, requestWithWarning, scratchFolder } from "../command.js";
import { built, command, loading, shell } from "./command.js";

// The bundle does what the sources do, of which all other specs are, and loads no more than it has to.

const folder = scratchFolder();
const requestFile = file(folder, "request.json", request);
const chunkedFile = file(folder, "chunked.json", chunkedRequest);
const planFile = file(folder, "plan.json", plan(request));
const chunkedPlanFile = file(folder, "chunked.plan.json", plan(chunkedRequest));
const measuredFile = file(folder, "measured.json", { format: "hyperfan-measurements", version: 1, networks: 9, tensors: [{ tensor: 0, mean: 9, variance: 1, count: 450 }] });
const listFile = file(folder, "list.json", { "fc.weight": [10, 5], "fc.bias": [10] });
const onnxFile = file(folder, "model.onnx", gunzipSync(readFileSync(join(recorded, "torch-convolutions.onnx.gz"))));

const MODEL = "model/request-from-model.cjs";
const ONNX = "model/read-onnx.cjs";

const RUNS: readonly (readonly [args: readonly string[], loaded: readonly string[]])[] = [
  [["--version"], []],
  [["--help"], []],
  [["plan", "--help"], []],
  [["pln"], []],
  [["plan", requestFile], ["commands/plan.cjs"]],
  [["plan", "--model", listFile, "--input", "task:8"], ["commands/plan.cjs", MODEL]],
  [["plan", "--model", onnxFile, "--input", "task:8", "--compact"], ["commands/plan.cjs", MODEL, ONNX]],
  [["shapes", listFile], ["commands/shapes.cjs"]],
  [["shapes", onnxFile], ["commands/shapes.cjs", ONNX]],
  [["expand", chunkedPlanFile], ["commands/expand.cjs"]],
  [["simulate", requestFile, "--draws", "20"], ["commands/simulate.cjs"]],
  [["check", planFile], ["commands/check.cjs"]],
  [["compare", planFile, measuredFile], ["commands/compare.cjs"]],
  [["advise", chunkedFile], ["commands/advise.cjs"]],
  [["schema", "request"], ["commands/schema.cjs"]],
];

describe("the built command", () => {
  test.each(RUNS)("does what its sources do, and loads only what it has to: hyperfan %j", async (args, loaded) => {
    const { outcome, files } = loading(args);
    expect(outcome).toEqual(await hyperfan(args));
    expect(files.map((path) => relative(dirname(command), path))).toEqual(["main.cjs", "command.cjs", ...loaded]);
  });

  test("is tried with every subcommand", () => {
    expect(new Set(RUNS.map(([, [file = ""]]) => file))).toEqual(new Set(["", ...SUBCOMMANDS.map(({ name }) => `commands/${name}.cjs`)]));
  });

  test.each([
    [0, ["plan"], request],
    [0, ["plan", "--compact", "-"], requestWithWarning],
    [1, ["plan"], badRequest],
    [1, ["expand"], plan(request)],
    [3, ["check", "--max-ratio", "1"], plan(chunkedRequest)],
    [0, ["advise"], chunkedRequest],
  ])("reads standard input, and ends with %i: hyperfan %j", async (exitCode, args, value) => {
    const input = JSON.stringify(value);
    expect(built(args, input)).toEqual({ ...(await hyperfan(args, input)), exitCode });
  });

  test("reads the bytes of a model from standard input", async () => {
    const bytes = readFileSync(onnxFile);
    expect(built(["shapes"], bytes)).toEqual(await hyperfan(["shapes"], bytes));
  });

  test("tells bad usage by its exit code", () => {
    expect(built([])).toEqual({ exitCode: 2, stdout: "", stderr: built(["--help"]).stdout });
  });

  test.each([
    [["expand"], chunkedFile],
    [["check"], requestFile],
    [["simulate", "--draws", "20"], requestFile],
  ])("takes what hyperfan plan prints: hyperfan %j", async (args, source) => {
    const { stdout } = await hyperfan(["plan", source]);
    expect(shell(`hyperfan plan '${source}' | hyperfan ${args.join(" ")}`).stdout).toBe((await hyperfan(args, stdout)).stdout);
  });

  test("plans for a model without reading standard input, and stops with the reader", () => {
    const { exitCode, stdout } = shell(`hyperfan plan --model '${listFile}' --input task:8 < /dev/null | head -n 1`);
    expect([exitCode, stdout]).toEqual([0, "{\n"]);
  });
});
