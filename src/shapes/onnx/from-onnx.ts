import type { Issue } from "../../errors.js";
import { shown } from "../../request/issues.js";
import { bytesOf } from "../given.js";
import { rolesByUse } from "../graph/trace.js";
import { invalid, problem, refuseAll } from "../invalid-model.js";
import type { ModelShapes } from "../model-shapes.js";
import type { ModelTensor } from "../model-tensor.js";
import { nameIssues } from "../names.js";
import { inferRoles } from "../roles/infer.js";
import { shapeIssues } from "../shape.js";
import { elementsOf } from "./element-types.js";
import { MODEL, type Attribute, type Graph, type Tensor } from "./messages.js";
import { ONNX } from "./operators.js";
import { flatten } from "./scopes.js";
import { readMessage } from "./wire.js";

const ROOT = ["graph", "initializer"];

type Issues = Generator<Issue, void, undefined>;

function* tensorIssues({ name, dims, dataType }: Tensor): Issues {
  const path = [...ROOT, name];
  if (elementsOf(dataType) === undefined) yield problem([...path, "data_type"], "unknown-type", `The tensor ${shown(name)} has elements of the unknown type ${dataType}.`);
  yield* shapeIssues(dims, [...path, "dims"]);
}

function* attributeIssues({ tensor, graphs }: Attribute): Issues {
  if (tensor !== undefined) yield* shapeIssues(tensor.dims, ["graph", "node", tensor.name]);
  for (const inner of graphs) yield* graphIssues(inner);
}

function* graphIssues({ initializers, nodes }: Graph): Issues {
  for (const tensor of initializers) yield* tensorIssues(tensor);
  yield* nameIssues(initializers.map(({ name }) => ({ name, path: () => [...ROOT, name] })), (name) => `Two initialisers are called ${name}; only one of them can be meant.`);
  for (const { attributes } of nodes) for (const attribute of attributes) yield* attributeIssues(attribute);
}

/**
 * Shapes and roles of an ONNX model: its initialisers, and the constants that its layers read. The tensors' data is
 * neither copied nor decoded.
 *
 * @throws {InvalidInputError} code "invalid-model"; nothing else, whatever is given.
 */
export function shapesFromOnnx(bytes: Uint8Array): ModelShapes {
  const { graph } = readMessage(MODEL, bytesOf(bytes, "the file's bytes"));
  if (graph === undefined) return invalid(["graph"], "missing", "The data has no graph: this is no ONNX model, or only a part of one.");
  refuseAll(graphIssues(graph));
  const { nodes, tensors, constants } = flatten(graph);
  const known = rolesByUse(nodes, tensors, ONNX);
  const described = [...tensors].map(([name, tensor]): ModelTensor => {
    const found = known.get(tensor);
    // Graphs are full of constants, of which few are parameters.
    return { ...tensor, ...(found === undefined ? {} : { known: found }), ...(constants.has(name) ? { isIncidental: true } : {}) };
  });
  return inferRoles(described, "onnx");
}
