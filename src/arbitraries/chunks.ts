import fc, { type Arbitrary } from "fast-check";
import type { RequestInput } from "../request/schema.js";
import { dimension, variance } from "./numbers.js";
import { givenKeys, partly } from "./partly.js";

export type ChunkingInput = NonNullable<RequestInput["chunking"]>;

export interface ChunkingOptions {
  readonly size?: Arbitrary<number>;
  readonly embeddingDim?: Arbitrary<number>;
  readonly distribution?: Arbitrary<NonNullable<ChunkingInput["distribution"]>>;
  readonly strategy?: Arbitrary<NonNullable<ChunkingInput["strategy"]>>;
  readonly minVariance?: Arbitrary<number>;
  readonly minShare?: Arbitrary<number>;
  readonly perCondition?: Arbitrary<boolean>;
  readonly conditions?: Arbitrary<number>;
}

/**
 * Chunks of up to 60 elements; any key but `size` may be left out unless its option is given.
 *
 * @example fc.assert(fc.property(chunking({ strategy: fc.constant("rescale") }), ({ strategy }) => strategy === "rescale"));
 */
export function chunking(options: ChunkingOptions = {}): Arbitrary<ChunkingInput> {
  const fields = {
    size: dimension({ max: 60 }),
    embeddingDim: dimension({ max: 12 }),
    distribution: fc.constantFrom("uniform" as const, "normal" as const, "sphere" as const),
    strategy: fc.constantFrom("embedding" as const, "rescale" as const, "per-tensor-scale" as const),
    minVariance: variance({ exponents: [-9, -1] }),
    minShare: fc.integer({ min: 0, max: 9 }).map((tenths) => tenths / 10),
    perCondition: fc.boolean(),
    conditions: dimension({ max: 4 }),
    ...options,
  };
  return partly(fields, ["size", ...givenKeys(fields, options)]);
}
