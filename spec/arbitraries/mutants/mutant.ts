import type { Planner } from "../../../src/arbitraries/index.js";
import { plan, type ChunkedHyperfanPlan, type ChunkRun, type Head, type HyperfanPlan, type Plan, type RequestInput } from "../../../src/index.js";

/** A planner that is wrong in one respect. */
export interface Mutant {
  /** The law that must notice. */
  readonly law: string;
  /** What it does. */
  readonly name: string;
  readonly planner: Planner;
  /** What the law must say of it. */
  readonly says: RegExp;
}

export const mutant = (law: string, name: string, says: RegExp, planner: Planner): Mutant => ({ law, name, says, planner });

type Change<Changed> = (changed: Changed, request: RequestInput) => unknown;

/** Full plans that are changed afterwards; chunked ones are left alone. */
export const full = (change: Change<HyperfanPlan>): Planner => (request) => {
  const made = plan(request);
  return made.kind === "hyperfan" ? change(made, request) : made;
};

/** Chunked plans that are changed afterwards; full ones are left alone. */
export const chunked = (change: Change<ChunkedHyperfanPlan>): Planner => (request) => {
  const made = plan(request);
  return made.kind === "chunked-hyperfan" ? change(made, request) : made;
};

/** Full plans whose every head is changed afterwards. */
export const heads = (change: (head: Head, all: readonly Head[]) => unknown): Planner =>
  full((made) => ({ ...made, heads: made.heads.map((head) => change(head, made.heads)) }));

/** Chunked plans whose runs are changed afterwards. */
export const runs = (change: (runs: readonly ChunkRun[], plan: ChunkedHyperfanPlan) => readonly unknown[]): Planner =>
  chunked((made) => ({ ...made, chunks: { ...made.chunks, runs: change(made.chunks.runs, made) } }));

/** Chunked plans whose every run is changed afterwards. */
export const eachRun = (change: (run: ChunkRun) => unknown): Planner => runs((given) => given.map(change));

/** Chunked plans whose every tensor is changed afterwards. */
export const eachTensor = (change: (tensor: ChunkedHyperfanPlan["tensors"][number], made: ChunkedHyperfanPlan) => unknown): Planner =>
  chunked((made) => ({ ...made, tensors: made.tensors.map((tensor) => change(tensor, made)) }));

/** Chunked plans whose every correlation is changed afterwards. */
export function correlations(change: (correlation: number) => number): Planner {
  const changed = (correlation: number | null): number | null => (correlation === null ? null : change(correlation));
  return chunked((made) => ({
    ...made,
    tensors: made.tensors.map((tensor) => ({ ...tensor, correlation: changed(tensor.correlation) })),
    summary: { ...made.summary, largestCorrelation: changed(made.summary.largestCorrelation) },
  }));
}

/** Right plans of a request that is changed before. */
export const instead = (change: (request: RequestInput) => RequestInput): Planner => (request) => plan(change(request));

/** Right plans by other rules. */
export const under = (conventions: NonNullable<RequestInput["conventions"]>): Planner => instead((request) => ({ ...request, conventions }));

/** Right plans with other chunks. */
export const withChunking = (request: RequestInput, chunking: Partial<RequestInput["chunking"]>): RequestInput =>
  request.chunking === undefined ? request : { ...request, chunking: { ...request.chunking, ...chunking } };

/** The entries of a plan of either kind. */
export const entriesOf = (made: Plan): readonly (Head | ChunkedHyperfanPlan["tensors"][number])[] => (made.kind === "hyperfan" ? made.heads : made.tensors);

type Target = (entry: { readonly name: string; readonly layer: number; readonly variance: number }, made: Plan) => number;

/** Plans that are right for other targets than those that a request has. */
export const retargeted = (target: Target): Planner =>
  instead((request) => {
    const made = plan(request);
    return { ...request, targetVariances: entriesOf(made).map(({ name, layer, intended }) => target({ name, layer, variance: intended?.variance ?? 0 }, made)) };
  });

/** A head whose bounds are multiplied. */
export function widened(head: Head, factor: number): Head {
  const { weight } = head;
  return weight.type === "uniform" ? { ...head, weight: { ...weight, low: weight.low * factor, high: weight.high * factor } } : head;
}

/** An object but for one of its keys. */
export function without<Whole extends object>(whole: Whole, key: keyof Whole): Partial<Whole> {
  return Object.fromEntries(Object.entries(whole).filter(([name]) => name !== key)) as Partial<Whole>;
}
