import * as z from "zod/mini";
import { InvalidInputError, pointer, refuse } from "../errors.js";
import { count, need, positive } from "../leaves.js";
import { elementCount } from "../math/element-count.js";
import { logDistance } from "../math/log-distance.js";
import { chunkedPlanner } from "../plan/chunked.js";
import { finitenessIssues } from "../plan/numeric-issues.js";
import type { ChunkedHyperfanPlan } from "../plan/schema.js";
import type { DeepReadonly } from "../readonly.js";
import { parseOptions } from "../request/checked.js";
import { readRequest } from "../request/parse.js";
import type { RequestInput } from "../request/schema.js";
import { defaultSizes } from "./chunk-sizes.js";
import { isUndominated } from "./undominated.js";

/** What to compare. */
export interface AdviceOptions {
  /** Chunk sizes to try; by default ten per decade, up to one chunk for everything. */
  readonly sizes?: readonly number[] | undefined;
  /** Most parameters that the hypernetwork may have; default any number. */
  readonly budget?: number | undefined;
}

/** One chunk size and what comes of it. */
export interface ChunkSizeRow {
  readonly size: number;
  readonly chunks: number;
  /** Weights, biases and chunk embeddings of the hypernetwork; its other inputs are not counted. */
  readonly hypernetParameters: number;
  /** Generated elements per parameter of the hypernetwork. */
  readonly compression: number;
  /** Predicted over intended variance of a tensor: the one farthest from 1, and the median. */
  readonly worstRatio: number | null;
  readonly medianRatio: number | null;
  readonly clippedChunks: number;
  /** Largest correlation between two chunks; null for a single one. */
  readonly largestCorrelation: number | null;
  readonly withinBudget: boolean;
  /** Whether no other size within the budget is at least as good in every column and better in one. */
  readonly best: boolean;
}

export interface ChunkSizeAdvice {
  /** Elements that the hypernetwork generates. */
  readonly elements: number;
  readonly strategy: ChunkedHyperfanPlan["chunks"]["strategy"];
  readonly rows: readonly ChunkSizeRow[];
}

const parametersOf = ({ weight, bias }: ChunkedHyperfanPlan["output"] | ChunkedHyperfanPlan["hidden"][number]): number =>
  elementCount(weight.shape) + (bias === null ? 0 : elementCount(bias.shape));

function hypernetParameters({ hidden, output, chunks }: ChunkedHyperfanPlan): number {
  const layers = [...hidden, output].reduce((total, layer) => total + parametersOf(layer), 0);
  return layers + chunks.count * chunks.embeddingDim * (chunks.perCondition ? chunks.conditions : 1);
}

function medianRatio({ tensors }: ChunkedHyperfanPlan): number | null {
  const ratios = tensors.flatMap(({ ratio }) => ratio ?? []).sort((a, b) => a - b);
  const [low, high] = [ratios[Math.floor((ratios.length - 1) / 2)], ratios[Math.floor(ratios.length / 2)]];
  return low === undefined || high === undefined ? null : low / 2 + high / 2;
}

function rowFor(plan: ChunkedHyperfanPlan, elements: number, budget: number): Omit<ChunkSizeRow, "best"> {
  const parameters = hypernetParameters(plan);
  const { worstRatio, clippedChunks, largestCorrelation } = plan.summary;
  return {
    size: plan.chunks.size,
    chunks: plan.chunks.count,
    hypernetParameters: parameters,
    compression: elements / parameters,
    worstRatio,
    medianRatio: medianRatio(plan),
    clippedChunks,
    largestCorrelation,
    withinBudget: parameters <= budget,
  };
}

/** The columns of a row, the less the better; rounding counts for nothing. */
function costs({ hypernetParameters: parameters, worstRatio, medianRatio: median, clippedChunks, chunks, largestCorrelation }: Omit<ChunkSizeRow, "best">): readonly number[] {
  return [parameters, logDistance(worstRatio ?? 1), logDistance(median ?? 1), clippedChunks / chunks, largestCorrelation ?? 0].map((cost) => Number(cost.toPrecision(9)));
}

const optionsSchema = z.strictObject(
  { sizes: z.optional(z.array(count, need("a list of chunk sizes"))), budget: z.optional(positive) },
  need('an object such as {"sizes": [100, 1000], "budget": 1e6}'),
);

/**
 * Compares chunk sizes for a chunked request, whose own size is not looked at: parameters, how well the tensors'
 * variances are met, clipped chunks, and how alike chunks are. Every row is what `plan` says for that size.
 *
 * @throws {InvalidInputError} code "invalid-request", for a request that cannot be planned at one of the sizes; code
 * "invalid-options", with pointers into the options.
 */
export function adviseChunkSize(request: DeepReadonly<RequestInput>, options: AdviceOptions = {}): ChunkSizeAdvice {
  const resolved = parseOptions(optionsSchema, options);
  const read = readRequest(request);
  const { chunking } = read.request;
  if (chunking === undefined) {
    const message = 'Expected a request of the kind "chunked-hyperfan", with chunking: only chunks have a size to choose.';
    throw new InvalidInputError("invalid-request", [{ pointer: pointer("kind"), code: "wrong-kind", message }]);
  }
  const elements = read.generated.reduce((total, { size }) => total + size, 0);
  const { sizes = defaultSizes(elements), budget = Infinity } = resolved;
  const planWith = chunkedPlanner(read);
  const rows = [...new Set(sizes)].sort((a, b) => a - b).map((size) => rowFor(planWith(size), elements, budget));
  // More parameters than the budget are never better than fewer: those rows need not be left out.
  const best = isUndominated(rows, costs);
  const advice = { elements, strategy: chunking.strategy, rows: rows.map((row) => ({ ...row, best: row.withinBudget && best(row) })) };
  refuse("invalid-request", finitenessIssues("advice", advice));
  return advice;
}
