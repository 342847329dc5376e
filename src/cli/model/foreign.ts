/** Files that are no model that can be read, by how they begin, and what to do about each. */
export interface Foreign {
  readonly bytes: readonly number[];
  /** Where the bytes are; 0 without one. */
  readonly at?: number;
  readonly advice: string;
}

const PYTORCH = "save its shapes from PyTorch, json.dump({k: list(v.shape) for k, v in model.state_dict().items()}, file), or its weights as safetensors";
const KERAS = 'save its shapes from Keras, json.dump([{"name": w.path, "shape": w.shape} for w in model.weights], file)';
const PICKLE = `is a pickle, which is a program and not data: ${PYTORCH}`;
const UTF_16 = "is UTF-16 text; save it as UTF-8";

export const FOREIGN: readonly Foreign[] = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], advice: `is a zip archive, as PyTorch checkpoints and .keras files are: ${PYTORCH}` },
  { bytes: [0x80, 0x02], advice: PICKLE },
  { bytes: [0x80, 0x04], advice: PICKLE },
  { bytes: [0x89, 0x48, 0x44, 0x46], advice: `is an HDF5 file: ${KERAS}` },
  { bytes: [0x47, 0x47, 0x55, 0x46], advice: "is a GGUF file, whose weights are packed for inference: give the model that it was made from" },
  { bytes: [0x54, 0x46, 0x4c, 0x33], at: 4, advice: "is a TFLite file, whose weights are packed for inference: give the model that it was made from" },
  { bytes: [0x93, 0x4e, 0x55, 0x4d], advice: "is a NumPy file, one array without a name: save the shapes of all arrays as JSON" },
  { bytes: [0x1f, 0x8b], advice: "is compressed: unpack it first" },
  { bytes: [0xff, 0xfe], advice: UTF_16 },
  { bytes: [0xfe, 0xff], advice: UTF_16 },
];
