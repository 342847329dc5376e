import fc, { type Arbitrary } from "fast-check";

export interface DecimalOptions {
  /** Least and greatest exponent of ten, default -3 and 2. */
  readonly exponents?: readonly [least: number, greatest: number];
}

/**
 * A positive number of four digits whose logarithm is about uniform; shrinks to 1.
 *
 * @example fc.assert(fc.property(positive({ exponents: [0, 1] }), (x) => x >= 1 && x < 100));
 */
export function positive({ exponents: [min, max] = [-3, 2] }: DecimalOptions = {}): Arbitrary<number> {
  const digits = fc.integer({ min: 1000, max: 9999 });
  return fc.tuple(digits, fc.integer({ min, max })).map(([mantissa, exponent]) => Number(`${mantissa}e${exponent - 3}`));
}

/**
 * A variance: a positive number, or sometimes 0.
 *
 * @example fc.assert(fc.property(variance(), (x) => x >= 0));
 */
export function variance(options: DecimalOptions = {}): Arbitrary<number> {
  return fc.oneof({ weight: 4, arbitrary: positive(options) }, { weight: 1, arbitrary: fc.constant(0) });
}

/**
 * A mean: a number of either sign, or 0.
 *
 * @example fc.assert(fc.property(mean({ exponents: [-3, 0] }), (x) => Math.abs(x) < 10));
 */
export function mean(options: DecimalOptions = {}): Arbitrary<number> {
  return fc.tuple(fc.constantFrom(0, 1, -1), positive(options)).map(([sign, size]) => (sign === 0 ? 0 : sign * size));
}

/**
 * A dimension from 1 to `max` (default 6).
 *
 * @example fc.assert(fc.property(dimension({ max: 3 }), (size) => size >= 1 && size <= 3));
 */
export function dimension({ max = 6 }: { readonly max?: number } = {}): Arbitrary<number> {
  return fc.integer({ min: 1, max });
}
