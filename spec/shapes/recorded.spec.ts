import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parseRequest, plan } from "../../src/index.js";
import { shapesFromList } from "../../src/shapes/index.js";
import { judge } from "./judge.js";
import { recordedModel, recordedNames, type RecordedModel } from "./recorded-model.js";
import { readingsOf } from "./read-recorded.js";
import { modelTable } from "./table.js";

// Real models, read from every format that they have, against the roles that their architectures define.

const sizeOf = (shape: readonly number[]): number => shape.reduce((size, dimension) => size * dimension, 1);
const parametersOf = ({ tensors }: RecordedModel): number =>
  tensors.filter(({ truth }) => truth.role !== "-").reduce((total, { shape }) => total + sizeOf(shape), 0);

const inputs = [{ name: "task", dim: 8 }];
const readings = recordedNames().flatMap((name) => {
  const model = recordedModel(name);
  return readingsOf(name, model).map(({ format, shapes }) => [name, format, model, shapes] as const);
});

test.each(recordedNames())("%s is recorded with all its parameters", (name) => {
  const model = recordedModel(name);
  expect(parametersOf(model)).toBe(model.parameters);
});

/** Numbers that the models' authors publish. */
test.each([
  ["resnet50", 25_557_032],
  ["vgg16", 138_357_544],
  ["mobilenet_v2", 3_504_872],
  ["vit_b_16", 86_567_656],
  ["resnext50_32x4d", 25_028_904],
  ["convnext_tiny", 28_589_128],
  ["swin_t", 28_288_354],
  ["squeezenet1_1", 1_235_496],
  ["gpt2", 124_439_808],
  ["clip-vit-b-32", 151_277_313],
  ["t5-small", 60_506_624],
  ["tinyllama-1.1b", 1_100_048_384],
  ["mixtral-8x7b", 46_702_792_704],
  ["stable-diffusion-1.5-unet", 859_520_964],
] as const)("%s has its published number of parameters", (name, parameters) => {
  expect(recordedModel(name).parameters).toBe(parameters);
});

describe.each(readings)("%s, read as %s,", (_name, _format, model, shapes) => {
  test("has no role that is wrong without a word of doubt", () => {
    expect(judge(model, shapes()).wrong.map(({ what }) => what)).toEqual([]);
  });

  test("accounts for every tensor, with a reason", () => {
    const { paramMeta, skipped, targetShapes, reasons } = shapes();
    const names = new Set([...paramMeta.map(({ label }) => label), ...skipped.map(({ name }) => name)]);
    const constants = model.tensors.filter(({ name, truth }) => truth.role === "-" && !names.has(name));
    expect(names.size + constants.length).toBe(model.tensors.length);
    expect([targetShapes.length, reasons.length]).toEqual([paramMeta.length, paramMeta.length]);
    expect(reasons.every(({ reason, tensor }, index) => reason.length > 10 && tensor === index)).toBe(true);
    expect(skipped.every(({ reason }) => reason.length > 10)).toBe(true);
  });

  test("makes a valid request, full and chunked, and a plan", () => {
    const { targetShapes, paramMeta } = shapes();
    const request = JSON.parse(JSON.stringify({ kind: "hyperfan", targetShapes, paramMeta, inputs }));
    expect(() => parseRequest(request)).not.toThrow();
    expect(() => parseRequest({ ...request, kind: "chunked-hyperfan", chunking: { size: 1000 } })).not.toThrow();
    expect(plan(request)).toMatchObject({ kind: "hyperfan" });
  });

  test("pairs every bias that has a layer with one weight", () => {
    const { paramMeta } = shapes();
    const weights = paramMeta.filter(({ name }) => name === "weight").map(({ layer }) => layer);
    expect(new Set(weights).size).toBe(weights.length);
    const biases = paramMeta.filter(({ name, layer }) => name === "bias" && layer !== -1);
    expect(biases.filter(({ layer }) => !weights.includes(layer))).toEqual([]);
  });
});

test("the order of the tensors is the model's own", () => {
  const { paramMeta } = shapesFromList({ "b.weight": [3, 2], "a.weight": [4, 3], "a.bias": [4] });
  expect(paramMeta.map(({ label }) => label)).toEqual(["b.weight", "a.weight", "a.bias"]);
});

describe("shapes that were recorded elsewhere", () => {
  const networks = JSON.parse(readFileSync(join(__dirname, "..", "fixtures", "reference", "networks.json"), "utf8"));
  const trained = (name: string): readonly string[] =>
    recordedModel(name).tensors.filter(({ truth }) => truth.role !== "-").map(({ shape }) => shape.join("x"));

  test.each([["resnet50", "tv-resnet50"], ["mobilenet_v2", "tv-mobilenet_v2"], ["vit_b_16", "tv-vit_b_16"], ["squeezenet1_1", "tv-squeezenet1_1"]])(
    "%s has the shapes of %s",
    (name, network) => { expect(trained(name)).toEqual(networks[network].tensors); },
  );
});

test("docs/models.md has the table that these models make", () => {
  const page = readFileSync(join(__dirname, "..", "..", "docs", "models.md"), "utf8");
  const table = page.split("\n").filter((line) => line.startsWith("| "));
  expect(table.filter((line) => !line.startsWith("| what"))).toEqual(expect.arrayContaining([...modelTable()]));
});
