import { fc, test } from "@fast-check/jest";
import { describe, expect } from "@jest/globals";
import { parseRequest } from "../../src/index.js";
import { InvalidInputError, shapesFromList, shapesFromSafetensors, shapesFromTfjs, type ModelShapes } from "../../src/shapes/index.js";
import { shapesFromOnnx } from "../../src/shapes/onnx/index.js";
import { membersInText, membersInValue } from "../../src/shapes/json/members.js";
import { repeatedKey } from "../../src/shapes/json/repeated-key.js";
import { headerBytes, headerOf } from "./safetensors-bytes.js";

const WORDS = [
  "weight bias kernel gamma running_mean norm embed conv deconv depthwise depthwise_kernel 0 1 lora_A lora_B __proto__ x",
  "qkv in_proj in_proj_weight in_proj_bias q_bias kv query out experts gate_up_proj down_proj A_log mask proj",
  "weight_ih_l0 weight_hh_l0 weight_hr_l0 recurrent_kernel w_i w_h lstm linear w b weight_g weight_v",
].join(" ").split(" ");
const word = fc.constantFrom("", ...WORDS);
const name = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join("."));
const shape = fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 5 });

/** What is found, or undefined for a refusal; any other error fails the test. */
function attempt(read: () => ModelShapes): ModelShapes | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof InvalidInputError && error.code === "invalid-model" && error.issues.length > 0) return undefined;
    throw error;
  }
}

describe("whatever the names and shapes of a model", () => {
  test.prop([fc.dictionary(name, shape, { minKeys: 1, maxKeys: 12 })])("the roles make a valid request, and every tensor is accounted for", (source) => {
    const found = attempt(() => shapesFromList(source));
    if (found === undefined) return;
    const { targetShapes, paramMeta, skipped, reasons, ambiguous } = found;
    expect(() => parseRequest({ kind: "hyperfan", targetShapes, paramMeta, inputs: [{ name: "task", dim: 8 }] })).not.toThrow();
    expect(targetShapes.length + skipped.length).toBe(Object.keys(source).length);
    expect(reasons.map(({ tensor }) => tensor)).toEqual([...targetShapes.keys()]);
    expect(ambiguous.every(({ tensor, label }) => paramMeta[tensor]?.label === label)).toBe(true);
  });

  test.prop([fc.dictionary(name, shape, { minKeys: 1, maxKeys: 12 })])("the same model gives the same answer, and stays as it was", (source) => {
    const before = JSON.stringify(source);
    expect(attempt(() => shapesFromList(source))).toEqual(attempt(() => shapesFromList(JSON.parse(before))));
    expect(JSON.stringify(source)).toBe(before);
  });
});

describe("whatever the input, a reader gives shapes or the library's error", () => {
  test.prop([fc.uint8Array({ maxLength: 200 })])("from bytes", (bytes) => {
    for (const read of [shapesFromSafetensors, shapesFromOnnx, shapesFromTfjs, shapesFromList]) attempt(() => read(bytes));
  });

  test.prop([fc.anything()])("from any value", (value) => {
    for (const read of [shapesFromSafetensors, shapesFromOnnx, shapesFromTfjs, shapesFromList]) attempt(() => read(value as Uint8Array));
  });

  test.prop([fc.json()])("from a header of any JSON", (text) => { attempt(() => shapesFromSafetensors(headerBytes(text))); });

  test.prop([fc.dictionary(fc.string(), fc.record({ dtype: fc.constantFrom("F32", "U8", "x"), shape: fc.anything(), data_offsets: fc.anything() }))])("from almost a header", (header) => {
    attempt(() => shapesFromSafetensors(headerBytes(JSON.stringify(header))));
  });
});

test.prop([fc.uniqueArray(fc.record({ name: fc.oneof(name, fc.string()), shape, dtype: fc.constantFrom("F32", "I64", "U8") }), { selector: (entry) => entry.name, maxLength: 8 })])("a header is read alike with and without spaces", (tensors) => {
  const header = headerOf(tensors.filter((entry) => entry.name !== "__proto__"), { format: "pt" });
  const outcomes = [JSON.stringify(header), JSON.stringify(header, null, 1)].map((text) => {
    try {
      return shapesFromSafetensors(headerBytes(text));
    } catch (error) {
      return (error as InvalidInputError).issues;
    }
  });
  expect(outcomes[0]).toEqual(outcomes[1]);
});

describe("JSON", () => {
  test.prop([fc.jsonValue()])("has as many members in its text as in its value", (value) => {
    const text = JSON.stringify(value, null, 1);
    expect(membersInText(text).count).toBe(membersInValue(JSON.parse(text)));
    expect(repeatedKey(text)).toBeUndefined();
  });

  test.prop([fc.string(), fc.jsonValue(), fc.jsonValue()])("with a key twice is found out", (key, first, second) => {
    const member = JSON.stringify(key);
    const text = `{"a": [0, {${member}: ${JSON.stringify(first)}, ${member}: ${JSON.stringify(second)}}]}`;
    expect(membersInText(text).count).not.toBe(membersInValue(JSON.parse(text)));
    expect(repeatedKey(text)).toEqual(["a", 1, key]);
  });
});
