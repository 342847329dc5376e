/** Where a check draws its lines. The reasons for each number are in docs/checking.md. */

/** A standard deviation is on intent within this factor of the intended one: half to twice the variance. */
export const INTENT_RATIO = Math.SQRT2;

/**
 * How far a mean may lie from the intended one, in units of the intended root mean square. A shift of this size alone
 * changes the root mean square by no more than {@link INTENT_RATIO}.
 */
export const INTENT_SHIFT = Math.SQRT2 - 1;

/** The second moment may change by this factor along the whole network: a factor 10 of the scale. */
export const PRODUCT_LIMIT = 100;

/**
 * Relative standard deviation of a chunk's realised variance from which one draw of its embedding counts as wide: two
 * standard deviations then reach twice the variance, where {@link INTENT_RATIO} ends.
 */
export const SPREAD_LIMIT = 0.5;
