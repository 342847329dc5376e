import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { RequestInput } from "../../../src/index.js";
import { headerOf, type WrittenTensor } from "../../shapes/safetensors-bytes.js";

const examples = join(__dirname, "../../../docs/examples");

/** A committed example. */
export function example(name: string): RequestInput {
  return JSON.parse(readFileSync(join(examples, `${name}.request.json`), "utf8")) as RequestInput;
}

/** A network of `tensors` weights and biases of varying width; every second one is a bias. */
export function synthetic(tensors: number, kind: RequestInput["kind"], elementsPerTensor = 2000, chunks = 1000): RequestInput {
  const layers = tensors / 2;
  const width = (layer: number): number => 10 + (layer % 7);
  const fanIn = (layer: number): number => Math.max(1, Math.round((2 * elementsPerTensor) / width(layer)));
  const targetShapes = Array.from({ length: layers }, (_, layer) => [[width(layer), fanIn(layer)], [width(layer)]]).flat();
  const paramMeta = Array.from({ length: layers }, (_, layer) => [
    { name: "weight", layer, label: `layer${layer}.weight` },
    { name: "bias", layer, label: `layer${layer}.bias` },
  ]).flat();
  const base = { kind, targetShapes, paramMeta, inputs: [{ name: "task", dim: 8, variance: 1e-12 }] };
  if (kind === "hyperfan") return base;
  const elements = targetShapes.reduce((total, shape) => total + shape.reduce((size, dim) => size * dim, 1), 0);
  return { ...base, chunking: { size: Math.max(1, Math.round(elements / chunks)) } };
}

/** The header of a safetensors file of `tensors` weights and biases, as text. */
export function safetensorsHeader(tensors: number): string {
  const layer = (index: number): readonly WrittenTensor[] => {
    const width = 8 + (index % 7);
    return [{ name: `model.layers.${index}.mlp.up_proj.weight`, shape: [width, 16] }, { name: `model.layers.${index}.mlp.up_proj.bias`, shape: [width] }];
  };
  return JSON.stringify(headerOf(Array.from({ length: tensors / 2 }, (_, index) => layer(index)).flat()));
}
