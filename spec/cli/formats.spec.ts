import { describe, expect } from "@jest/globals";
import { fc, test } from "@fast-check/jest";
import { FOREIGN } from "../../src/cli/model/foreign.js";
import { FORMATS, recognise } from "../../src/cli/model/formats.js";

const latin = (text: string): Uint8Array => Buffer.from(text, "latin1");

/** The first title of a format, or what to do about a file that is of none. */
function kindOf(start: Uint8Array, name = "model"): string | undefined {
  const found = recognise(start, name);
  return found === undefined || "advice" in found ? found?.advice : found.titles[0];
}

const [SAFETENSORS, JSON_MODEL, ONNX] = ["safetensors", "TensorFlow.js's model.json", "ONNX"];

const TORCH = "save its shapes from PyTorch, json.dump({k: list(v.shape) for k, v in model.state_dict().items()}, file), or its weights as safetensors";

describe("a file that is no model to be read", () => {
  test.each([
    ["PK\u0003\u0004", `is a zip archive, as PyTorch checkpoints and .keras files are: ${TORCH}`],
    ["\u0080\u0002", `is a pickle, which is a program and not data: ${TORCH}`],
    ["\u0080\u0004", `is a pickle, which is a program and not data: ${TORCH}`],
    ["\u0089HDF", 'is an HDF5 file: save its shapes from Keras, json.dump([{"name": w.path, "shape": w.shape} for w in model.weights], file)'],
    ["GGUF", "is a GGUF file, whose weights are packed for inference: give the model that it was made from"],
    ["....TFL3", "is a TFLite file, whose weights are packed for inference: give the model that it was made from"],
    ["\u0093NUM", "is a NumPy file, one array without a name: save the shapes of all arrays as JSON"],
    ["\u001f\u008b", "is compressed: unpack it first"],
    ["\u00ff\u00fe", "is UTF-16 text; save it as UTF-8"],
    ["\u00fe\u00ff", "is UTF-16 text; save it as UTF-8"],
  ])("is known by how it begins: %j", (start, advice) => {
    expect(kindOf(latin(`${start}\u0000`))).toBe(advice);
    expect(kindOf(latin(start), "x.safetensors")).toBe(advice);
    expect(kindOf(latin(start.slice(0, -1)))).toBeUndefined();
    expect(kindOf(latin(`.${start}`))).toBeUndefined();
  });
});

/** The first bytes of safetensors whose header has `size` bytes. */
function safetensorsStart(size: number, rest: string): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(size));
  return Buffer.concat([length, latin(rest)]);
}

/** How any other file may begin, of which a length may be made. */
const BEGINNINGS = [...FOREIGN.map(({ bytes }) => bytes), ...FORMATS.flatMap(({ firstBytes = [] }) => firstBytes.map((byte) => [byte]))];
/** Lengths whose bytes begin like another file. */
const lookalike = fc.tuple(fc.constantFrom(...BEGINNINGS), fc.uint8Array({ minLength: 4, maxLength: 4 }))
  .map(([bytes, rest]) => Buffer.from([...bytes, ...rest].slice(0, 4)).readUInt32LE());

describe("the kind of a model", () => {
  test.prop([fc.oneof(lookalike, fc.integer({ min: 0, max: 2 ** 32 - 1 })), fc.constantFrom("x.onnx", "x.json", "x.safetensors", "x")])("is told by a safetensors header, whatever its length is and the file is called", (size, name) => {
    expect(kindOf(safetensorsStart(size, "{"), name)).toBe(SAFETENSORS);
  });

  test("is not safetensors where the length is too large, the text too short, or no object follows", () => {
    const onnxLike = (size: number, rest: string): string | undefined => kindOf(safetensorsStart(size, rest), "x.onnx");
    expect([2 ** 32, 2 ** 40, 2 ** 48].map((size) => onnxLike(size, "{"))).toEqual([ONNX, ONNX, ONNX]);
    expect([onnxLike(1, ""), onnxLike(1, "[")]).toEqual([ONNX, ONNX]);
    expect(kindOf(Buffer.alloc(8), "x.onnx")).toBe(ONNX);
  });

  test("is told by its name before its content", () => {
    expect(kindOf(latin("{}"), "x.safetensors")).toBe(SAFETENSORS);
    expect(kindOf(latin("{}"), "x.onnx")).toBe(ONNX);
    expect(kindOf(latin("{}"), "x.onnx.json")).toBe(JSON_MODEL);
    expect(kindOf(latin("{}"), "x.safetensors.json")).toBe(JSON_MODEL);
  });

  test.prop([fc.json(), fc.constantFrom("", " ", "\t", "\n", "\r", "\uFEFF")])("is JSON for an object or a list, behind white space or a byte order mark", (text, before) => {
    fc.pre(/^[[{]/.test(text));
    expect(kindOf(Buffer.from(before + text))).toBe(JSON_MODEL);
  });

  test("is ONNX by its first tag, and nothing for anything else", () => {
    expect(kindOf(Buffer.from([0x08, 7]))).toBe(ONNX);
    const others = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => kindOf(Buffer.from([byte])) === undefined);
    expect(others).toHaveLength(256 - 8);
    expect(kindOf(new Uint8Array())).toBeUndefined();
  });
});
