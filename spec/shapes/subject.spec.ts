import { describe, expect, test } from "@jest/globals";
import type { ModelTensor } from "../../src/shapes/model-tensor.js";
import { isReal, outerPrefix, subjectReader } from "../../src/shapes/roles/subject.js";

const tensor = (name: string): ModelTensor => ({ name, shape: [2, 3] });

/** The parts of names that are read one after the other. */
function partsOf(names: readonly string[]): readonly (readonly string[])[] {
  const read = subjectReader();
  return names.map((name, index) => {
    const { path, prefix, module, leaf } = read(tensor(name), index);
    return [path, prefix, module, leaf];
  });
}

describe("a name", () => {
  test.each([
    ["layer1.0.conv1.weight", "layer1.0.conv1.", "conv1", "weight"],
    ["a/b/kernel", "a/b/", "b", "kernel"],
    ["a/b.kernel", "a/b.", "b", "kernel"],
    ["weight", "", "", "weight"],
    [".weight", ".", "", "weight"],
    ["a.", "a.", "a", ""],
    ["", "", "", ""],
  ])("%j is the module's prefix %j, its name %j, and the leaf %j", (name, ...expected) => {
    expect(partsOf([name])).toEqual([[name, ...expected]]);
  });

  test("is taken apart whatever was read before it", () => {
    const names = ["a.b.w", "a.b.v", "a.b.c.w", "a.b.w", "a.w", "x.b.w", "a.bb.w", "w", "a.b.w", "", "a.b.w"];
    expect(partsOf(names)).toEqual(names.flatMap((name) => partsOf([name])));
  });

  test.each([
    ["a/kernel:0", "a/kernel"],
    ["a/kernel:1", "a/kernel:1"],
    ["c.parametrizations.weight.original", "c.weight_orig"],
    ["c.parametrizations.weight.original0", "c.weight_g"],
    ["c.parametrizations.weight.original1", "c.weight_v"],
    ["c.parametrizations.weight.0._u", "c.weight_u"],
    ["c.parametrizations.weight.12._v", "c.weight_v"],
    ["c.parametrizations.weight.original2", "c.parametrizations.weight.original2"],
    ["c.parametrizations.weight.original0.x", "c.parametrizations.weight.original0.x"],
    ["c.parametrizations.weight.original1.x", "c.parametrizations.weight.original1.x"],
    ["c.parametrizations.weight.original.x", "c.parametrizations.weight.original.x"],
    ["c.parametrizations.weight.x._u", "c.parametrizations.weight.x._u"],
    ["c.parametrizations.weight.0._ux", "c.parametrizations.weight.0._ux"],
    ["q.lora_A.default.weight", "q.lora_A.weight"],
    ["q.lora_B.default.weight", "q.lora_B.weight"],
    ["q.lora_A.weight", "q.lora_A.weight"],
    ["q.lora_A.weights.weight", "q.lora_A.weight"],
    ["q.lora_A.default.weight.x", "q.lora_A.default.weight.x"],
    ["q.lora_A.a.b.weight", "q.lora_A.a.b.weight"],
    ["q.other.default.weight", "q.other.default.weight"],
  ])("%s is the path %s", (name, expected) => {
    expect(partsOf([name])[0]?.[0]).toBe(expected);
  });
});

test("the module around a module is what stands before it", () => {
  const read = subjectReader();
  expect(["a.b.w", "a/b/w", "b.w", "w", ".w"].map((name, index) => outerPrefix(read(tensor(name), index)))).toEqual(["a.", "a/", "", "", ""]);
});

test("a tensor holds parameters if its elements are real, as they are where nothing is said", () => {
  const read = subjectReader();
  expect([undefined, "real", "integer", "boolean", "text"].map((elements) => isReal(read({ ...tensor("a"), ...(elements === undefined ? {} : { elements: elements as "real" }) }, 0)))).toEqual([true, true, false, false, false]);
});
