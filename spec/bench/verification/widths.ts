import type { ActivationName } from "../../../src/math/index.js";
import type { DeepReadonly, RequestInput } from "../../../src/index.js";
import { simulate, type SimulateOptions } from "../../../src/simulate/index.js";

/** A measured ratio of variances, at one value of what is varied. */
export interface Point {
  readonly activation: ActivationName;
  /** What the row of the table is called beside the activation. */
  readonly series: string;
  readonly at: number;
  readonly ratio: number;
  readonly standardError: number;
}

/** Something to measure: one point of a table. */
export interface PointJob {
  readonly activation: ActivationName;
  readonly series: string;
  readonly at: number;
  readonly request: DeepReadonly<RequestInput>;
  readonly options: SimulateOptions;
}

export const WIDTHS = [4, 8, 16, 32, 64, 128, 256, 512, 1024] as const;
export const BATCHES = [4, 8, 16, 32, 64, 128, 256, 512] as const;
const INPUTS = [2, 8, 512] as const;

const target = { kind: "hyperfan", targetShapes: [[64, 64]] } as const;

/** Two hidden layers, as wide as each other, on narrow inputs and on a wide one. */
export function widthJobs(): readonly PointJob[] {
  const activations = ["relu", "tanh", "sigmoid", "sin", "silu"] as const;
  return activations.flatMap((activation) =>
    INPUTS.flatMap((dim) =>
      WIDTHS.map((width) => ({
        activation,
        series: `${String(dim)} inputs`,
        at: width,
        request: { ...target, inputs: [{ dim }], hypernet: { hiddenDims: [width, width], activation } },
        // Narrow layers and inputs vary more. Layers are drawn again, inputs share a draw.
        options: { draws: Math.max(500, Math.round(160_000 / width)), batch: dim > 8 ? 8 : 32, maxRows: 128 },
      })),
    ),
  );
}

/** One hidden layer behind batch norm in training, by the size of the batch. */
export function batchJobs(): readonly PointJob[] {
  const activations = ["relu", "selu", "tanh", "erf", "sin"] as const;
  return activations.flatMap((activation) =>
    BATCHES.map((batch) => ({
      activation,
      series: "batch norm",
      at: batch,
      request: { ...target, inputs: [{ dim: 256 }], hypernet: { hiddenDims: [64], activation, norm: "batch" as const } },
      options: { draws: Math.max(300, Math.round(20_000 / batch)), batch, maxRows: 32 },
    })),
  );
}

export function measurePoint({ activation, series, at, request, options }: PointJob, seed: number): Point {
  const [tensor] = simulate(request, { ...options, seed }).tensors;
  if (tensor === undefined) throw new Error("the request has no tensor");
  const { predicted, measured, standardError } = tensor.variance;
  return { activation, series, at, ratio: measured / predicted, standardError: standardError / predicted };
}
