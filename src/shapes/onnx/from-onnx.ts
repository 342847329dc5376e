import { refuse, type Issue } from "../../errors.js";
import { shown } from "../../request/issues.js";
import { rolesByUse } from "../graph/trace.js";
import { guarded, invalid, problem } from "../invalid-model.js";
import type { ModelShapes } from "../model-shapes.js";
import type { ModelTensor } from "../model-tensor.js";
import { inferRoles } from "../roles/infer.js";
import { shapeIssues } from "../shape.js";
import { elementsOf } from "./element-types.js";
import { MODEL, type Graph, type Tensor } from "./messages.js";
import { ONNX } from "./operators.js";
import { flatten } from "./scopes.js";
import { readMessage } from "./wire.js";

const ROOT = ["graph", "initializer"];

function tensorIssues({ name, dims, dataType }: Tensor): readonly Issue[] {
  const path = [...ROOT, name];
  return [
    ...(name === "__proto__" ? [problem(path, "reserved-name", "Rename the tensor __proto__: this name cannot be used as a key.")] : []),
    ...(elementsOf(dataType) === undefined ? [problem([...path, "data_type"], "unknown-type", `The tensor ${shown(name)} has elements of the unknown type ${dataType}.`)] : []),
    ...shapeIssues(dims, [...path, "dims"]),
  ];
}

function repeatedNames(initializers: readonly Tensor[]): readonly Issue[] {
  const seen = new Set<string>();
  return initializers.flatMap(({ name }) => {
    const repeated = seen.has(name);
    seen.add(name);
    return repeated ? [problem([...ROOT, name], "repeated-name", `Two initialisers are called ${shown(name)}; only one of them can be meant.`)] : [];
  });
}

function graphIssues({ initializers, nodes }: Graph): readonly Issue[] {
  const attributes = nodes.flatMap((node) => node.attributes);
  return [
    ...initializers.flatMap(tensorIssues),
    ...repeatedNames(initializers),
    ...attributes.flatMap(({ tensor }) => (tensor === undefined ? [] : shapeIssues(tensor.dims, ["graph", "node", tensor.name]))),
    ...attributes.flatMap(({ graphs }) => graphs.flatMap(graphIssues)),
  ];
}

function read(bytes: Uint8Array): ModelShapes {
  const { graph } = readMessage(MODEL, bytes);
  if (graph === undefined) return invalid(["graph"], "missing", "The data has no graph: this is no ONNX model, or only a part of one.");
  refuse("invalid-model", graphIssues(graph));
  const { nodes, tensors, constants } = flatten(graph);
  const known = rolesByUse(nodes, tensors, ONNX);
  const described = [...tensors].map(([name, tensor]): ModelTensor => {
    const found = known.get(tensor);
    // Graphs are full of constants, of which few are parameters.
    return { ...tensor, ...(found === undefined ? {} : { known: found }), ...(constants.has(name) ? { isIncidental: true } : {}) };
  });
  return inferRoles(described, "onnx");
}

/**
 * Shapes and roles of an ONNX model: its initialisers, and the constants that its layers read. The tensors' data is
 * neither copied nor decoded.
 *
 * @throws {InvalidInputError} code "invalid-model"; nothing else, whatever the bytes.
 */
export function shapesFromOnnx(bytes: Uint8Array): ModelShapes {
  return guarded(bytes, () => {
    if (!(bytes instanceof Uint8Array)) return invalid([], "wrong-type", "Give the file's bytes as a Uint8Array.");
    return read(bytes);
  });
}
