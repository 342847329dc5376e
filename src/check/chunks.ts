import { inputSignal, RELATIVE_VARIANCE_OF_SQUARE } from "../hypernetwork/input.js";
import { serial, type Node } from "../hypernetwork/node.js";
import { entryAt } from "../entry-at.js";
import { signalOf } from "../hypernetwork/signal.js";
import { sharedProgram } from "../kinds/common.js";
import { elementCount } from "../math/element-count.js";
import { logDistance } from "../math/log-distance.js";
import { embeddingShare } from "../plan/embedding.js";
import { overlaps } from "../plan/overlaps.js";
import type { ChunkedHyperfanPlan, ChunkRun } from "../plan/schema.js";
import { bounded } from "./bounded.js";
import type { Predictions } from "./predictions.js";
import type { ChunksCheck, RunCheck, RunSpread, TensorCheck } from "./report.js";
import { ratioOf } from "./tensors.js";

/** Step in log q for the slope of log Var(v): the error of the difference is of its square. */
const STEP = 1e-3;

/** d log q_L / d log q of a hypernetwork at the second moment q of its input; 0 where nothing is generated. */
function logSlope(trunk: Node, q: number): number {
  if (trunk.proportional) return 1;
  const lastAt = (input: number): number => trunk.forward(signalOf(1, input)).secondMoment;
  const below = lastAt(q * Math.exp(-STEP));
  return below > 0 ? bounded(Math.log(lastAt(q * Math.exp(STEP)) / below) / (2 * STEP)) : 0;
}

/** Positions in the plan of the tensors that have elements in each run. */
function tensorsByRun({ tensors, chunks }: ChunkedHyperfanPlan): ReadonlyMap<ChunkRun, readonly number[]> {
  const found = new Map<ChunkRun, number[]>(chunks.runs.map((run) => [run, []]));
  const sizes = tensors.map(({ shape }) => elementCount(shape));
  overlaps(sizes, chunks.runs, chunks.size).forEach((shares, position) => {
    for (const { run } of shares) found.get(run)?.push(position);
  });
  return found;
}

/** Rounding of a scale is no difference between two variances. */
const SAME = 1 + 1e-9;

/** Whether chunks hold elements that are meant to have different variances before their tensors' own scales. */
function isMixed(plan: ChunkedHyperfanPlan, positions: readonly number[]): boolean {
  const wanted = positions.flatMap((position) => {
    const { intended, scale = 1 } = plan.tensors[position] ?? {};
    return intended === undefined || scale === 0 ? [] : [intended.variance / scale ** 2];
  });
  const [least, greatest] = [wanted.reduce((a, b) => Math.min(a, b), Infinity), wanted.reduce((a, b) => Math.max(a, b), 0)];
  return greatest > least * SAME;
}

function runSpread(variance: number, target: number): RunSpread {
  const std = Math.sqrt(bounded(variance));
  return { std, ratio: ratioOf(std, target) };
}

function checkRuns(plan: ChunkedHyperfanPlan, { training, evaluation }: Predictions): readonly RunCheck[] {
  const { embeddingDim, distribution, runs } = plan.chunks;
  const { blocks, layers } = sharedProgram(plan, "training");
  const trunk = serial(layers);
  const { width: otherDim, secondMoment: otherSecondMoment } = inputSignal(blocks, null);
  const byRun = tensorsByRun(plan);
  const ofOneDraw = Math.sqrt(RELATIVE_VARIANCE_OF_SQUARE[distribution] / embeddingDim);
  return runs.map((run, context) => {
    const positions = byRun.get(run) ?? [];
    const target = Math.sqrt(bounded(run.targetVariance));
    const share = embeddingShare({ otherDim, otherSecondMoment, embeddingDim }, run.variance);
    const { secondMoment } = entryAt(entryAt(training.signals, context), 0);
    return {
      first: run.first,
      count: run.count,
      tensors: positions.map((position) => entryAt(plan.tensors, position).tensor),
      mixed: isMixed(plan, positions),
      clipped: run.clipped,
      target,
      training: runSpread(training.generated(0, context).variance, target),
      evaluation: evaluation === undefined ? null : runSpread(evaluation.generated(0, context).variance, target),
      embeddingShare: share,
      embeddingSpread: bounded(share * ofOneDraw * Math.abs(logSlope(trunk, secondMoment))),
    };
  });
}

const chunksIn = (runs: readonly RunCheck[]): number => runs.reduce((total, { count }) => total + count, 0);

function worstAmong(indices: ReadonlySet<number>, checks: readonly TensorCheck[]): ChunksCheck["worstMixed"] {
  const found = checks.flatMap(({ tensor, training: { ratio } }) => (ratio === null || !indices.has(tensor) ? [] : [{ tensor, ratio }]));
  return found.reduce<ChunksCheck["worstMixed"]>((worst, next) => (worst === null || logDistance(next.ratio) > logDistance(worst.ratio) ? next : worst), null);
}

/** The chunks of a plan, run by run; `checks` are those of its tensors. */
export function checkChunks(plan: ChunkedHyperfanPlan, predictions: Predictions, checks: readonly TensorCheck[]): ChunksCheck {
  const runs = checkRuns(plan, predictions);
  const mixed = runs.filter((run) => run.mixed);
  return {
    count: plan.chunks.count,
    mixed: chunksIn(mixed),
    clipped: chunksIn(runs.filter((run) => run.clipped)),
    worstMixed: worstAmong(new Set(mixed.flatMap(({ tensors }) => tensors)), checks),
    largestEmbeddingSpread: runs.reduce((largest, { embeddingSpread }) => Math.max(largest, embeddingSpread), 0),
    runs,
  };
}
