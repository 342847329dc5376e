import { MAX_RANK } from "../limits.js";
import { readInner, readInteger, readIntegers, readName, type At, type MessageType } from "./wire.js";

// The part of onnx.proto that shapes and roles need. Field numbers are those of the published schema; data fields
// (raw_data and its kin) are not among them, so tensors are skipped and neither copied nor decoded.

export interface Tensor {
  dims: number[];
  dataType: number;
  name: string;
}

export interface Attribute {
  name: string;
  integer: number | undefined;
  tensor: Tensor | undefined;
  graphs: Graph[];
}

export interface Node {
  inputs: string[];
  outputs: string[];
  name: string;
  operator: string;
  attributes: Attribute[];
}

export interface Graph {
  nodes: Node[];
  initializers: Tensor[];
}

export interface Model {
  irVersion: number;
  graph: Graph | undefined;
}

type Read<Message> = (into: Message, at: At) => void;
const fields = <Message>(...entries: readonly (readonly [number, Read<Message>])[]): ReadonlyMap<number, Read<Message>> => new Map(entries);

const TENSOR: MessageType<Tensor> = {
  empty: () => ({ dims: [], dataType: 0, name: "" }),
  fields: fields<Tensor>(
    [1, (into, at) => { readIntegers(into.dims, at, MAX_RANK); }],
    [2, (into, at) => { into.dataType = readInteger(at); }],
    [8, (into, at) => { into.name = readName(at); }],
  ),
};

/** A sparse tensor: the name is that of its values, the dimensions are its own. */
const SPARSE: MessageType<Tensor> = {
  empty: TENSOR.empty,
  fields: fields<Tensor>(
    [1, (into, at) => { const { name, dataType } = readInner(TENSOR, "values", at); Object.assign(into, { name, dataType }); }],
    [3, (into, at) => { readIntegers(into.dims, at, MAX_RANK); }],
  ),
};

const ATTRIBUTE: MessageType<Attribute> = {
  empty: () => ({ name: "", integer: undefined, tensor: undefined, graphs: [] }),
  fields: fields<Attribute>(
    [1, (into, at) => { into.name = readName(at); }],
    [3, (into, at) => { into.integer = readInteger(at); }],
    [5, (into, at) => { into.tensor = readInner(TENSOR, "t", at); }],
    [6, (into, at) => { into.graphs.push(readInner(GRAPH, "g", at)); }],
    [11, (into, at) => { into.graphs.push(readInner(GRAPH, "graphs", at)); }],
  ),
};

const NODE: MessageType<Node> = {
  empty: () => ({ inputs: [], outputs: [], name: "", operator: "", attributes: [] }),
  fields: fields<Node>(
    [1, (into, at) => { into.inputs.push(readName(at)); }],
    [2, (into, at) => { into.outputs.push(readName(at)); }],
    [3, (into, at) => { into.name = readName(at); }],
    [4, (into, at) => { into.operator = readName(at); }],
    [5, (into, at) => { into.attributes.push(readInner(ATTRIBUTE, into.attributes.length, at)); }],
  ),
};

const GRAPH: MessageType<Graph> = {
  empty: () => ({ nodes: [], initializers: [] }),
  fields: fields<Graph>(
    [1, (into, at) => { into.nodes.push(readInner(NODE, into.nodes.length, at)); }],
    [5, (into, at) => { into.initializers.push(readInner(TENSOR, into.initializers.length, at)); }],
    [15, (into, at) => { into.initializers.push(readInner(SPARSE, into.initializers.length, at)); }],
  ),
};

/** A whole model. */
export const MODEL: MessageType<Model> = {
  empty: () => ({ irVersion: 0, graph: undefined }),
  fields: fields<Model>(
    [1, (into, at) => { into.irVersion = readInteger(at); }],
    [7, (into, at) => { into.graph = readInner(GRAPH, "graph", at); }],
  ),
};
