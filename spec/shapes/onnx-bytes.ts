import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

// Writes the few messages of ONNX that the specs need, field by field.

export type Field = readonly [number: number, value: Uint8Array | string | number | readonly number[]];

/** A message of these fields: text and bytes, whole numbers, or packed lists of them. */
export function message(...fields: readonly Field[]): Uint8Array {
  const writer = new BinaryWriter();
  for (const [number, value] of fields) {
    if (typeof value === "number") writer.tag(number, WireType.Varint).int64(BigInt(value));
    else if (typeof value === "string") writer.tag(number, WireType.LengthDelimited).string(value);
    else if (value instanceof Uint8Array) writer.tag(number, WireType.LengthDelimited).bytes(value);
    else writer.tag(number, WireType.LengthDelimited).bytes(value.reduce((inner, x) => inner.int64(BigInt(x)), new BinaryWriter()).finish());
  }
  return writer.finish();
}

const REAL = 1;

export const tensor = (name: string, dims: readonly number[], type = REAL, ...more: readonly Field[]): Uint8Array =>
  message(...dims.map((dim) => [1, dim] as const), [2, type], [8, name], ...more);

export const attribute = (name: string, value: number | readonly number[]): Uint8Array => message([1, name], [typeof value === "number" ? 3 : 8, value]);
export const inner = (name: string, graph: Uint8Array): Uint8Array => message([1, name], [6, graph]);

export const node = (operator: string, inputs: readonly string[], outputs: readonly string[], ...attributes: readonly Uint8Array[]): Uint8Array =>
  message(...inputs.map((name) => [1, name] as const), ...outputs.map((name) => [2, name] as const), [3, `${operator.toLowerCase()}_1`], [4, operator], ...attributes.map((bytes) => [5, bytes] as const));

export const constant = (name: string, dims: readonly number[], type = REAL): Uint8Array => node("Constant", [], [name], message([1, "value"], [5, tensor("", dims, type)]));

export const graph = (nodes: readonly Uint8Array[], initializers: readonly Uint8Array[] = []): Uint8Array =>
  message(...nodes.map((bytes) => [1, bytes] as const), [2, "graph"], ...initializers.map((bytes) => [5, bytes] as const));

export const model = (inside: Uint8Array): Uint8Array => message([1, 8], [7, inside]);
