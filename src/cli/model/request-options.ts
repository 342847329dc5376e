import { isFields, type Fields } from "../../shapes/fields.js";
import type { ModelShapes } from "../../shapes/index.js";
import { badUsage } from "../command-error.js";
import type { Arguments, Option } from "../subcommand.js";

const SEE = "hyperfan plan";

function wholeNumber(text: string, option: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw badUsage(`Expected whole numbers, such as 100, for --${option}; got ${text === "" ? "nothing" : text}.`, SEE);
}

function finiteNumber(text: string, option: string): number {
  const number = text.trim() === "" ? NaN : Number(text);
  if (Number.isFinite(number)) return number;
  throw badUsage(`Expected numbers, such as 0.5, for --${option}; got ${text === "" ? "nothing" : text}.`, SEE);
}

/** "task:8:0.5" is a block of 8 entries of variance 0.5. */
function inputBlock(text: string): Fields {
  const [name, dim, variance, ...rest] = text.split(":");
  if (!name || dim === undefined || rest.length > 0) throw badUsage(`Expected blocks NAME:SIZE or NAME:SIZE:VARIANCE, such as task:8, for --input; got ${text}.`, SEE);
  return { name, dim: wholeNumber(dim, "input"), ...(variance === undefined ? {} : { variance: finiteNumber(variance, "input") }) };
}

const list = (text: string): readonly string[] => text.split(",");

/** An option that stands for a field of a request: where the field is, and what it holds. */
interface RequestOption extends Option {
  readonly value: string;
  readonly path: readonly [field: string, key?: string];
  readonly read: (text: string, option: string) => unknown;
}

const word = (text: string): string => text;

/** Options of `plan --model`, which stand for fields of the request. */
export const REQUEST_OPTIONS: Readonly<Record<string, RequestOption>> = {
  input: { value: "NAME:SIZE[:VARIANCE],…", summary: "input blocks, such as task:8 or task:8:0.5,noise:4", path: ["inputs"], read: (text) => list(text).map(inputBlock) },
  hidden: { value: "N,N,…", summary: "widths of the hidden layers, or none (default 100,100)", path: ["hypernet", "hiddenDims"], read: (text, option) => (text === "none" ? [] : list(text).map((part) => wholeNumber(part, option))) },
  activation: { value: "NAME", summary: "activation of the hidden layers (default relu)", path: ["hypernet", "activation"], read: word },
  norm: { value: "NAME", summary: "norm of the hidden layers: none, batch or layer (default none)", path: ["hypernet", "norm"], read: word },
  method: { value: "NAME", summary: "in, out or harmonic (default in)", path: ["method"], read: word },
  "main-activation": { value: "NAME", summary: "activation of the main network (default relu)", path: ["mainActivation"], read: word },
  "chunk-size": { value: "N", summary: "plan chunks of N elements", path: ["chunking", "size"], read: wholeNumber },
  "chunk-strategy": { value: "NAME", summary: "embedding, rescale or per-tensor-scale (default embedding)", path: ["chunking", "strategy"], read: word },
  "chunk-embedding": { value: "N", summary: "entries of a chunk embedding (default 8)", path: ["chunking", "embeddingDim"], read: wholeNumber },
  conventions: { value: "NAME", summary: "exact, hypnettorch or hypercl (default exact)", path: ["conventions"], read: word },
};

function withField(request: Fields, [field, key]: RequestOption["path"], value: unknown): Fields {
  if (key === undefined) return { ...request, [field]: value };
  const before = request[field];
  return { ...request, [field]: { ...(isFields(before) ? before : {}), [key]: value } };
}

/** Names of the options on this command line that only mean something with --model. */
export const requestOptionsIn = ({ values }: Arguments): readonly string[] => Object.keys(REQUEST_OPTIONS).filter((option) => values.has(option));

/** The request that `base`, the model and the options make together; the options go before `base`. */
export function requestFor({ targetShapes, paramMeta }: ModelShapes, base: unknown, { values }: Arguments): unknown {
  if (!isFields(base)) return base;
  const start: Fields = { kind: values.has("chunk-size") ? "chunked-hyperfan" : "hyperfan", ...base, targetShapes, paramMeta };
  return Object.entries(REQUEST_OPTIONS).reduce<Fields>((request, [option, { path, read }]) => {
    const given = values.get(option);
    return given === undefined ? request : withField(request, path, read(given, option));
  }, start);
}
