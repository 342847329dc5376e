import fc, { type Arbitrary } from "fast-check";
import type { RequestInput } from "../request/schema.js";
import { dimension, mean, variance, type DecimalOptions } from "./numbers.js";
import { partly } from "./partly.js";

export type InputBlockInput = NonNullable<RequestInput["inputs"]>[number];

export interface InputOptions extends DecimalOptions {
  /** Greatest number of entries of a block, default 6. */
  readonly maxDim?: number;
}

/**
 * One input block; all keys but `dim` may be left out. `exponents` are those of variance, mean and noise.
 *
 * @example fc.assert(fc.property(inputBlock({ maxDim: 2 }), ({ dim }) => dim <= 2));
 */
export function inputBlock({ maxDim = 6, ...decimals }: InputOptions = {}): Arbitrary<InputBlockInput> {
  const fields = {
    name: fc.constantFrom("task", "noise", "/~", ""),
    dim: dimension({ max: maxDim }),
    variance: variance(decimals),
    mean: mean(decimals),
    noiseStd: variance(decimals),
  };
  return partly(fields, ["dim"]);
}

const isLive = ({ variance = 1, mean = 0, noiseStd = 0 }: InputBlockInput): boolean => variance > 0 || mean !== 0 || noiseStd > 0;

/**
 * One to three input blocks, at least one of which has something in it.
 *
 * @example fc.assert(fc.property(inputBlocks({ exponents: [-9, -6] }), (blocks) => blocks.length <= 3));
 */
export function inputBlocks(options: InputOptions = {}): Arbitrary<InputBlockInput[]> {
  return fc.array(inputBlock(options), { minLength: 1, maxLength: 3 }).filter((blocks) => blocks.some(isLive));
}
