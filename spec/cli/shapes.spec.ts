import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, truncateSync } from "node:fs";
import promises from "node:fs/promises";
import { constants } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gunzipSync } from "node:zlib";
import { afterEach, describe, expect, jest, test } from "@jest/globals";
import { readModel } from "../../src/cli/model/read-model.js";
import { parsePlan, plan } from "../../src/index.js";
import { shapesFromList, shapesFromSafetensors } from "../../src/shapes/index.js";
import { folder as recorded, recordedModel } from "../shapes/recorded-model.js";
import { headerBytes, headerOf, safetensorsOf } from "../shapes/safetensors-bytes.js";
import { file, hyperfan, scratchFolder, sink } from "./command.js";

const folder = scratchFolder();
const list = { "fc1.weight": [300, 784], "fc1.bias": [300], "fc2.weight": [10, 300], "fc2.bias": [10], "bn.num_batches_tracked": [] };
const path = file(folder, "list.json", list);
const { targetShapes, paramMeta } = shapesFromList(list);
const inputs = [{ name: "task", dim: 8 }];

/** A file of the size that the header asks for, with nothing in it. */
function safetensors(name: string, header: Uint8Array, dataBytes: number, into = folder): string {
  const at = file(into, name, Buffer.from(header));
  truncateSync(at, header.length + dataBytes);
  return at;
}

const tensors = [{ name: "fc.weight", shape: [10, 300] }, { name: "fc.bias", shape: [10] }];
const header = headerBytes(JSON.stringify(headerOf(tensors)));
const model = safetensors("model.safetensors", header, 4 * 3010);
const onnx = file(folder, "model.onnx", gunzipSync(readFileSync(join(recorded, "torch-convolutions.onnx.gz"))));

