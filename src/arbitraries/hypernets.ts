import fc, { type Arbitrary } from "fast-check";
import type { RequestInput } from "../request/schema.js";
import { activation, type ActivationInput } from "./activations.js";
import { dimension } from "./numbers.js";
import { givenKeys, partly } from "./partly.js";

export type HypernetInput = NonNullable<RequestInput["hypernet"]>;
export type NormInput = NonNullable<HypernetInput["norm"]>;

export interface HypernetOptions {
  readonly hiddenDims?: Arbitrary<number[]>;
  readonly activation?: Arbitrary<ActivationInput>;
  readonly hiddenInit?: Arbitrary<NonNullable<HypernetInput["hiddenInit"]>>;
  readonly useBias?: Arbitrary<boolean>;
  readonly norm?: Arbitrary<NormInput>;
  readonly dropout?: Arbitrary<number>;
}

/**
 * A hypernetwork of up to three hidden layers; any key may be left out unless its option is given.
 *
 * @example fc.assert(fc.property(hypernet({ norm: fc.constant("layer") }), ({ norm }) => norm === "layer"));
 */
export function hypernet(options: HypernetOptions = {}): Arbitrary<HypernetInput> {
  const fields = {
    hiddenDims: fc.array(dimension(), { maxLength: 3 }),
    activation: activation(),
    hiddenInit: fc.constantFrom("matched" as const, "kaiming" as const, "lecun" as const, "xavier" as const),
    useBias: fc.boolean(),
    norm: fc.constantFrom<NormInput[]>("none", "batch", "layer"),
    dropout: fc.integer({ min: 0, max: 9 }).map((tenths) => tenths / 10),
    ...options,
  };
  return partly(fields, givenKeys(fields, options));
}

/**
 * A hypernetwork without norm layers, as chunks need it.
 *
 * @example fc.assert(fc.property(plainHypernet(), ({ norm }) => norm === "none"));
 */
export function plainHypernet(options: HypernetOptions = {}): Arbitrary<HypernetInput> {
  return hypernet({ ...options, norm: fc.constant("none") });
}
