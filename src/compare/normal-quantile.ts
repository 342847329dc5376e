import { erfc } from "../math/erf.js";

/** P(|g| > z) for a standard normal g. */
const twoSidedTail = (z: number): number => erfc(z * Math.SQRT1_2);

/** Newton's method doubles the digits of each step; the first guess has about one. */
const STEPS = 8;

/** Of the least tail that {@link twoSidedTail} still tells from 0. */
const LEAST_TAIL = 1e-300;

/**
 * The z with P(|g| > z) = tail for a standard normal g and 0 < tail ≤ 1, to about 1e-15 of it. Smaller tails than 1e-300 are
 * taken for that.
 *
 * Newton's method on log erfc: that function is concave with slope −z or steeper, so steps from the right of the root
 * never pass it.
 */
export function twoSidedQuantile(tail: number): number {
  const wanted = Math.log(Math.max(tail, LEAST_TAIL));
  // An upper bound: erfc(x) ≤ e^(−x²).
  let z = Math.sqrt(-2 * wanted);
  for (let step = 0; step < STEPS; step++) {
    const found = twoSidedTail(z);
    const density = Math.sqrt(2 / Math.PI) * Math.exp((-z * z) / 2);
    z += ((Math.log(found) - wanted) * found) / density;
  }
  return z;
}

/** The level of each of `count` tests that together have the level `familyWise`. Source: Šidák 1967 (JASA 62, 626–633). */
export function sidakLevel(familyWise: number, count: number): number {
  return -Math.expm1(Math.log1p(-familyWise) / count);
}