describe("hyperfan shapes", () => {
  test("prints what a request needs, one tensor a line, and in words what it left out", async () => {
    const { exitCode, stdout, stderr } = await hyperfan(["shapes", path]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ targetShapes, paramMeta });
    expect(stdout.split("\n").slice(0, 3)).toEqual(["{", '  "targetShapes": [', "    [300,784],"]);
    expect(stderr).toBe(`${path}: 4 tensors to generate, 238,510 parameters; 1 tensor left out\n  left out: bn.num_batches_tracked: each counts batches or steps\n`);
  });

  test("prints everything as JSON with --json", async () => {
    expect(JSON.parse((await hyperfan(["shapes", path, "--json"])).stdout)).toEqual(JSON.parse(JSON.stringify(shapesFromList(list))));
  });

  test("prints a tensor a line, and nothing between the brackets of an empty list", async () => {
    const { stdout } = await hyperfan(["shapes", "--json"], JSON.stringify({ "fc.weight": [10, 5] }));
    expect(stdout).toBe(`{
  "format": "list",
  "targetShapes": [
    [10,5]
  ],
  "paramMeta": [
    {"name":"weight","layer":0,"label":"fc.weight"}
  ],
  "skipped": [],
  "ambiguous": [],
  "reasons": [
    {"tensor":0,"rule":"matrix","reason":"is a matrix that is called a weight"}
  ]
}
`);
    expect((await hyperfan(["shapes"], JSON.stringify({ "a.weight": [10, 5], "b.weight": [5, 10] }))).stdout).toBe(`{
  "targetShapes": [
    [10,5],
    [5,10]
  ],
  "paramMeta": [
    {"name":"weight","layer":0,"label":"a.weight"},
    {"name":"weight","layer":1,"label":"b.weight"}
  ]
}
`);
  });

  test("says why with --explain", async () => {
    expect((await hyperfan(["shapes", path, "--explain"])).stderr.split("\n").slice(1)).toEqual([
      "  fc1.weight [300, 784]: weight of layer 0; it is a matrix that is called a weight",
      "  fc1.bias [300]: bias of layer 0; it is the bias of the weight beside it; that weight is fc1.weight",
      "  fc2.weight [10, 300]: weight of layer 1; it is a matrix that is called a weight",
      "  fc2.bias [10]: bias of layer 1; it is the bias of the weight beside it; that weight is fc2.weight",
      "  bn.num_batches_tracked []: left out; it counts batches or steps",
      "",
    ]);
  });

  test("says what it could not decide, once for all tensors that are alike", async () => {
    const names = recordedModel("resnext50_32x4d").tensors.map(({ name, shape }) => [name, shape] as const);
    const { stderr } = await hyperfan(["shapes"], JSON.stringify(Object.fromEntries(names)));
    expect(stderr.split("\n").filter((line) => line.startsWith("warning"))).toEqual([
      "warning: layer1.0.conv2.weight, layer1.1.conv2.weight, layer1.2.conv2.weight and 13 more: taken for weight, groups 32, which is a guess: " +
        "it reads 4 of the 128 channels of the layer before it, so 32 groups are assumed; the file does not store them (the numbers are those of layer1.0.conv2.weight). It may also be: groups 1.",
    ]);
  });

  test.each([["without an argument", []], ["with -", ["-"]]])("reads standard input %s", async (_how, args) => {
    expect((await hyperfan(["shapes", ...args], JSON.stringify(list))).stdout).toBe((await hyperfan(["shapes", path])).stdout);
    expect((await hyperfan(["shapes", ...args], readFileSync(model))).stdout).toBe((await hyperfan(["shapes", model])).stdout);
    expect((await hyperfan(["shapes", ...args], readFileSync(onnx))).stdout).toBe((await hyperfan(["shapes", onnx])).stdout);
  });

  test("reads safetensors, ONNX and TensorFlow.js by what they hold, whatever their name", async () => {
    const tfjs = file(folder, "tfjs.json", gunzipSync(readFileSync(join(recorded, "face-recognition.tfjs.json.gz"))));
    for (const [at, count] of [[model, 2], [onnx, 15], [tfjs, 117]] as const) {
      const other = join(folder, "model");
      cpSync(at, other);
      const { exitCode, stdout } = await hyperfan(["shapes", other]);
      expect([exitCode, (JSON.parse(stdout) as { targetShapes: unknown[] }).targetShapes.length]).toEqual([0, count]);
    }
  });

  const manifest = [{ paths: ["a"], weights: [{ name: "d/kernel", shape: [3, 4], dtype: "float32" }] }];

  test.each<[string, unknown]>([
    ["tfjs", { weightsManifest: manifest }],
    ["tfjs", manifest],
    ["list", [{ name: "d/kernel", shape: [3, 4] }]],
    ["list", { "d/kernel": [3, 4] }],
  ])("tells JSON by its keys: %s", async (format, value) => {
    const { stdout } = await hyperfan(["shapes", "--json"], JSON.stringify(value));
    expect(JSON.parse(stdout)).toMatchObject({ format, targetShapes: [[3, 4]] });
  });

  test.each([
    [" null", "(root): Expected an object from names to shapes, or a list of {name, shape}; got null."],
    [" 5", "(root): Expected an object from names to shapes, or a list of {name, shape}; got 5."],
    ["[]", "(root): The model has no tensors."],
    ['{"modelTopology": {}}', "/weightsManifest: Expected a model.json with a weightsManifest, or the manifest itself; got an object."],
  ])("refuses JSON that is no model: %s", async (text, problem) => {
    expect(await hyperfan(["shapes"], text)).toEqual({ exitCode: 1, stdout: "", stderr: `error: standard input: invalid model, 1 problem:\n  ${problem}\n` });
  });

  test.each([640, 1152, 35_615, 32 * 256 + 0x7b, 0x5b + 1024, 0xfeff, 0xfffe])("reads a header of %d bytes, which begins like another file", async (size) => {
    const padded = Buffer.from(JSON.stringify(headerOf(tensors)).padEnd(size));
    const prefix = Buffer.alloc(8);
    prefix.writeBigUInt64LE(BigInt(size));
    const at = safetensors("padded", Buffer.concat([prefix, padded]), 4 * 3010);
    const inside = join(folder, "padded-shard");
    mkdirSync(inside, { recursive: true });
    cpSync(at, join(inside, "one"));
    const index = file(inside, "index.json", { weight_map: { "fc.weight": "one", "fc.bias": "one" } });
    const { stdout } = await hyperfan(["shapes", model]);
    for (const path of [at, index]) expect(await hyperfan(["shapes", path])).toMatchObject({ exitCode: 0, stdout });
  });

  test("reads no more than the header of a file of 100 GB", async () => {
    const large = headerBytes(JSON.stringify(headerOf([{ name: "w.weight", shape: [160_000, 156_250] }])));
    const at = safetensors("large.safetensors", large, 100e9);
    expect(statSync(at).size).toBe(large.length + 100e9);
    expect(await hyperfan(["shapes", at])).toMatchObject({ exitCode: 0, stderr: `${at}: 1 tensor to generate, 25,000,000,000 parameters\n` });
    rmSync(at);
  });

  test("reads a model in several files by its index, or by the folder that holds it", async () => {
    const inside = join(folder, "sharded");
    mkdirSync(inside);
    safetensors("one.safetensors", headerBytes(JSON.stringify(headerOf([tensors[0]!]))), 12_000, inside);
    safetensors("two.safetensors", headerBytes(JSON.stringify(headerOf([tensors[1]!]))), 40, inside);
    const index = file(inside, "model.safetensors.index.json", { weight_map: { "fc.weight": "one.safetensors", "fc.bias": "two.safetensors" } });
    expect((await hyperfan(["shapes", index])).stdout).toBe((await hyperfan(["shapes", model])).stdout);
    expect((await hyperfan(["shapes", inside])).stdout).toBe((await hyperfan(["shapes", model])).stdout);
    expect((await hyperfan(["shapes"], readFileSync(index))).stderr).toBe("error: standard input is the index of a model in several files; give the path of the index, so that the files beside it can be read.\n");
    rmSync(join(inside, "two.safetensors"));
    expect(await hyperfan(["shapes", index])).toMatchObject({ exitCode: 1, stdout: "", stderr: `error: ${join(inside, "two.safetensors")} does not exist; give the path of a model, or - for standard input.\n` });
  });

  test("reads a pipe by its path, of each format", async () => {
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    for (const at of [model, onnx, path]) {
      spawn("sh", ["-c", 'cat "$0" > "$1"', at, pipe]);
      expect(await hyperfan(["shapes", pipe])).toMatchObject({ exitCode: 0, stdout: (await hyperfan(["shapes", at])).stdout });
    }
  });

  test.each<[string, (at: string) => unknown, string]>([
    ["a pipe, to which nothing may ever be written", (at) => execFileSync("mkfifo", [at]), "pipe or a device"],
    ["a folder", (at) => { mkdirSync(at); }, "folder"],
  ])("refuses an index that names %s", async (what, make, kind) => {
    const inside = join(folder, what.slice(0, 8));
    mkdirSync(inside);
    make(join(inside, "one"));
    const index = file(inside, "index.json", { weight_map: { "fc.weight": "one" } });
    expect(await hyperfan(["shapes", index])).toEqual({ exitCode: 1, stdout: "", stderr: `error: ${join(inside, "one")} is a ${kind}; put the file that the index names there.\n` });
  });

  test("reads no headers of a model that are larger than memory together", async () => {
    const inside = join(folder, "large-headers");
    mkdirSync(inside);
    const prefix = Buffer.alloc(8);
    prefix.writeBigUInt64LE(60_000_000n);
    safetensors("a", prefix, 60_000_000, inside);
    symlinkSync("a", join(inside, "b"));
    const opened = jest.spyOn(promises, "open");
    const index = file(inside, "index.json", { weight_map: { "fc.weight": "a", "fc.bias": "b" } });
    expect(await hyperfan(["shapes", index])).toEqual({
      exitCode: 1,
      stdout: "",
      stderr: `error: ${index}: invalid model, 1 problem:\n  (root): The headers of the model's files have more than 100000000 bytes in all, which is the most that one file may have.\n`,
    });
    expect(opened.mock.calls.filter(([at]) => String(at).endsWith("b"))).toHaveLength(1);
    jest.restoreAllMocks();
  });

  test("refuses keys that JSON.parse takes too long for", async () => {
    const { exitCode, stderr } = await hyperfan(["shapes"], JSON.stringify({ ["k".repeat(20_000)]: [1, 2] }));
    expect([exitCode, stderr]).toEqual([1, "error: standard input: Expected keys of at most 16000 characters; got one of 20000.\n"]);
  });

  test("prints what it reads again", async () => {
    const { stdout } = await hyperfan(["shapes", model]);
    expect((await hyperfan(["shapes"], stdout)).stdout).toBe(stdout);
  });

  test.each<[string, string, string | Buffer, string]>([
    ["a PyTorch checkpoint", "model.pt", Buffer.from([0x50, 0x4b, 3, 4, 0]), "is a zip archive, as PyTorch checkpoints and .keras files are: save its shapes from PyTorch, json.dump({k: list(v.shape) for k, v in model.state_dict().items()}, file), or its weights as safetensors."],
    ["a pickle", "model.pkl", Buffer.from([0x80, 2, 0]), "is a pickle, which is a program and not data: save its shapes from PyTorch, json.dump({k: list(v.shape) for k, v in model.state_dict().items()}, file), or its weights as safetensors."],
    ["an HDF5 file", "model.h5", Buffer.from("\x89HDF\r\n", "latin1"), 'is an HDF5 file: save its shapes from Keras, json.dump([{"name": w.path, "shape": w.shape} for w in model.weights], file).'],
    ["a GGUF file", "model.gguf", "GGUF....", "is a GGUF file, whose weights are packed for inference: give the model that it was made from."],
    ["something else", "model.bin", Buffer.from([1, 2, 3]), "is no model that can be read; give safetensors, TensorFlow.js's model.json, JSON from names to shapes or ONNX."],
    ["nothing", "empty", "", "is no model that can be read; give safetensors, TensorFlow.js's model.json, JSON from names to shapes or ONNX."],
  ])("says of %s what to do", async (_what, name, content, message) => {
    const at = file(folder, name, content);
    expect(await hyperfan(["shapes", at])).toEqual({ exitCode: 1, stdout: "", stderr: `error: ${at} ${message}\n` });
  });

  test.each<[string, () => string, readonly string[]]>([
    ["a file that is not there", () => join(folder, "none.json"), [`error: ${join(folder, "none.json")} does not exist; give the path of a model, or - for standard input.`]],
    ["a folder without a model", () => { mkdirSync(join(folder, "bare"), { recursive: true }); return join(folder, "bare"); }, [`error: ${join(folder, "bare")} is a folder without a model; give a file in it, or a folder that holds one of model.safetensors.index.json, model.safetensors, diffusion_pytorch_model.safetensors, adapter_model.safetensors, model.json, model.onnx.`]],
    ["text that is not JSON", () => file(folder, "bad.json", '{"a": [1,]}'), [`error: ${join(folder, "bad.json")}, line 1, column 10: Remove the comma before this ].`]],
    ["text that is not UTF-8", () => file(folder, "latin.json", Buffer.from('{"\u00e9": [1]}', "latin1")), [`error: ${join(folder, "latin.json")} is not UTF-8 text; save it as UTF-8.`]],
    ["a model of more bytes than can be read at once", () => { const at = file(folder, "large.onnx", ""); truncateSync(at, 100e9); return at; }, [`error: ${join(folder, "large.onnx")} is too large to read as a whole; save the shapes of its tensors as JSON.`]],
    ["shapes that are none", () => file(folder, "wrong.json", { a: [1, -1], b: "x" }), [`error: ${join(folder, "wrong.json")}: invalid model, 2 problems:`, "  /a/1: Expected whole numbers from 0 to 2^53 - 1 as dimensions; got -1.", '  /b: Expected a list of dimensions, such as [64, 3, 7, 7]; got "x".']],
    ["safetensors that are cut short", () => safetensors("short.safetensors", header, 100), [`error: ${join(folder, "short.safetensors")}: invalid model, 1 problem:`, "  (root): The tensors take 12040 bytes behind the header, and the file has 100 there: the file is cut short; get it again."]],
    ["a header that claims to be huge", () => file(folder, "huge.safetensors", Buffer.from([0, 0, 0, 0, 0, 0, 0, 0x7f, 0x7b])), [`error: ${join(folder, "huge.safetensors")}: invalid model, 1 problem:`, "  (root): The header is said to have 9151314442816847872 bytes, and the format allows at most 100000000: this is no safetensors file, or it is damaged."]],
  ])("fails for %s, and prints nothing", async (_what, make, lines) => {
    expect(await hyperfan(["shapes", make()])).toEqual({ exitCode: 1, stdout: "", stderr: `${lines.join("\n")}\n` });
  });
});

