import type { DeepReadonly, RequestInput } from "../../src/index.js";

export type Request = DeepReadonly<RequestInput>;

/** Freezes all the way down, so that whoever writes to it throws. */
export function frozen<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

export const withHypernet = (request: Request, hypernet: Request["hypernet"]): Request => ({ ...request, hypernet: { ...request.hypernet, ...hypernet } });

const layer = [{ name: "weight", layer: 0 }, { name: "bias", layer: 0 }] as const;

/** One dense layer with a bias, from a hypernetwork of two layers of 64. */
export const full: Request = frozen({
  kind: "hyperfan",
  targetShapes: [[40, 30], [40]],
  paramMeta: layer,
  inputs: [{ name: "task", dim: 64 }],
  hypernet: { hiddenDims: [64, 64] },
});

/** The same in chunks: the second spans both tensors. No chunk is clipped. */
export const chunked: Request = frozen({
  kind: "chunked-hyperfan",
  targetShapes: [[40, 30], [40]],
  paramMeta: layer,
  inputs: [{ name: "task", dim: 32, variance: 0.01 }],
  hypernet: { hiddenDims: [64, 64] },
  chunking: { size: 700, embeddingDim: 32 },
});
