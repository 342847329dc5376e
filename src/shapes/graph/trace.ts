import type { Role, Traits } from "../model-shapes.js";
import type { Doubt, Known, ModelTensor } from "../model-tensor.js";
import type { GraphNode, Use, Uses } from "./operators.js";

/** How a graph's format names and orders what its operators do. */
export interface Dialect {
  /** What operators make of their inputs. */
  readonly operators: ReadonlyMap<string, Uses>;
  /** Operators that pass their first input on unchanged, as far as its role is concerned. */
  readonly transparent: ReadonlySet<string>;
  /** Operators that add their inputs: a vector beside a layer's output is its bias. */
  readonly additions: ReadonlySet<string>;
  /** The operator that reorders axes. */
  readonly transpose: string;
  /** Operators that give the same numbers another shape; behind them a vector is still a bias, but a matrix has lost its axes. */
  readonly reshapes: ReadonlySet<string>;
}

/** A tensor, and what happened to it on the way to where it is read. */
interface Origin {
  readonly tensor: ModelTensor;
  readonly isSwapped: boolean;
  readonly isReshaped: boolean;
}

/** Fewest dimensions of a tensor in a role: a product with a vector is no layer. */
const LEAST_RANK: Readonly<Partial<Record<Role, number>>> = { weight: 2, embedding: 2 };

const OTHER_USE = (role: string): Doubt => ({ reason: "operators of the graph use it in different ways, of which the first is taken", alternatives: [{ name: role }] });

/**
 * Finds the tensor that a name stands for behind operators that pass it on, reshape it, or swap the axes of a matrix.
 * What is found of a name is kept, so that a chain of operators is followed once.
 */
function originFinder(nodes: readonly GraphNode[], tensors: ReadonlyMap<string, ModelTensor>, { transparent, transpose, reshapes }: Dialect): (name: string) => Origin | undefined {
  const passes = nodes.filter(({ operator }) => operator === transpose || transparent.has(operator) || reshapes.has(operator));
  const makers = new Map(passes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  const origins = new Map<string, Origin | undefined>();

  const behind = ({ operator }: GraphNode, { tensor, isSwapped, isReshaped }: Origin): Origin => ({
    tensor,
    isSwapped: isSwapped !== (operator === transpose),
    isReshaped: isReshaped || reshapes.has(operator) || (operator === transpose && tensor.shape.length !== 2),
  });

  return (name) => {
    const chain: (readonly [name: string, maker: GraphNode])[] = [];
    let at = name;
    let maker = makers.get(at);
    while (!tensors.has(at) && !origins.has(at) && maker !== undefined) {
      chain.push([at, maker]);
      // A chain that comes back here has no start.
      origins.set(at, undefined);
      at = maker.inputs[0] ?? "";
      maker = makers.get(at);
    }
    const tensor = tensors.get(at);
    let origin = tensor === undefined ? origins.get(at) : { tensor, isSwapped: false, isReshaped: false };
    for (const [passed, by] of chain.toReversed()) {
      origin = origin === undefined ? undefined : behind(by, origin);
      origins.set(passed, origin);
    }
    return origin;
  };
}

/** A matrix whose axes are swapped before it is read keeps them in the other order. */
function unswap({ layout, ...traits }: Traits): Traits {
  return layout === "HWIO" ? traits : { ...traits, layout: "HWIO" };
}

const at = ({ name, operator }: GraphNode): string => (name === "" ? operator : `${operator} ${name}`);

function asKnown(node: GraphNode, key: string, { tensor, isSwapped }: Origin, { role, because, traits, apart = false }: Use): Known {
  const own = traits?.(tensor.shape, node.attributes);
  return {
    rule: `operator-${node.operator}`,
    role,
    reason: role === null ? because : `${because} of ${at(node)}`,
    ...(own === undefined ? {} : { traits: isSwapped ? unswap(own) : own }),
    ...(apart ? {} : { layer: key }),
  };
}

/** Whether a tensor can have the role that an operator gives to its input. */
function isFit({ tensor: { shape, elements = "real" }, isReshaped }: Origin, role: Role | null): boolean {
  if (role === null) return true;
  const rank = LEAST_RANK[role];
  if (rank !== undefined && (shape.length < rank || isReshaped)) return false;
  return shape.length > 0 && (elements === "real" || (role === "weight" && elements === "integer"));
}

/** The roles that the operators of a graph give to its tensors, by tensor. */
export function rolesByUse(nodes: readonly GraphNode[], tensors: ReadonlyMap<string, ModelTensor>, dialect: Dialect): ReadonlyMap<ModelTensor, Known> {
  const originOf = originFinder(nodes, tensors, dialect);
  const known = new Map<ModelTensor, Known>();
  /** The layer whose output a name is. */
  const layers = new Map<string, string>();

  const give = (tensor: ModelTensor, found: Known): void => {
    const before = known.get(tensor);
    if (before === undefined) known.set(tensor, found);
    else if (before.role !== found.role && found.role !== null && before.doubt === undefined) known.set(tensor, { ...before, doubt: OTHER_USE(found.role) });
  };

  const useInputs = (node: GraphNode, key: string, inputs: Uses): void => {
    for (const [position, use] of inputs) {
      const origin = originOf(node.inputs[position] ?? "");
      if (origin === undefined || !isFit(origin, use.role)) continue;
      give(origin.tensor, asKnown(node, key, origin, use));
      if (use.role === "weight" && use.apart !== true) for (const output of node.outputs) layers.set(output, key);
    }
  };

  const useAddition = (node: GraphNode): void => {
    const layer = node.inputs.map((input) => layers.get(input)).find((found) => found !== undefined);
    const origin = node.inputs.map(originOf).find((found) => found !== undefined);
    if (layer === undefined || origin?.tensor.shape.length !== 1 || !isFit(origin, "bias")) return;
    give(origin.tensor, { rule: `operator-${node.operator}`, role: "bias", reason: `is added to the output of a layer by ${at(node)}`, layer });
  };

  for (const [index, node] of nodes.entries()) {
    const inputs = dialect.operators.get(node.operator);
    if (inputs !== undefined) useInputs(node, `#${index}`, inputs);
    else if (dialect.additions.has(node.operator)) useAddition(node);
    else if (dialect.transparent.has(node.operator)) {
      const layer = layers.get(node.inputs[0] ?? "");
      if (layer !== undefined) for (const output of node.outputs) layers.set(output, layer);
    }
  }
  return known;
}
