import type { ModelShapes } from "../../shapes/index.js";
import { FOREIGN, type Foreign } from "./foreign.js";
import { fromJson, fromOnnx, fromSafetensors } from "./readers.js";
import type { Source } from "./source.js";

/** A format of models. */
export interface Format {
  /** What messages call files of this format. */
  readonly titles: readonly string[];
  /** Whether a file that begins so is of this format and of no other. */
  readonly isSigned?: (start: Uint8Array) => boolean;
  /** How names of such files end. */
  readonly ending?: string;
  /** First bytes that such a file may have where nothing else is known of it. */
  readonly firstBytes?: readonly number[];
  /** Names that such files have in the folder of a model. */
  readonly inFolders: readonly string[];
  readonly read: (source: Source) => Promise<ModelShapes>;
}

const BRACE = 0x7b;
const LENGTH_BYTES = 8;

/** A safetensors header is shorter than 2^32 bytes, so that the last half of its length is 0, which is in no other format here. */
const isSafetensors = (start: Uint8Array): boolean => start[LENGTH_BYTES] === BRACE && start.subarray(4, LENGTH_BYTES).every((byte) => byte === 0);

/** All formats that can be read. To add one, add a row here and its reader to readers.ts. */
export const FORMATS: readonly Format[] = [
  {
    titles: ["safetensors"],
    isSigned: isSafetensors,
    ending: ".safetensors",
    inFolders: ["model.safetensors.index.json", "model.safetensors", "diffusion_pytorch_model.safetensors", "adapter_model.safetensors"],
    read: fromSafetensors,
  },
  {
    titles: ["TensorFlow.js's model.json", "JSON from names to shapes"],
    // White space, {, [, and the byte order mark that some editors write.
    firstBytes: [0x20, 0x09, 0x0a, 0x0d, 0x7b, 0x5b, 0xef],
    inFolders: ["model.json"],
    read: fromJson,
  },
  {
    titles: ["ONNX"],
    ending: ".onnx",
    // The tag of the first field, the version.
    firstBytes: [0x08],
    inFolders: ["model.onnx"],
    read: fromOnnx,
  },
];

const isForeign = (start: Uint8Array) => ({ bytes, at = 0 }: Foreign): boolean => bytes.every((byte, index) => start[at + index] === byte);

/**
 * What a file is, by its first bytes and its name; undefined for nothing that is known. A length may begin like any
 * foreign file, and a foreign file may have any name.
 */
export function recognise(start: Uint8Array, name: string): Format | Foreign | undefined {
  return FORMATS.find(({ isSigned }) => isSigned?.(start))
    ?? FOREIGN.find(isForeign(start))
    ?? FORMATS.find(({ ending }) => ending !== undefined && name.endsWith(ending))
    ?? FORMATS.find(({ firstBytes = [] }) => firstBytes.includes(start[0] ?? -1));
}
