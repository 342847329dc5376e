import type { RequestInput } from "../../src/index.js";

/** A small request of each kind, from which specs depart. */
export const full: RequestInput = {
  kind: "hyperfan",
  targetShapes: [[3, 4], [3]],
  paramMeta: [{ name: "weight", layer: 1 }, { name: "bias", layer: 1 }],
  inputs: [{ name: "task", dim: 8 }],
};

export const chunked: RequestInput = { ...full, kind: "chunked-hyperfan", chunking: { size: 5 } };

/** A tensor as specs write it. */
export type TensorEntry = readonly [name: string, shape: number[], more?: object];

/** A request of kind hyperfan for single tensors. */
export function of(...tensors: readonly TensorEntry[]): RequestInput {
  return { ...full, targetShapes: tensors.map(([, shape]) => shape), paramMeta: tensors.map(([name, , more]) => ({ name, ...more })) };
}
