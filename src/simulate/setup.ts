import type { Mode } from "../plan/replay.js";
import type { ChunkedHyperfanPlan, HyperfanPlan, Plan } from "../plan/schema.js";
import type { Cell } from "./cell.js";
import type { Circuit } from "./circuit.js";
import type { DenseDraw } from "./dense.js";
import type { Draw, Scale } from "./draw.js";
import type { ResolvedOptions } from "./options.js";
import type { PairSums } from "./pair-sums.js";

/** A plan made ready to be drawn: what to draw, how to scale it, and what to measure. */
export interface Setup {
  readonly circuit: Circuit;
  /** For each output, and each group of samples in it. */
  readonly scales: readonly (readonly Scale[])[];
  readonly cells: readonly Cell[];
  /** Predicted second moment of each hidden layer's activations. */
  readonly hidden: readonly number[];
}

/** The sums over all draws, parallel to a setup's cells and hidden layers. */
export interface Sums {
  readonly cells: readonly PairSums[];
  readonly hidden: readonly PairSums[];
}

/** What a draw of a setup gives. */
export type Generated = Draw["generated"];

/** Inputs per draw where batch norm normalises over them. */
const BATCH_NORM_BATCH = 64;

/** Whether batch norm sees the batch: at initialisation, evaluation has running statistics 0 and 1, which change nothing. */
export function normalisesBatch({ hypernet, hidden }: Plan, mode: Mode): boolean {
  return hypernet.norm === "batch" && hidden.length > 0 && mode === "training";
}

/** Inputs per draw. */
export function batchOf(plan: Plan, { batch, mode }: Pick<ResolvedOptions, "batch" | "mode">): number {
  return batch ?? (normalisesBatch(plan, mode) ? BATCH_NORM_BATCH : 1);
}

/** The part of a circuit that does not depend on how tensors are generated. */
export function commonCircuit(plan: Plan, options: ResolvedOptions): Pick<Circuit, "blocks" | "batch" | "hidden" | "activation" | "norm" | "dropout"> {
  const isTraining = options.mode === "training";
  const { activation, norm, dropout } = plan.hypernet;
  return {
    blocks: isTraining ? plan.input.blocks : plan.input.blocks.map((block) => ({ ...block, noiseStd: 0 })),
    batch: batchOf(plan, options),
    hidden: plan.hidden.map(({ weight, bias }) => layerOf(weight, bias)),
    activation,
    norm: norm === "batch" && !normalisesBatch(plan, options.mode) ? "none" : norm,
    dropout: isTraining ? dropout : 0,
  };
}

type Layer = (HyperfanPlan | ChunkedHyperfanPlan)["hidden"][number];

function layerOf(weight: Layer["weight"], bias: Layer["bias"]): DenseDraw {
  const [outputs = 0, inputs = 0] = weight.shape;
  return { inputs, outputs, weight: weight.distribution, bias: bias === null ? null : bias.distribution };
}