describe("a model that cannot be read", () => {
  afterEach(() => { jest.restoreAllMocks(); });

  const systemError = (code: string): Error => Object.assign(new Error(code), { code, errno: -constants.errno[code as "EIO"] });

  test.each([
    ["EACCES", "Permission denied: standard input. Check its permissions."],
    ["EIO", "standard input cannot be read: i/o error (EIO)."],
  ])("is told in words: %s of standard input", async (code, message) => {
    const stdin = new Readable({ read() { this.destroy(systemError(code)); } });
    await expect(readModel("-", { stdin, stdout: sink().stream, stderr: sink().stream })).rejects.toMatchObject({ exitCode: 1, message });
  });

  test("is told in words where it may not be opened", async () => {
    jest.spyOn(promises, "open").mockRejectedValue(systemError("EACCES"));
    expect(await hyperfan(["shapes", model])).toEqual({ exitCode: 1, stdout: "", stderr: `error: Permission denied: ${model}. Check its permissions.\n` });
  });

  test("is closed after it has been read", async () => {
    const opened = jest.spyOn(promises, "open");
    await hyperfan(["shapes", model]);
    const handles = await Promise.all(opened.mock.results.map(({ value }) => value as Promise<promises.FileHandle>));
    expect(handles.map(({ fd }) => fd)).toEqual(handles.map(() => -1));
    expect(handles).not.toEqual([]);
  });
});

