import { expect, test } from "@jest/globals";
import type { Known, ModelTensor } from "../../src/shapes/model-tensor.js";
import { inferRoles } from "../../src/shapes/roles/infer.js";
import { issueOf } from "./issues-of.js";

const layersOf = (tensors: readonly ModelTensor[]): readonly number[] => inferRoles(tensors, "onnx").paramMeta.map(({ layer }) => layer);
const known = (layer?: string): Known => ({ rule: "by-graph", role: "weight", reason: "is read by MatMul", ...(layer === undefined ? {} : { layer }) });

const issueFor = (tensors: readonly ModelTensor[]): string => issueOf(() => inferRoles(tensors, "list"));

test("tensors of which the model says that they are one layer are one, with the biases beside them", () => {
  const tensors = [
    { name: "q.weight", shape: [8, 4], known: known("attention") },
    { name: "m.weight", shape: [8, 4], known: known("mlp") },
    { name: "m.bias", shape: [8] },
    { name: "k.weight", shape: [8, 4], known: known("attention") },
    { name: "k.bias", shape: [8] },
    { name: "n.weight", shape: [8, 4], known: known() },
    { name: "n.bias", shape: [8] },
  ];
  expect(layersOf(tensors)).toEqual([0, 1, 1, 0, 0, 2, 2]);
  expect(layersOf(tensors.toReversed())).toEqual([0, 0, 1, 1, 2, 2, 1]);
});

test("a bias whose weight is left out has no layer, and may be left out, too", () => {
  const tensors = [{ name: "m.weight", shape: [8, 4], elements: "integer" }, { name: "m.bias", shape: [8] }] as const;
  const { paramMeta, ambiguous } = inferRoles(tensors, "list");
  expect(paramMeta).toEqual([{ name: "bias", layer: -1, label: "m.bias" }]);
  expect(ambiguous).toEqual([{ tensor: 0, label: "m.bias", reason: "its weight is left out, so that its fans are unknown", alternatives: [{ generated: false }] }]);
});

test("a model without anything to generate is refused, with what became of its first tensor", () => {
  const scalar = (name: string): ModelTensor => ({ name, shape: [] });
  const why = "is a scalar, which has no fan, and no role gives it a start value; keep it in the main network";
  expect(issueFor([])).toBe(" no-tensors: The model has no tensors.");
  expect(issueFor([scalar("a")])).toBe(` no-tensors: The model's only tensor cannot be generated: a ${why}.`);
  expect(issueFor([scalar("a"), scalar("b")])).toBe(` no-tensors: None of the model's 2 tensors can be generated: a ${why}, and so on.`);
});

test("a model of 2^53 - 1 elements is read, one of more is refused", () => {
  expect(() => inferRoles([{ name: "a", shape: [Number.MAX_SAFE_INTEGER] }], "list")).not.toThrow();
  expect(issueFor([{ name: "a", shape: [Number.MAX_SAFE_INTEGER] }, { name: "b", shape: [1] }])).toBe(" too-large: The model's tensors have more than 2^53 - 1 elements in all.");
});

test("constants of a graph that no rule knows are left out in silence", () => {
  const { paramMeta, skipped } = inferRoles([{ name: "w.weight", shape: [8, 4], isIncidental: true }, { name: "x", shape: [3, 4], isIncidental: true }, { name: "axes", shape: [], isIncidental: true }], "onnx");
  expect(paramMeta.map(({ label }) => label)).toEqual(["w.weight"]);
  expect(skipped).toEqual([]);
});
