import type { Source } from "./drawn-networks.js";

/** How the numbers of a tensor come about, in one mode. */
export interface TensorModel {
  /** The networks that generate it. */
  readonly source: Source;
  /** Variance that output weights and biases give the elements of a network that reads what is planned. */
  readonly fromWeights: number;
  readonly fromBias: number;
  /** Mean of all elements of a network: `offset`, and `slope` times the mean of its units. */
  readonly offset: number;
  readonly slope: number;
  /** As planned, in the limit of wide layers: the mean, and how it varies from network to network. */
  readonly mean: number;
  readonly between: number;
  /** Whether output weights and biases are uniform, so that their sums are flatter than normal numbers. */
  readonly isUniform: { readonly weights: boolean; readonly bias: boolean };
  /** Units that an element sums up. */
  readonly width: number;
  /** Independent elements that each element of one network is worth, at most 1, for a variance and for a mean. */
  readonly worth: { readonly variance: number; readonly mean: number };
}

/** The models of the tensors of a plan, by position. */
export type Models = (position: number) => TensorModel | undefined;
