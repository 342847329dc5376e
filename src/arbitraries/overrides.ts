import fc, { type Arbitrary } from "fast-check";
import type { RequestInput } from "../request/schema.js";
import { mean, variance } from "./numbers.js";
import { partly } from "./partly.js";

/** Values by tensor name, or parallel to the generated tensors with null for none. */
export type ByNameOrTensor<Value> = Record<string, Value> | (Value | null)[];

/**
 * Values for some of the generated tensors, whose `names` are given in order: by name, sometimes with a name that no
 * tensor has, or one by one.
 *
 * @example fc.assert(fc.property(byNameOrTensor(["weight", "bias"], () => variance()), (given) => !Array.isArray(given) || given.length === 2));
 */
export function byNameOrTensor<Value>(names: readonly string[], value: (name: string) => Arbitrary<Value>): Arbitrary<ByNameOrTensor<Value>> {
  const byName = partly(Object.fromEntries([...names, "unused"].map((name) => [name, value(name)])));
  const byTensor = fc.tuple(...names.map((name) => fc.option(value(name))));
  return fc.oneof(byName as Arbitrary<Record<string, Value>>, byTensor);
}

export type OverrideInput = Exclude<NonNullable<RequestInput["headOverrides"]>, unknown[]>[string];

/**
 * How an output head is drawn, any key left out; `bias: false` keeps the head bias at zero.
 *
 * @example fc.assert(fc.property(headOverride({ bias: false }), ({ biasMean = 0 }) => biasMean === 0));
 */
export function headOverride({ bias = true }: { readonly bias?: boolean } = {}): Arbitrary<OverrideInput> {
  const none = fc.constant(0);
  return partly({ weightMean: mean(), weightVariance: variance(), biasMean: bias ? mean() : none, biasVariance: bias ? variance() : none });
}
