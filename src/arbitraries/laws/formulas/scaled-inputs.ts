import type { RequestInput } from "../../../request/schema.js";

/** The request with the second moment of all inputs multiplied by `factor`: means and noise by its root. */
export function scaledInputs(request: RequestInput, factor: number): RequestInput {
  const root = Math.sqrt(factor);
  const inputs = request.inputs?.map(({ variance = 1, mean = 0, noiseStd = 0, ...block }) => ({ ...block, variance: variance * factor, mean: mean * root, noiseStd: noiseStd * root }));
  return inputs === undefined ? request : { ...request, inputs };
}
