import { open, readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { safetensorsHeaderBytes, safetensorsShardNames, shapesFromList, shapesFromSafetensors, shapesFromSafetensorsShards, shapesFromTfjs, type ModelShapes, type Shard } from "../../shapes/index.js";
import { failure } from "../command-error.js";
import { explainInvalid } from "../explain-invalid.js";
import { drain } from "../input.js";
import type { Io } from "../io.js";
import { parseJson } from "../parse-json.js";
import { explain } from "../system-error.js";
import { foreignAdvice, kindOf } from "./signatures.js";

/** A model, and what messages call it. */
export interface ReadModel {
  readonly name: string;
  readonly shapes: ModelShapes;
}

/** A file or standard input: its first bytes are cheap, all of them may not be. */
interface Source {
  readonly name: string;
  readonly bytes: number;
  readonly start: (count: number) => Promise<Uint8Array>;
  readonly all: () => Promise<Uint8Array>;
  /** The folder that the file is in; undefined for standard input. */
  readonly folder: string | undefined;
}

/** Enough to tell what a file is. */
const SIGNATURE_BYTES = 16;
/** What a folder of a model may hold, the first that is there first. */
const IN_FOLDERS = ["model.safetensors.index.json", "model.safetensors", "diffusion_pytorch_model.safetensors", "adapter_model.safetensors", "model.json", "model.onnx"];

const advice = (path: string): Readonly<Record<string, string>> => ({
  ENOENT: `${path} does not exist; give the path of a model, or - for standard input.`,
  EACCES: `${path} may not be read; check its permissions.`,
  ERR_FS_FILE_TOO_LARGE: `${path} is too large to read as a whole; save the shapes of its tensors as JSON.`,
});

async function attempt<Result>(path: string, action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    throw failure(explain(error, advice(path), `${path} cannot be read`));
  }
}

async function readStart(path: string, count: number): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function fileSource(path: string): Promise<Source> {
  const { size } = await attempt(path, () => stat(path));
  return {
    name: path,
    bytes: size,
    start: (count) => attempt(path, () => readStart(path, Math.min(count, size))),
    all: () => attempt(path, () => readFile(path)),
    folder: dirname(path),
  };
}

async function standardInput({ stdin }: Io): Promise<Source> {
  const name = "standard input";
  const bytes = await attempt(name, () => drain(stdin));
  return { name, bytes: bytes.length, start: (count) => Promise.resolve(bytes.subarray(0, count)), all: () => Promise.resolve(bytes), folder: undefined };
}

/** The model's file in a folder; the path itself where it is no folder. */
async function modelFile(path: string): Promise<string> {
  if (!(await attempt(path, () => stat(path))).isDirectory()) return path;
  for (const name of IN_FOLDERS) {
    const inside = join(path, name);
    if (await stat(inside).then((found) => found.isFile(), () => false)) return inside;
  }
  throw failure(`${path} is a folder without a model; give a file in it, or a folder that holds one of ${IN_FOLDERS.join(", ")}.`);
}

async function readHeader({ name, bytes, start }: Source): Promise<Shard> {
  const prefix = await start(SIGNATURE_BYTES);
  const size = explainInvalid(name, () => safetensorsHeaderBytes(prefix));
  return { start: await start(size), fileBytes: bytes };
}

async function fromShards(source: Source, index: unknown): Promise<ModelShapes> {
  const { folder, name } = source;
  if (folder === undefined) throw failure(`${name} is the index of a model in several files; give the path of the index, so that the files beside it can be read.`);
  const names = explainInvalid(name, () => safetensorsShardNames(index));
  const shards = new Map<string, Shard>();
  for (const shard of names) shards.set(shard, await readHeader(await fileSource(join(folder, shard))));
  return explainInvalid(name, () => shapesFromSafetensorsShards(index, shards));
}

const hasKey = (value: unknown, ...keys: readonly string[]): boolean => keys.some((key) => Object.hasOwn(Object(value) as object, key));
const isManifest = (value: unknown): boolean => Array.isArray(value) && hasKey(value[0], "weights");

async function fromJson(source: Source): Promise<ModelShapes> {
  const { name } = source;
  const bytes = await source.all();
  const text = explainInvalid(name, () => decodeText(bytes, name));
  // Its messages say line and column; the library's reader then looks for repeated keys.
  const value = parseJson(text, name);
  if (hasKey(value, "weight_map")) return fromShards(source, text);
  const isTfjs = hasKey(value, "weightsManifest", "modelTopology") || isManifest(value);
  return explainInvalid(name, () => (isTfjs ? shapesFromTfjs(text) : shapesFromList(text)));
}

function decodeText(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw failure(`${name} is not UTF-8 text; save it as UTF-8.`);
  }
}

async function fromSafetensors(source: Source): Promise<ModelShapes> {
  const { start } = await readHeader(source);
  return explainInvalid(source.name, () => shapesFromSafetensors(start, { fileBytes: source.bytes }));
}

async function fromOnnx(source: Source): Promise<ModelShapes> {
  const bytes = await source.all();
  // Only here, so that nothing else loads the protobuf library. The path is right from every file that this one is bundled into.
  const { shapesFromOnnx } = await import("../model/read-onnx.js");
  return explainInvalid(source.name, () => shapesFromOnnx(bytes));
}

const READERS = { safetensors: fromSafetensors, json: fromJson, onnx: fromOnnx } as const;

/** The shapes and roles of the model at `path`: a file, a folder that holds one, or standard input with "-". */
export async function readModel(path: string, io: Io): Promise<ReadModel> {
  const source = path === "-" ? await standardInput(io) : await fileSource(await modelFile(path));
  const { name } = source;
  const start = await source.start(SIGNATURE_BYTES);
  const foreign = foreignAdvice(start);
  if (foreign !== undefined) throw failure(`${name} ${foreign}.`);
  const kind = kindOf(start, name);
  if (kind === undefined) throw failure(`${name} is no model that can be read; give safetensors, ONNX, TensorFlow.js's model.json, or JSON from names to shapes.`);
  return { name, shapes: await READERS[kind](source) };
}
