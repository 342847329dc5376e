import { shown } from "../../request/issues.js";
import { isFields, type Fields } from "../fields.js";
import { rolesByUse } from "../graph/trace.js";
import { invalid } from "../invalid-model.js";
import { readJson } from "../json/json-source.js";
import type { ModelShapes } from "../model-shapes.js";
import type { Known, ModelTensor } from "../model-tensor.js";
import { inferRoles } from "../roles/infer.js";
import { readNodes } from "./graph-nodes.js";
import { layersKnowledge } from "./layers.js";
import { readManifest } from "./manifest.js";
import { TENSORFLOW } from "./operators.js";

/** Weights of a graph model have the names of the nodes that hold them. */
function graphKnowledge(topology: Fields, tensors: readonly ModelTensor[]): (tensor: ModelTensor) => Known | undefined {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const known = rolesByUse(readNodes(topology), byName, TENSORFLOW);
  return (tensor) => known.get(tensor);
}

function knowledge(topology: unknown, tensors: readonly ModelTensor[]): (tensor: ModelTensor) => Known | undefined {
  if (!isFields(topology)) return () => undefined;
  return Array.isArray(topology["node"]) ? graphKnowledge(topology, tensors) : layersKnowledge(topology);
}

/**
 * Shapes and roles of a TensorFlow.js model: a model.json, of layers or of a graph, or a weights manifest alone. Bytes,
 * text or parsed data.
 *
 * @throws {InvalidInputError} code "invalid-model"; nothing else, whatever the input.
 */
export function shapesFromTfjs(source: unknown): ModelShapes {
  const model = readJson(source, "model");
  if (Array.isArray(model)) return inferRoles(readManifest(model, []), "tfjs", "tensorflow");
  if (!isFields(model) || !Array.isArray(model["weightsManifest"])) {
    return invalid(["weightsManifest"], "missing", `Expected a model.json with a weightsManifest, or the manifest itself; got ${shown(model)}.`);
  }
  const tensors = readManifest(model["weightsManifest"], ["weightsManifest"]);
  const knownOf = knowledge(model["modelTopology"], tensors);
  const described = tensors.map((tensor) => {
    const known = knownOf(tensor);
    return known === undefined ? tensor : { ...tensor, known };
  });
  return inferRoles(described, "tfjs", "tensorflow");
}
