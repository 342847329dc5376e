import { shown } from "../../request/issues.js";
import { isFields, type Fields } from "../fields.js";
import type { Attributes, GraphNode } from "../graph/operators.js";
import { invalid } from "../invalid-model.js";
import { refuseLong } from "../names.js";

/** Attributes are tagged values: {"b": true}, {"i": "3"}. Only those that fans depend on are read. */
function readAttributes(attr: unknown): Attributes {
  if (!isFields(attr)) return new Map();
  return new Map(Object.entries(attr).flatMap(([name, value]) => (isFields(value) && typeof value["b"] === "boolean" ? [[name, Number(value["b"])] as const] : [])));
}

/** An input is "name", "name:output" or, where only the order matters, "^name". */
const tensorName = (input: unknown): string => (typeof input === "string" ? input.replace(/:\d+$/, "") : "");

function readNode(node: unknown, index: number): GraphNode {
  if (!isFields(node) || typeof node["name"] !== "string" || typeof node["op"] !== "string") {
    return invalid(["modelTopology", "node", index], "wrong-type", `Expected a node with a name and an op; got ${shown(node)}.`);
  }
  const { name, op: operator, input, attr } = node as { readonly name: string; readonly op: string } & Fields;
  const inputs = Array.isArray(input) ? input.map(tensorName) : [];
  for (const word of [name, ...inputs]) refuseLong(word, () => ["modelTopology", "node", index]);
  return { operator, name, inputs, outputs: [name], attributes: readAttributes(attr) };
}

/** The nodes of a graph model's topology. */
export function readNodes(topology: Fields): readonly GraphNode[] {
  const nodes = topology["node"];
  if (!Array.isArray(nodes)) return [];
  return nodes.map(readNode);
}
