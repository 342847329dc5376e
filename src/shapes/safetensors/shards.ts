import { InvalidInputError, pointer, type Issue } from "../../errors.js";
import { shown } from "../../request/issues.js";
import { isFields } from "../fields.js";
import { bytesOf, isSize, untrusted } from "../given.js";
import { invalid, problem, refuseAll } from "../invalid-model.js";
import { readJson } from "../json/json-source.js";
import { MAX_FILE_NAME, MAX_HEADER_BYTES, MAX_SHARDS } from "../limits.js";
import type { ModelShapes } from "../model-shapes.js";
import { nameIssues } from "../names.js";
import { inferRoles } from "../roles/infer.js";
import type { Entry } from "./entries.js";
import { safetensorsHeaderBytes } from "./header-size.js";
import { readHeader, type Header } from "./read-header.js";

/** One file of a model that is spread over several. */
export interface Shard {
  /** The file's first bytes; those of its header are enough. */
  readonly start: Uint8Array;
  /** Size of the whole file in bytes. */
  readonly fileBytes?: number | undefined;
}

type Issues = Generator<Issue, void, undefined>;
/** Names of files, by the names of the tensors in them. */
type WeightMap = ReadonlyMap<string, string>;

const WEIGHT_MAP = "weight_map";
/** A file beside the index, and nowhere else: the index may come from anyone. */
const isPlainName = (file: unknown): file is string => typeof file === "string" && file !== "" && file.length <= MAX_FILE_NAME && !/[\\/\0]|^\.{1,2}$/.test(file);

function* mapIssues(entries: readonly (readonly [string, unknown])[]): Issues {
  yield* nameIssues(entries.map(([name]) => ({ name, path: () => [WEIGHT_MAP, name] })), (name) => `Rename the second tensor called ${name}.`);
  for (const [tensor, file] of entries) {
    if (!isPlainName(file)) yield problem([WEIGHT_MAP, tensor], "bad-file-name", `Expected the name of a file beside the index; got ${shown(file)}.`);
  }
}

function weightMap(index: unknown): WeightMap {
  const data = readJson(index, "index");
  const map = isFields(data) ? data[WEIGHT_MAP] : undefined;
  if (!isFields(map)) return invalid([WEIGHT_MAP], "missing", `Give an index with a ${WEIGHT_MAP}, an object from tensor names to file names.`);
  const entries = Object.entries(map);
  refuseAll(mapIssues(entries));
  return new Map(entries as [string, string][]);
}

function filesOf(map: WeightMap): readonly string[] {
  const names = [...new Set(map.values())];
  if (names.length > MAX_SHARDS) return invalid([WEIGHT_MAP], "too-many-files", `Expected an index of at most ${MAX_SHARDS} files; got ${names.length}.`);
  return names;
}

/**
 * Names of the files that an index (model.safetensors.index.json) spreads a model over, each once: read the start of
 * each for `shapesFromSafetensorsShards`. They are plain names, without folders.
 *
 * @throws {InvalidInputError} code "invalid-model"; nothing else, whatever is given.
 */
export function safetensorsShardNames(index: unknown): readonly string[] {
  return filesOf(weightMap(index));
}

/** Refuses headers of a model that take more memory together than the largest header of one file. */
export function refuseLargeHeaders(bytes: number): void {
  if (bytes > MAX_HEADER_BYTES) invalid([], "headers-too-large", `The headers of the model's files have more than ${MAX_HEADER_BYTES} bytes in all, which is the most that one file may have.`);
}

/** What `read` gives; its problems are told apart from those of other files. */
function inFile<Result>(name: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    throw new InvalidInputError("invalid-model", error.issues.map((issue) => ({ ...issue, pointer: pointer(name) + issue.pointer, message: `${name}: ${issue.message}` })));
  }
}

function shardIn(given: unknown, name: string): Shard {
  if (given === undefined) return invalid([name], "missing-file", `Give the start of the file ${shown(name)}, which the index names.`);
  if (!isFields(given)) return invalid([name], "wrong-type", `Expected an object with the start of the file; got ${shown(given)}.`);
  const { start, fileBytes } = given;
  if (!isSize(fileBytes)) return invalid([name, "fileBytes"], "wrong-type", `Expected the file's size as a whole number of bytes; got ${shown(fileBytes)}.`);
  return { start: inFile(name, () => bytesOf(start, "the file's first bytes")), fileBytes };
}

function shardsIn(given: unknown, names: readonly string[]): ReadonlyMap<string, Shard> {
  return untrusted(() => {
    if (!(given instanceof Map)) return invalid([], "wrong-type", `Expected a Map from file names to the starts of the files; got ${shown(given)}.`);
    return new Map(names.map((name) => [name, shardIn(given.get(name), name)]));
  });
}

function headersOf(shards: ReadonlyMap<string, Shard>): ReadonlyMap<string, Header> {
  let bytes = 0;
  for (const [name, { start }] of shards) refuseLargeHeaders((bytes += inFile(name, () => safetensorsHeaderBytes(start))));
  return new Map([...shards].map(([name, { start, fileBytes }]) => [name, inFile(name, () => readHeader(start, fileBytes))]));
}

/** What index and headers say differently. */
function* mismatches(map: WeightMap, headers: ReadonlyMap<string, Header>): Issues {
  const found = new Map<string, string>();
  for (const [file, { entries }] of headers) {
    for (const { name } of entries) {
      const other = found.get(name);
      if (other !== undefined) yield problem([file, name], "repeated-name", `The tensor ${shown(name)} is in ${shown(other)} and in ${shown(file)}; only one of them can be meant.`);
      found.set(name, file);
    }
  }
  for (const [tensor, file] of map) {
    if (found.get(tensor) !== file) yield problem([WEIGHT_MAP, tensor], "missing-tensor", `The index says that the tensor ${shown(tensor)} is in ${shown(file)}, and it is not.`);
  }
  for (const [tensor, file] of found) {
    if (!map.has(tensor)) yield problem([file, tensor], "unlisted-tensor", `The tensor ${shown(tensor)} of ${shown(file)} is not in the index.`);
  }
}

/**
 * Shapes and roles of a model that is spread over several safetensors files.
 *
 * @param index model.safetensors.index.json, as bytes, text or parsed data.
 * @param shards the files that `safetensorsShardNames(index)` names, by name.
 * @throws {InvalidInputError} code "invalid-model"; nothing else, whatever is given.
 */
export function shapesFromSafetensorsShards(index: unknown, shards: ReadonlyMap<string, Shard>): ModelShapes {
  const map = weightMap(index);
  const headers = headersOf(shardsIn(shards, filesOf(map)));
  refuseAll(mismatches(map, headers));
  const entries = new Map<string, Entry>([...headers.values()].flatMap((header) => header.entries.map((entry) => [entry.name, entry])));
  const [first] = headers.values();
  // The index lists tensors by name or in the order of the model, whichever its writer had.
  return inferRoles([...map.keys()].flatMap((name) => entries.get(name) ?? []), "safetensors", first?.framework);
}
