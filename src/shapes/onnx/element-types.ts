import type { ElementKind } from "../model-tensor.js";

const REAL: readonly number[] = [1, 10, 11, 14, 15, 16, 17, 18, 19, 20, 23];
const INTEGER: readonly number[] = [2, 3, 4, 5, 6, 7, 12, 13, 21, 22];

/** Kind of the elements by the number that ONNX gives to their type. */
const KINDS: ReadonlyMap<number, ElementKind> = new Map<number, ElementKind>([
  ...REAL.map((type) => [type, "real"] as const),
  ...INTEGER.map((type) => [type, "integer"] as const),
  [8, "text"],
  [9, "boolean"],
]);

export const elementsOf = (dataType: number): ElementKind | undefined => KINDS.get(dataType);
