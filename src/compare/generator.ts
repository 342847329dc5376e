import type { Spread } from "./spread.js";

/** A number as planned, in the limit of wide layers and inputs, and with its first correction for finite ones. */
export interface Limits {
  readonly planned: number;
  readonly corrected: number;
}

/** What one hypernetwork gives a tensor, and how hypernetworks differ in it. */
export interface Generator {
  /** Independent elements that each element of one network is worth, at most 1, for a variance and for a mean. */
  readonly worth: { readonly variance: number; readonly mean: number };
  /** Variance of the elements of one network, the mean over networks. */
  readonly within: Limits;
  /** How that variance scatters from network to network. */
  readonly spread: Spread;
  /** Kurtosis of the elements of one network, less 3. */
  readonly excess: number;
  readonly mean: Limits;
  /** Variance of the mean of all elements from network to network. */
  readonly between: Limits;
}

export const exactly = (value: number): Limits => ({ planned: value, corrected: value });