test("hyperfan plan reads standard input once: as the model or as the request", async () => {
  const { exitCode, stdout, stderr } = await hyperfan(["plan", "--model", "-", "-"], JSON.stringify(list));
  expect([exitCode, stdout, stderr.split("\n")[0]]).toEqual([2, "", "error: Only one of the model and the request can be standard input."]);
});

describe("hyperfan plan --model", () => {
  const request = { kind: "hyperfan", targetShapes, paramMeta, inputs } as const;
  const planned = async (...args: readonly string[]): Promise<unknown> => JSON.parse((await hyperfan(["plan", "--model", path, ...args])).stdout);

  test("goes straight to a plan", async () => {
    expect(await planned("--input", "task:8")).toEqual(JSON.parse(JSON.stringify(plan({ ...request, hypernet: {} }))));
  });

  test("takes every option for the field of the request that it stands for", async () => {
    const options = ["--input", "task:8:0.5,noise:4", "--hidden", "64,32", "--activation", "tanh", "--norm", "layer", "--method", "out", "--main-activation", "gelu", "--conventions", "hypnettorch"];
    expect(await planned(...options)).toEqual(JSON.parse(JSON.stringify(plan({
      ...request,
      inputs: [{ name: "task", dim: 8, variance: 0.5 }, { name: "noise", dim: 4 }],
      hypernet: { hiddenDims: [64, 32], activation: "tanh", norm: "layer" },
      method: "out",
      mainActivation: "gelu",
      conventions: "hypnettorch",
    } as never))));
  });

  test("plans chunks, and no hidden layers", async () => {
    const made = await planned("--input", "task:8:0.001", "--hidden", "none", "--chunk-size", "1000", "--chunk-embedding", "16") as { readonly chunks: unknown };
    expect(made).toMatchObject({ kind: "chunked-hyperfan", hidden: [], chunks: { size: 1000, embeddingDim: 16, count: 239 } });
    expect(() => parsePlan(made)).not.toThrow();
  });

  test("takes the rest from a request without shapes, and the options go before it", async () => {
    const base = file(folder, "base.json", { inputs, hypernet: { hiddenDims: [7], dropout: 0.5 }, method: "out" });
    const made = JSON.parse((await hyperfan(["plan", base, "--model", path, "--hidden", "9"])).stdout);
    expect(made).toEqual(JSON.parse(JSON.stringify(plan({ ...request, hypernet: { hiddenDims: [9], dropout: 0.5 }, method: "out" } as never))));
  });

  test("writes to a file, and says what it read and guessed", async () => {
    const out = join(folder, "plan.json");
    const guess = file(folder, "guess.json", { "m.weight": [8], ...list });
    const { stdout, stderr, exitCode } = await hyperfan(["plan", "--model", guess, "--input", "task:8", "--out", out]);
    expect([exitCode, stdout]).toEqual([0, ""]);
    expect(stderr.split("\n").slice(0, 2)).toEqual([
      `${guess}: 5 tensors to generate, 238,518 parameters; 1 tensor left out`,
      "warning: m.weight: taken for bn_scale, which is a guess: a vector without a bias may be the scale of an RMS norm or the slope of an activation. It may also be: left out; bias.",
    ]);
    expect(() => parsePlan(JSON.parse(readFileSync(out, "utf8")))).not.toThrow();
  });

  test("plans for an ONNX model and for a large recorded one", async () => {
    expect((await hyperfan(["plan", "--model", onnx, "--input", "task:8"])).exitCode).toBe(0);
    const resnet = recordedModel("resnet50");
    const start = safetensorsOf(resnet);
    const bytes = resnet.tensors.reduce((total, { name, shape }) => total + shape.reduce((size, dim) => size * dim, 1) * (name.endsWith("tracked") ? 8 : 4), 0);
    const at = safetensors("resnet50.safetensors", start, bytes);
    const made = JSON.parse((await hyperfan(["plan", "--model", at, "--input", "task:8"])).stdout);
    expect(made.heads).toHaveLength(shapesFromSafetensors(start).targetShapes.length);
    rmSync(at);
  });

  test.each<[string, readonly string[], string]>([
    ["without inputs", [], "With --model, give --input NAME:SIZE as well, such as --input task:8, or a request."],
    ["with an input without a size", ["--input", "task"], "Expected blocks NAME:SIZE or NAME:SIZE:VARIANCE, such as task:8, for --input; got task."],
    ["with an input of a strange size", ["--input", "task:x"], "Expected whole numbers, such as 100, for --input; got x."],
    ["with an input of a strange variance", ["--input", "task:8:y"], "Expected numbers, such as 0.5, for --input; got y."],
    ["with widths that are no numbers", ["--input", "task:8", "--hidden", "100,"], "Expected whole numbers, such as 100, for --hidden; got nothing."],
    ["with a chunk size that is no number", ["--input", "task:8", "--chunk-size", "1e3"], "Expected whole numbers, such as 100, for --chunk-size; got 1e3."],
  ])("is bad usage %s", async (_how, args, message) => {
    expect(await hyperfan(["plan", "--model", path, ...args])).toMatchObject({ exitCode: 2, stdout: "" });
    expect((await hyperfan(["plan", "--model", path, ...args])).stderr).toContain(`error: ${message}\nSee hyperfan plan --help.\n`);
  });

  test("is needed for the options that go with it", async () => {
    expect(await hyperfan(["plan", "--hidden", "9"], "{}")).toEqual({ exitCode: 2, stdout: "", stderr: "error: Option --hidden goes with --model MODEL; without a model, write it into the request.\nSee hyperfan plan --help.\n" });
  });

  test("names what the planner refuses by its place in the request", async () => {
    const { exitCode, stderr } = await hyperfan(["plan", "--model", path, "--input", "task:8", "--method", "inn"]);
    expect((await hyperfan(["plan", "none.json", "--model", path])).stderr).toBe("error: none.json does not exist; give the path of a request, or - for standard input.\n");
    const base = file(folder, "wrong-base.json", { inputs, method: "inn" });
    expect((await hyperfan(["plan", base, "--model", path])).stderr).toContain(`error: ${base} with ${path}: invalid request, 1 problem:\n`);
    expect([exitCode, stderr.split("\n").slice(1)]).toEqual([1, [`error: the request for ${path}: invalid request, 1 problem:`, '  /method: Expected one of "in", "out", "harmonic"; got "inn". Did you mean "in"?', ""]]);
  });
});
