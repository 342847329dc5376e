import type { GraphNode } from "../graph/operators.js";
import type { ModelTensor } from "../model-tensor.js";
import { elementsOf } from "./element-types.js";
import type { Attribute, Graph, Node, Tensor } from "./messages.js";

/** A model's graphs laid out as one: names of inner graphs may repeat, so each carries the graph that it belongs to. */
export interface Flat {
  readonly nodes: readonly GraphNode[];
  /** By qualified name. */
  readonly tensors: ReadonlyMap<string, ModelTensor>;
  /** Qualified names of constants that nodes make, of which only those that are weights count. */
  readonly constants: ReadonlySet<string>;
}

/** Names that are known in a graph, with those of the graphs around it. */
interface Scope {
  readonly id: number;
  readonly names: ReadonlySet<string>;
  readonly outer: Scope | undefined;
}

/** Cannot be in a name that an exporter writes. */
const SEPARATOR = "\u0000";

function qualify(name: string, scope: Scope): string {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) if (at.names.has(name)) return `${at.id}${SEPARATOR}${name}`;
  return `${scope.id}${SEPARATOR}${name}`;
}

/** Of most nodes; an empty map takes as much as a node. */
const NO_ATTRIBUTES: GraphNode["attributes"] = new Map();

function attributesOf({ attributes }: Node): GraphNode["attributes"] {
  if (attributes.length === 0) return NO_ATTRIBUTES;
  return new Map(attributes.flatMap(({ name, integer }) => (integer === undefined ? [] : [[name, integer] as const])));
}

const constantOf = ({ operator, attributes }: Node): Tensor | undefined => (operator === "Constant" ? attributes.find(({ tensor }) => tensor !== undefined)?.tensor : undefined);
const describe = (name: string, { dims, dataType }: Tensor): ModelTensor => ({ name, shape: dims, elements: elementsOf(dataType) ?? "real" });

const inner = ({ graphs }: Attribute): readonly Graph[] => graphs;

/** All graphs of a model as one. */
export function flatten(graph: Graph): Flat {
  const nodes: GraphNode[] = [];
  const tensors = new Map<string, ModelTensor>();
  const constants = new Set<string>();
  let graphs = 0;

  const visit = ({ initializers, nodes: own }: Graph, outer: Scope | undefined): void => {
    const names = new Set([...initializers.map(({ name }) => name), ...own.flatMap(({ outputs }) => outputs)]);
    const scope: Scope = { id: graphs, names, outer };
    graphs += 1;
    for (const tensor of initializers) tensors.set(qualify(tensor.name, scope), describe(tensor.name, tensor));
    for (const node of own) {
      const constant = constantOf(node);
      const [output] = node.outputs;
      if (constant !== undefined && output !== undefined) {
        const name = qualify(output, scope);
        tensors.set(name, describe(output, constant));
        constants.add(name);
        continue;
      }
      nodes.push({
        operator: node.operator,
        name: node.name,
        inputs: node.inputs.map((name) => (name === "" ? "" : qualify(name, scope))),
        outputs: node.outputs.map((name) => qualify(name, scope)),
        attributes: attributesOf(node),
      });
      for (const child of node.attributes.flatMap(inner)) visit(child, scope);
    }
  };

  visit(graph, undefined);
  return { nodes, tensors, constants };
}
