import { InvalidInputError, pointer, refuse, type Issue } from "../../errors.js";
import { shown } from "../../request/issues.js";
import { guarded, invalid, problem } from "../invalid-model.js";
import { readJson } from "../json/json-source.js";
import { MAX_SHARDS } from "../limits.js";
import type { ModelShapes } from "../model-shapes.js";
import { inferRoles } from "../roles/infer.js";
import type { Entry } from "./entries.js";
import { frameworkOf } from "./from-safetensors.js";
import { readHeader, type Header } from "./read-header.js";

/** One file of a model that is spread over several. */
export interface Shard {
  /** The file's first bytes; those of its header are enough. */
  readonly start: Uint8Array;
  /** Size of the whole file in bytes. */
  readonly fileBytes?: number;
}

const WEIGHT_MAP = "weight_map";
/** A file beside the index, and nowhere else: the index may come from anyone. */
const isPlainName = (file: unknown): file is string => typeof file === "string" && file !== "" && !/[\\/\0]|^\.{1,2}$/.test(file);

function fileIssue([tensor, file]: readonly [string, unknown]): readonly Issue[] {
  if (tensor === "__proto__") return [problem([WEIGHT_MAP, tensor], "reserved-name", "Rename the tensor __proto__: this name cannot be used as a key.")];
  return isPlainName(file) ? [] : [problem([WEIGHT_MAP, tensor], "bad-file-name", `Give the name of a file beside the index instead of ${shown(file)}.`)];
}

function weightMap(index: unknown): ReadonlyMap<string, string> {
  const data = readJson(index, "index");
  const map = typeof data === "object" && data !== null ? (data as Readonly<Record<string, unknown>>)[WEIGHT_MAP] : undefined;
  if (typeof map !== "object" || map === null || Array.isArray(map)) {
    return invalid([WEIGHT_MAP], "missing", `Give an index with a ${WEIGHT_MAP}, an object from tensor names to file names.`);
  }
  const entries = Object.entries(map as Readonly<Record<string, unknown>>);
  refuse("invalid-model", entries.flatMap(fileIssue));
  return new Map(entries as [string, string][]);
}

/**
 * Names of the files that an index (model.safetensors.index.json) spreads a model over, each once: read the start of
 * each for `shapesFromSafetensorsShards`. They are plain names, without folders.
 *
 * @throws {InvalidInputError} code "invalid-model".
 */
export function safetensorsShardNames(index: unknown): readonly string[] {
  return guarded(index, () => {
    const names = [...new Set(weightMap(index).values())];
    if (names.length > MAX_SHARDS) return invalid([WEIGHT_MAP], "too-many-files", `Give an index of at most ${MAX_SHARDS} files instead of ${names.length}.`);
    return names;
  });
}

/** The header of one file; its problems are told apart from those of other files. */
function headerOf(name: string, shard: Shard | undefined): Header {
  if (shard === undefined) return invalid([name], "missing-file", `Give the start of the file ${shown(name)}, which the index names.`);
  try {
    return readHeader(shard.start, shard.fileBytes);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    throw new InvalidInputError("invalid-model", error.issues.map((issue) => ({ ...issue, pointer: pointer(name) + issue.pointer, message: `${name}: ${issue.message}` })));
  }
}

/** What index and headers say differently. */
function mismatches(map: ReadonlyMap<string, string>, headers: ReadonlyMap<string, Header>): readonly Issue[] {
  const found = new Map<string, string>();
  const repeated: Issue[] = [];
  for (const [file, { entries }] of headers) {
    for (const { name } of entries) {
      const other = found.get(name);
      if (other !== undefined) repeated.push(problem([file, name], "repeated-name", `The tensor ${shown(name)} is in ${shown(other)} and in ${shown(file)}; only one of them can be meant.`));
      found.set(name, file);
    }
  }
  const missing = [...map].filter(([tensor, file]) => found.get(tensor) !== file);
  const unlisted = [...found].filter(([tensor]) => !map.has(tensor));
  return [
    ...repeated,
    ...missing.map(([tensor, file]) => problem([WEIGHT_MAP, tensor], "missing-tensor", `The index says that the tensor ${shown(tensor)} is in ${shown(file)}, and it is not.`)),
    ...unlisted.map(([tensor, file]) => problem([file, tensor], "unlisted-tensor", `The tensor ${shown(tensor)} of ${shown(file)} is not in the index.`)),
  ];
}

/**
 * Shapes and roles of a model that is spread over several safetensors files.
 *
 * @param index model.safetensors.index.json, as bytes, text or parsed data.
 * @param shards the files that `safetensorsShardNames(index)` names, by name.
 * @throws {InvalidInputError} code "invalid-model"; nothing else, whatever the bytes.
 */
export function shapesFromSafetensorsShards(index: unknown, shards: ReadonlyMap<string, Shard>): ModelShapes {
  return guarded([index, shards], () => {
    const map = weightMap(index);
    const headers = new Map(safetensorsShardNames({ [WEIGHT_MAP]: Object.fromEntries(map) }).map((name) => [name, headerOf(name, shards.get(name))]));
    refuse("invalid-model", mismatches(map, headers));
    const entries = new Map<string, Entry>([...headers.values()].flatMap((header) => header.entries.map((entry) => [entry.name, entry])));
    const [first] = headers.values();
    // The index lists tensors by name or in the order of the model, whichever its writer had.
    return inferRoles([...map.keys()].flatMap((name) => entries.get(name) ?? []), "safetensors", first === undefined ? undefined : frameworkOf(first));
  });
}
