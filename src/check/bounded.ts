/** Far beyond any sensible number, and safe to multiply by a fan. */
const LARGEST = 1e290;

/**
 * `x`, or the nearest number that arithmetic and JSON can go on with: a plan of unknown origin may hold distributions
 * whose moments leave the doubles. What is no number stays none, and is refused with the report.
 */
export function bounded(x: number): number {
  return Math.min(Math.max(x, -LARGEST), LARGEST);
}
