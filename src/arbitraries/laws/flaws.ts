import type { RequestInput } from "../../request/schema.js";
import { BOTH, CHUNKED, FULL } from "./cases.js";
import type { Kind } from "./planner.js";

/** Something that makes a request invalid. */
export interface Flaw {
  readonly name: string;
  readonly kinds: readonly Kind[];
  /** Where an issue must point to. */
  readonly pointer: string;
  readonly spoil: (request: RequestInput) => unknown;
}

const flaw = (name: string, kinds: readonly Kind[], pointer: string, spoil: Flaw["spoil"]): Flaw => ({ name, kinds, pointer, spoil });

const without = (request: RequestInput, keys: readonly (keyof RequestInput)[]): object =>
  Object.fromEntries(Object.entries(request).filter(([name]) => !(keys as readonly string[]).includes(name)));

const missing = (name: string, kinds: readonly Kind[], key: keyof RequestInput): Flaw => flaw(name, kinds, `/${key}`, (request) => without(request, [key]));

/** A flaw in some fields, which are put in place of the request's. */
const fields = (name: string, kinds: readonly Kind[], pointer: string, spoilt: Readonly<Record<string, unknown>>): Flaw =>
  flaw(name, kinds, pointer, (request) => ({ ...request, ...spoilt }));

/** A flaw in what is said of the tensors: a single matrix, but for the fields given. */
const tensors = (name: string, kinds: readonly Kind[], pointer: string, spoilt: Readonly<Record<string, unknown>>): Flaw =>
  flaw(name, kinds, pointer, (request) => ({ ...without(request, ["paramMeta", "generated", "targetVariances", "headOverrides"]), targetShapes: [[2, 3]], ...spoilt }));

/** Flaws that JSON can hold, so that a planner may be behind a pipe. Each makes one issue and no other. */
export const flaws: readonly Flaw[] = [
  flaw("no request at all", BOTH, "", () => null),
  flaw("a list for a request", BOTH, "", (request) => [request]),
  missing("no kind", BOTH, "kind"),
  fields("an unknown kind", BOTH, "/kind", { kind: "half" }),
  missing("no shapes", BOTH, "targetShapes"),
  tensors("an empty list of shapes", BOTH, "/targetShapes", { targetShapes: [] }),
  tensors("a dimension of 0", BOTH, "/targetShapes/0/1", { targetShapes: [[2, 0]] }),
  tensors("half a dimension", BOTH, "/targetShapes/0/0", { targetShapes: [[2.5, 2]] }),
  tensors("a shape that is no list", BOTH, "/targetShapes/0", { targetShapes: ["2x3"] }),
  tensors("a weight without fans", BOTH, "/targetShapes/0", { targetShapes: [[2]], paramMeta: [{ name: "weight" }] }),
  tensors("too much metadata", BOTH, "/paramMeta", { paramMeta: [{ name: "weight" }, { name: "weight" }] }),
  tensors("a reserved name", BOTH, "/paramMeta/0/name", { paramMeta: [{ name: "constructor" }], targetVariances: [1] }),
  tensors("groups that divide nothing", BOTH, "/paramMeta/0/groups", { paramMeta: [{ name: "weight", groups: 7 }] }),
  tensors("an index without a tensor", BOTH, "/generated/0", { generated: [1] }),
  tensors("a repeated index", BOTH, "/generated/1", { generated: [0, 0] }),
  tensors("a negative target variance", BOTH, "/targetVariances/weight", { targetVariances: { weight: -1 } }),
  tensors("too many target variances", BOTH, "/targetVariances", { targetVariances: [1, 1] }),
  fields("an unknown key", BOTH, "/colour", { colour: "red" }),
  fields("an unknown method", BOTH, "/method", { method: "median" }),
  fields("an unknown activation", BOTH, "/mainActivation", { mainActivation: "step" }),
  fields("an unknown convention", BOTH, "/conventions/lastChunk", { conventions: { lastChunk: "half" } }),
  fields("an input without entries", BOTH, "/inputs/0/dim", { inputs: [{ dim: 0 }] }),
  fields("a negative variance", BOTH, "/inputs/0/variance", { inputs: [{ dim: 1, variance: -1 }] }),
  fields("a layer without units", BOTH, "/hypernet/hiddenDims/0", { hypernet: { hiddenDims: [0] } }),
  fields("a dropout of 1", BOTH, "/hypernet/dropout", { hypernet: { dropout: 1 } }),
  fields("no inputs", FULL, "/inputs", { inputs: [] }),
  fields("chunks in a full request", FULL, "/chunking", { chunking: { size: 1 } }),
  tensors("a name without a rule", FULL, "/paramMeta/0/name", { paramMeta: [{ name: "gate" }] }),
  tensors("a scale without a bias to make it", FULL, "/hypernet/useBias", { paramMeta: [{ name: "bn_scale" }], hypernet: { useBias: false } }),
  missing("no chunks", CHUNKED, "chunking"),
  fields("chunks without elements", CHUNKED, "/chunking/size", { chunking: { size: 0 }, inputs: [{ dim: 1 }] }),
  fields("embeddings without entries", CHUNKED, "/chunking/embeddingDim", { chunking: { size: 1, embeddingDim: 0 }, inputs: [{ dim: 1 }] }),
  fields("a norm layer", CHUNKED, "/hypernet/norm", { hypernet: { norm: "batch" } }),
  fields("overridden heads", CHUNKED, "/headOverrides", { headOverrides: {} }),
];
