/** How units scatter from one draw of a hypernetwork to the next. */
export interface Scatter {
  /** Relative variance of |h|². */
  readonly spread: number;
  /** E[h⁴]/E[h²]² of the units of one draw. */
  readonly kurtosis: number;
  /** Whether the units of every draw add up to 0. */
  readonly centred?: boolean;
}

/**
 * What flows along an edge of a hypernetwork: moments of its units, over draws of the hypernetwork and its inputs. All but
 * the second moment are seldom needed, so nodes compute them when they are read.
 */
export interface Signal {
  /** Number of units. */
  readonly width: number;
  /** E[h²], the mean over units: what a zero-mean weight matrix multiplies. */
  readonly secondMoment: number;
  /** E[h], the mean over units. */
  readonly mean: number;
  /** Var(h), the mean over units. */
  readonly variance: number;
  readonly scatter: Scatter;
}

/**
 * Relative variance of |h|² for `width` units that are independent given a scale they share: that of the square of the
 * scale, `common`, and that of the mean of their own squares. {@link commonSpread} is its inverse in `common`.
 */
export function spreadOf(common: number, { width, kurtosis }: { readonly width: number; readonly kurtosis: number }): number {
  return (1 + common) * (1 + (kurtosis - 1) / width) - 1;
}

/** Below 0 for units of constant norm, which are a little less than independent. */
export function commonSpread(spread: number, { width, kurtosis }: { readonly width: number; readonly kurtosis: number }): number {
  return (1 + spread) / (1 + (kurtosis - 1) / width) - 1;
}

/** The signal of units of which only the second moment counts: normal ones of mean 0. */
export function signalOf(width: number, secondMoment: number): Signal {
  return { width, secondMoment, mean: 0, variance: secondMoment, scatter: { spread: 2 / width, kurtosis: 3 } };
}
