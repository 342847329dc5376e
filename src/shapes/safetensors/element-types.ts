import type { ElementKind } from "../model-tensor.js";

interface ElementType {
  readonly bits: number;
  readonly elements: ElementKind;
}

const real = (bits: number): ElementType => ({ bits, elements: "real" });
const integer = (bits: number): ElementType => ({ bits, elements: "integer" });

/** Element types of the format. Some are smaller than a byte; their tensors fill whole bytes all the same. */
export const ELEMENT_TYPES: ReadonlyMap<string, ElementType> = new Map([
  ["BOOL", { bits: 8, elements: "boolean" }],
  ["F4", real(4)],
  ["F6_E2M3", real(6)],
  ["F6_E3M2", real(6)],
  ["F8_E5M2", real(8)],
  ["F8_E4M3", real(8)],
  ["F8_E8M0", real(8)],
  ["F8_E4M3FNUZ", real(8)],
  ["F8_E5M2FNUZ", real(8)],
  ["F16", real(16)],
  ["BF16", real(16)],
  ["F32", real(32)],
  ["F64", real(64)],
  ["C64", real(64)],
  ["U8", integer(8)],
  ["I8", integer(8)],
  ["U16", integer(16)],
  ["I16", integer(16)],
  ["U32", integer(32)],
  ["I32", integer(32)],
  ["U64", integer(64)],
  ["I64", integer(64)],
]);
