import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { shapesFromList, shapesFromSafetensors, shapesFromTfjs, type ModelShapes } from "../../src/shapes/index.js";
import { shapesFromOnnx } from "../../src/shapes/onnx/index.js";
import { folder, type RecordedModel } from "./recorded-model.js";
import { safetensorsOf } from "./safetensors-bytes.js";

/** One way to read a recorded model. */
export interface Reading {
  readonly format: string;
  readonly shapes: () => ModelShapes;
}

const bytesOf = (file: string): Uint8Array => new Uint8Array(gunzipSync(readFileSync(join(folder, file))));
const has = (file: string): boolean => existsSync(join(folder, file));

const list = ({ tensors }: RecordedModel): ModelShapes => shapesFromList(Object.fromEntries(tensors.map(({ name, shape }) => [name, shape])));

/** Models with a file of their own are read from it, all others as a list of names and as a safetensors header. */
export function readingsOf(name: string, model: RecordedModel): readonly Reading[] {
  const [tfjs, onnx] = [`${name}.tfjs.json.gz`, `${name}.onnx.gz`];
  if (has(tfjs)) return [{ format: "TensorFlow.js", shapes: () => shapesFromTfjs(bytesOf(tfjs)) }];
  if (has(onnx)) return [{ format: "ONNX", shapes: () => shapesFromOnnx(bytesOf(onnx)) }];
  return [
    { format: "names and shapes", shapes: () => list(model) },
    { format: "safetensors", shapes: () => shapesFromSafetensors(safetensorsOf(model)) },
  ];
}
