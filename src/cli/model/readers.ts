import { join } from "node:path";
import { safetensorsHeaderBytes, safetensorsShardNames, shapesFromList, shapesFromSafetensors, shapesFromSafetensorsShards, shapesFromTfjs, type ModelShapes, type Shard } from "../../shapes/index.js";
import { refuseLargeHeaders } from "../../shapes/safetensors/shards.js";
import { failure } from "../command-error.js";
import { explainInvalid } from "../explain-invalid.js";
import { parseJson } from "../parse-json.js";
import { namedSource, type Source } from "./source.js";

/** Bytes in front of a safetensors header, which hold its length. */
const PREFIX_BYTES = 8;

/** Bytes at the start of a safetensors file that hold its header. */
async function headerBytes({ name, start }: Source): Promise<number> {
  const prefix = await start(PREFIX_BYTES);
  return explainInvalid(name, () => safetensorsHeaderBytes(prefix));
}

export async function fromSafetensors(source: Source): Promise<ModelShapes> {
  const start = await source.start(await headerBytes(source));
  return explainInvalid(source.name, () => shapesFromSafetensors(start, { fileBytes: source.bytes }));
}

async function fromShards({ folder, name }: Source, index: unknown): Promise<ModelShapes> {
  if (folder === undefined) throw failure(`${name} is the index of a model in several files; give the path of the index, so that the files beside it can be read.`);
  const names = explainInvalid(name, () => safetensorsShardNames(index));
  const shards = new Map<string, Shard>();
  let bytes = 0;
  for (const shard of names) {
    const source = await namedSource(join(folder, shard));
    const size = await headerBytes(source);
    bytes += size;
    // Before it is read: an index of many files may be larger than memory.
    explainInvalid(name, () => { refuseLargeHeaders(bytes); });
    shards.set(shard, { start: await source.start(size), fileBytes: source.bytes });
  }
  return explainInvalid(name, () => shapesFromSafetensorsShards(index, shards));
}

function decodeText(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw failure(`${name} is not UTF-8 text; save it as UTF-8.`);
  }
}

const hasKey = (value: unknown, ...keys: readonly string[]): boolean => keys.some((key) => Object.hasOwn(Object(value) as object, key));
const isManifest = (value: unknown): boolean => Array.isArray(value) && hasKey(value[0], "weights");

/** JSON tells by its keys whether it is an index, a model of TensorFlow.js or a list. */
export async function fromJson(source: Source): Promise<ModelShapes> {
  const { name } = source;
  const text = decodeText(await source.all(), name);
  // Its messages say line and column, where the library's reader does not know the file.
  const value = parseJson(text, name);
  if (hasKey(value, "weight_map")) return fromShards(source, text);
  const isTfjs = hasKey(value, "weightsManifest", "modelTopology") || isManifest(value);
  return explainInvalid(name, () => (isTfjs ? shapesFromTfjs(text) : shapesFromList(text)));
}

export async function fromOnnx(source: Source): Promise<ModelShapes> {
  const bytes = await source.all();
  // Only here, so that nothing else loads the protobuf library. The path is right from every file that this one is bundled into.
  const { shapesFromOnnx } = await import("../model/read-onnx.js");
  return explainInvalid(source.name, () => shapesFromOnnx(bytes));
}
