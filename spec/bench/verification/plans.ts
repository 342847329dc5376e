import { parsePlan, plan, planHyperfan, type ChunkedHyperfanPlan, type HyperfanPlan, type Plan, type RequestInput } from "../../../src/index.js";
import { hypernetOf, METHODS, type Method, type Setting } from "./settings.js";

/** Rows of a chunk, and elements of the main network's bias: a tensor then fills whole chunks. */
const CHUNK = 64;
/** Second moments of the input at which the hypernetwork gives what the rules ask for. */
const ASKED = { in: 0.35, out: 0.2, bias: 0.27 } as const;

/** Second moment of the last layer for an input variance: what an output layer of gain 1 generates. */
function lastSecondMoment(setting: Setting, width: number, variance: number): number {
  const probe = planHyperfan({ kind: "hyperfan", targetShapes: [[1, 1]], inputs: [{ dim: width, variance }], hypernet: hypernetOf(setting, width) });
  return probe.hidden.at(-1)?.secondMoment ?? variance;
}

/** The main network: one relu layer with a bias, its fan-in below its fan-out so that no rule makes the bias zero. */
const FULL_FANS = { fanIn: 144, fanOut: 288 } as const;

/**
 * Fans that ask for variances within a chunked hypernetwork's reach: sigmoid and softplus have a floor, tanh and sin a
 * ceiling. For the bias they come from PyTorch's default 1/(3·fan_in), which is what chunks give it.
 */
function reachableFans(setting: Setting, width: number) {
  const reached = (variance: number): number => lastSecondMoment(setting, width, variance);
  const weight = { fanIn: 2 / reached(ASKED.in), fanOut: 2 / reached(ASKED.out) };
  return { weight, bias: { fanIn: 1 / (3 * reached(ASKED.bias)), fanOut: weight.fanOut } };
}

/** What the hypernetwork of a setting, with layers and an input of one width, is asked to generate. */
export function requestOf(setting: Setting, method: Method, width: number): RequestInput {
  const isFull = setting.kind === "hyperfan";
  const fans = isFull ? { weight: FULL_FANS, bias: FULL_FANS } : reachableFans(setting, width);
  return {
    kind: setting.kind,
    targetShapes: [[CHUNK, 10], [CHUNK]],
    paramMeta: [{ name: "weight", layer: 0, ...fans.weight }, { name: "bias", layer: 0, ...fans.bias }],
    inputs: isFull ? [{ dim: width }] : [{ dim: width / 2, variance: 0.1 }],
    hypernet: hypernetOf(setting, width),
    method,
    ...(isFull ? {} : { chunking: { size: CHUNK, embeddingDim: width / 2 } }),
  };
}

function mergeFull(plans: readonly HyperfanPlan[]): unknown {
  let row = 0;
  const heads = plans.flatMap((made) => made.heads).map((head, tensor) => {
    const first = row;
    row += head.rows[1] - head.rows[0];
    return { ...head, tensor, rows: [first, row] };
  });
  return { ...plans[0], heads };
}

function mergeChunked(plans: readonly ChunkedHyperfanPlan[]): unknown {
  let first = 0;
  const runs = plans.flatMap((made) => made.chunks.runs).map((run) => {
    const moved = { ...run, first };
    first += run.count;
    return moved;
  });
  const tensors = plans.flatMap((made) => made.tensors).map((tensor, index) => ({ ...tensor, tensor: index }));
  // A hidden layer's second moment is the mean over all chunks.
  const hidden = (plans[0]?.hidden ?? []).map((layer, index) => ({
    ...layer,
    secondMoment: plans.reduce((total, made) => total + (made.hidden[index]?.secondMoment ?? 0) / plans.length, 0),
  }));
  return { ...plans[0], hidden, tensors, chunks: { ...plans[0]?.chunks, count: first, runs } };
}

/**
 * The plans of all methods as one, so that they are measured on the same draws: the method changes nothing but the
 * output heads, or the chunk embeddings. The tensors of METHODS[0] come first.
 */
export function planOf(setting: Setting, width: number): Plan {
  const plans: readonly Plan[] = METHODS.map((method) => plan(requestOf(setting, method, width)));
  const full = plans.filter((made) => made.kind === "hyperfan");
  return parsePlan(full.length > 0 ? mergeFull(full) : mergeChunked(plans.filter((made) => made.kind === "chunked-hyperfan")));
}
