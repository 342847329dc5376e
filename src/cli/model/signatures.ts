/** Files that are no model that can be read, by how they begin, and what to do about each. */
interface Foreign {
  readonly bytes: readonly number[];
  /** Where the bytes are; 0 without one. */
  readonly at?: number;
  readonly advice: string;
}

const PYTORCH = "save its shapes from PyTorch, json.dump({k: list(v.shape) for k, v in model.state_dict().items()}, file), or its weights as safetensors";
const KERAS = 'save its shapes from Keras, json.dump([{"name": w.path, "shape": w.shape} for w in model.weights], file)';

const FOREIGN: readonly Foreign[] = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], advice: `is a zip archive, as PyTorch checkpoints and .keras files are: ${PYTORCH}` },
  { bytes: [0x80, 0x02], advice: `is a pickle, which is a program and not data: ${PYTORCH}` },
  { bytes: [0x80, 0x04], advice: `is a pickle, which is a program and not data: ${PYTORCH}` },
  { bytes: [0x89, 0x48, 0x44, 0x46], advice: `is an HDF5 file: ${KERAS}` },
  { bytes: [0x47, 0x47, 0x55, 0x46], advice: "is a GGUF file, whose weights are packed for inference: give the model that it was made from" },
  { bytes: [0x54, 0x46, 0x4c, 0x33], at: 4, advice: "is a TFLite file, whose weights are packed for inference: give the model that it was made from" },
  { bytes: [0x93, 0x4e, 0x55, 0x4d], advice: "is a NumPy file, one array without a name: save the shapes of all arrays as JSON" },
  { bytes: [0x1f, 0x8b], advice: "is compressed: unpack it first" },
];

/** What to do about a file that is no model that can be read; undefined for any other. */
export function foreignAdvice(start: Uint8Array): string | undefined {
  return FOREIGN.find(({ bytes, at = 0 }) => bytes.every((byte, index) => start[at + index] === byte))?.advice;
}

/** White space, {, [, and the byte order mark that some editors write. */
const JSON_STARTS: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d, 0x7b, 0x5b, 0xef]);
const BRACE = 0x7b;
const LENGTH_BYTES = 8;
/** Tag of an ONNX model's first field, its version. */
const ONNX_START = 0x08;

/** A safetensors header is shorter than 2^32 bytes, so that the last half of its length is 0, which no text has. */
const isSafetensors = (start: Uint8Array): boolean => start[LENGTH_BYTES] === BRACE && start.subarray(4, LENGTH_BYTES).every((byte) => byte === 0);

export type Kind = "safetensors" | "json" | "onnx";

/** What a file is, by its first bytes; undefined for none of what is known. */
export function kindOf(start: Uint8Array, name: string): Kind | undefined {
  if (isSafetensors(start) || name.endsWith(".safetensors")) return "safetensors";
  if (name.endsWith(".onnx")) return "onnx";
  const [first = 0] = start;
  if (JSON_STARTS.has(first)) return "json";
  return first === ONNX_START ? "onnx" : undefined;
}
