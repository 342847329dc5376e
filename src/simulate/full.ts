import { propagate } from "../plan/propagation.js";
import { plannedInput, plannedStack, replay } from "../plan/replay.js";
import type { Head, HyperfanPlan } from "../plan/schema.js";
import type { Moments } from "../request/head-rule.js";
import { measuredCell, singleCell } from "./cell.js";
import type { OutputDraw } from "./circuit.js";
import type { ResolvedOptions } from "./options.js";
import type { MeasuredHead, Sampled } from "./result.js";
import { commonCircuit, type Setup, type Sums } from "./setup.js";

function rowsOf({ rows: [first, end] }: Head, { maxRows }: ResolvedOptions): Sampled {
  return { sampled: Math.min(end - first, maxRows), of: end - first };
}

/** The plan's own predictions are for training. */
function predictions(plan: HyperfanPlan, { mode }: ResolvedOptions): readonly Moments[] {
  return mode === "training" ? plan.heads.map(({ predicted }) => predicted) : replay(plan, mode);
}

function hiddenPredictions(plan: HyperfanPlan, { mode }: ResolvedOptions): readonly number[] {
  if (mode === "training") return plan.hidden.map(({ secondMoment }) => secondMoment);
  return propagate(plannedStack(plan, mode), plannedInput(plan, mode).secondMoment);
}

/** Entries of the constant embedding that a full hypernetwork does not have. */
const NO_EMBEDDING = { type: "constant", value: 0 } as const;

/** A full plan made ready to be drawn: one output and one cell per head. The rows of a head are drawn alike, so some stand for all. */
export function fullSetup(plan: HyperfanPlan, options: ResolvedOptions): Setup {
  const inputs = plan.hidden.at(-1)?.weight.shape[0] ?? plan.input.dim;
  const outputs = plan.heads.map((head): OutputDraw => ({ inputs, outputs: rowsOf(head, options).sampled, weight: head.weight, bias: head.bias }));
  const cells = predictions(plan, options).map((predicted, head) => singleCell(predicted, head, 0));
  return {
    circuit: { ...commonCircuit(plan, options), embeddingDim: 0, groups: [{ chunks: 1, embedding: NO_EMBEDDING, share: 1 }], outputs },
    scales: cells.map(({ scale }) => [scale]),
    cells,
    hidden: hiddenPredictions(plan, options),
  };
}

/** What each head of a full plan turned out to generate. */
export function measuredHeads(plan: HyperfanPlan, options: ResolvedOptions, { cells }: Setup, sums: Sums): readonly MeasuredHead[] {
  return plan.heads.flatMap((head, position) => {
    const cell = cells[position];
    const found = sums.cells[position];
    if (cell === undefined || found === undefined) return [];
    const { tensor, label, name, shape, intended } = head;
    return [{ tensor, ...(label === undefined ? {} : { label }), name, shape, rows: rowsOf(head, options), intended, ...measuredCell(cell, found) }];
  });
}
