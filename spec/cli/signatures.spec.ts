import { describe, expect } from "@jest/globals";
import { fc, test } from "@fast-check/jest";
import { foreignAdvice, kindOf } from "../../src/cli/model/signatures.js";

const latin = (text: string): Uint8Array => Buffer.from(text, "latin1");
const advised = (text: string): string | undefined => foreignAdvice(latin(text));

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
  ])("is known by how it begins: %j", (start, advice) => {
    expect(advised(`${start}\u0000`)).toBe(advice);
    expect(advised(start)).toBe(advice);
    expect(advised(start.slice(0, -1))).toBeUndefined();
    expect(advised(`.${start}`)).toBeUndefined();
  });
});

/** The first bytes of safetensors whose header has `size` bytes. */
function safetensorsStart(size: number, rest: string): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(size));
  return Buffer.concat([length, latin(rest)]);
}

describe("the kind of a model", () => {
  const kind = (start: Uint8Array, name = "model"): string | undefined => kindOf(start, name);

  test.prop([fc.integer({ min: 0, max: 2 ** 32 - 1 })])("is told by a safetensors header, whatever its length is and the file is called", (size) => {
    expect(kind(safetensorsStart(size, "{"), "x.onnx")).toBe("safetensors");
  });

  test("is not safetensors where the length is too large, the text too short, or no object follows", () => {
    const onnxLike = (size: number, rest: string): string | undefined => kind(safetensorsStart(size, rest), "x.onnx");
    expect([2 ** 32, 2 ** 40, 2 ** 48].map((size) => onnxLike(size, "{"))).toEqual(["onnx", "onnx", "onnx"]);
    expect([onnxLike(1, ""), onnxLike(1, "[")]).toEqual(["onnx", "onnx"]);
    expect(kind(Buffer.alloc(8), "x.onnx")).toBe("onnx");
  });

  test("is told by its name before its content", () => {
    expect(kind(latin("{}"), "x.safetensors")).toBe("safetensors");
    expect(kind(latin("{}"), "x.onnx")).toBe("onnx");
    expect(kind(latin("{}"), "x.onnx.json")).toBe("json");
    expect(kind(latin("{}"), "x.safetensors.json")).toBe("json");
  });

  test.prop([fc.json(), fc.constantFrom("", " ", "\t", "\n", "\r", "\uFEFF")])("is JSON for an object or a list, behind white space or a byte order mark", (text, before) => {
    fc.pre(/^[[{]/.test(text));
    expect(kind(Buffer.from(before + text))).toBe("json");
  });

  test("is ONNX by its first tag, and nothing for anything else", () => {
    expect(kind(Buffer.from([0x08, 7]))).toBe("onnx");
    const others = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => kind(Buffer.from([byte])) === undefined);
    expect(others).toHaveLength(256 - 8);
    expect(kind(new Uint8Array())).toBeUndefined();
  });
});
