import { fc, test } from "@fast-check/jest";
import { describe, expect } from "@jest/globals";
import { parseRequest, plan } from "../../src/index.js";
import { InvalidInputError, shapesFromList, shapesFromSafetensors, shapesFromTfjs, type ModelShapes } from "../../src/shapes/index.js";
import { shapesFromOnnx } from "../../src/shapes/onnx/index.js";
import { membersInValue, structureOf } from "../../src/shapes/json/structure.js";
import { repeatedKey } from "../../src/shapes/json/repeated-key.js";
import { ONNX } from "../../src/shapes/onnx/operators.js";
import { TENSORFLOW } from "../../src/shapes/tfjs/operators.js";
import { attribute, graph, model, node, tensor } from "./onnx-bytes.js";
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

/** Refused by the planner, where it is; what is generated is all that is left when a tensor is left out. */
function planned({ targetShapes, paramMeta }: ModelShapes, generated: readonly number[] = [...targetShapes.keys()]): void {
  if (generated.length > 0) plan({ kind: "hyperfan", targetShapes, paramMeta, generated, inputs: [{ dim: 8 }] });
}

/** Plans what was found, and each alternative to it alone. */
function planAll(found: ModelShapes): void {
  const { targetShapes, paramMeta, ambiguous } = found;
  planned(found);
  for (const { tensor, alternatives } of ambiguous) {
    expect(alternatives).not.toEqual([]);
    for (const { generated, ...traits } of alternatives) {
      if (generated === false) planned(found, [...targetShapes.keys()].filter((index) => index !== tensor));
      else planned({ ...found, paramMeta: paramMeta.with(tensor, { ...paramMeta[tensor]!, ...traits }) });
    }
  }
}

describe("what is found, and every alternative that is offered, can be planned:", () => {
  const sized = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 5 });
  const named = fc.uniqueArray(fc.record({ name, shape: sized }), { selector: (entry) => entry.name, minLength: 1, maxLength: 12 });
  const inAll = (read: () => ModelShapes): void => {
    const found = attempt(read);
    if (found !== undefined) planAll(found);
  };

  test.prop([named], { numRuns: 300 })("names and shapes", (tensors) => { inAll(() => shapesFromList(tensors)); });
  test.prop([fc.array(sized)])("shapes alone", (shapes) => { inAll(() => shapesFromList(shapes)); });
  test.prop([named, fc.constantFrom("mlx", "pt")])("safetensors", (tensors, format) => { inAll(() => shapesFromSafetensors(headerBytes(JSON.stringify(headerOf(tensors, { format }))))); });

  const classes = fc.constantFrom("Conv1D", "Conv2D", "Conv2DTranspose", "DepthwiseConv2D", "Dense");
  const keras = fc.array(fc.record({ class_name: classes, shape: sized, leaf: fc.constantFrom("kernel", "depthwise_kernel", "bias"), groups: fc.constantFrom(1, 2, 3, 1.5, -1, 2 ** 60) }), { minLength: 1, maxLength: 5 });
  test.prop([keras], { numRuns: 300 })("layers of Keras", (layers) => {
    const weights = layers.map(({ shape, leaf }, index) => ({ name: `l${index}/${leaf}`, shape, dtype: "float32" }));
    const topology = layers.map(({ class_name, groups }, index) => ({ class_name, config: { name: `l${index}`, groups } }));
    inAll(() => shapesFromTfjs({ weightsManifest: [{ weights }], modelTopology: { model_config: { class_name: "Model", config: { name: "m", layers: topology } } } }));
  });

  const operators = fc.constantFrom(...ONNX.operators.keys(), "Transpose", "Reshape", "Identity", "Add");
  const used = fc.array(fc.record({ operator: operators, inputs: fc.array(fc.constantFrom("x", "a", "b", "c", "out"), { maxLength: 4 }), group: fc.integer({ min: -1, max: 4 }) }), { minLength: 1, maxLength: 6 });
  test.prop([used, fc.tuple(sized, sized, sized)], { numRuns: 500 })("operators of ONNX", (nodes, [a, b, c]) => {
    const written = nodes.map(({ operator, inputs, group }) => node(operator, inputs, ["out"], attribute("group", group), attribute("transB", group)));
    inAll(() => shapesFromOnnx(model(graph(written, [tensor("a", a), tensor("b", b), tensor("c.weight", c)]))));
  });
  test.prop([fc.array(fc.record({ op: fc.constantFrom(...TENSORFLOW.operators.keys(), "Transpose", "Identity"), input: fc.array(fc.constantFrom("x", "a", "b", "out"), { maxLength: 5 }) })), fc.tuple(sized, sized)], { numRuns: 300 })("operators of TensorFlow", (nodes, [a, b]) => {
    const weights = [{ name: "a", shape: a, dtype: "float32" }, { name: "b", shape: b, dtype: "float32" }];
    inAll(() => shapesFromTfjs({ weightsManifest: [{ weights }], modelTopology: { node: nodes.map((each) => ({ name: "out", ...each })) } }));
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
    expect(structureOf(text).members).toBe(membersInValue(JSON.parse(text)));
    expect(repeatedKey(text)).toBeUndefined();
  });

  test.prop([fc.string(), fc.jsonValue(), fc.jsonValue()])("with a key twice is found out", (key, first, second) => {
    const member = JSON.stringify(key);
    const text = `{"a": [0, {${member}: ${JSON.stringify(first)}, ${member}: ${JSON.stringify(second)}}]}`;
    expect(structureOf(text).members).not.toBe(membersInValue(JSON.parse(text)));
    expect(repeatedKey(text)).toEqual(["a", 1, key]);
  });
});
