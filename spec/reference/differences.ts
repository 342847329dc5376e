import type { ChunkedHyperfanPlan, ChunkRun, Distribution, Head, HiddenLayer, HyperfanPlan, Plan } from "../../src/index.js";
import type { Recorded, RecordedChunked, RecordedDistribution, RecordedFull, RecordedRun, ReferenceRequest } from "./load-cases.js";

const TOLERANCE = 1e-12;

type Layer = Pick<HiddenLayer, "weight" | "bias">;
type Role = Pick<Head, "tensor" | "name" | "layer">;
type Findings = readonly string[];

function same(what: string, actual: unknown, expected: unknown): Findings {
  return JSON.stringify(actual) === JSON.stringify(expected) ? [] : [`${what} is ${JSON.stringify(actual)}, recorded ${JSON.stringify(expected)}`];
}

function close(what: string, actual: number | undefined, expected: number): Findings {
  const good = actual !== undefined && Math.abs(actual - expected) <= TOLERANCE * Math.abs(expected);
  return good ? [] : [`${what} is ${String(actual)}, recorded ${String(expected)}`];
}

function distributionOf(recorded: RecordedDistribution): Distribution {
  if (typeof recorded === "number") return recorded === 0 ? { type: "constant", value: 0 } : { type: "uniform", low: -recorded, high: recorded };
  if ("constant" in recorded) return { type: "constant", value: recorded.constant };
  const [low, high] = recorded;
  return { type: "uniform", low, high };
}

function sameDistribution(what: string, actual: Distribution | null | undefined, recorded: RecordedDistribution | null): Findings {
  if (recorded === null) return same(what, actual, null);
  const expected = distributionOf(recorded);
  if (actual?.type === "uniform" && expected.type === "uniform") {
    return [...close(`${what} low`, actual.low, expected.low), ...close(`${what} high`, actual.high, expected.high)];
  }
  if (actual?.type === "constant" && expected.type === "constant") return close(what, actual.value, expected.value);
  return [`${what} is ${JSON.stringify(actual)}, recorded ${JSON.stringify(expected)}`];
}

function sameLayer(what: string, actual: Layer | undefined, recorded: number, shape: readonly number[], useBias: boolean): Findings {
  return [
    ...same(`${what} weight shape`, actual?.weight.shape, shape),
    ...sameDistribution(`${what} weight`, actual?.weight.distribution, recorded),
    ...same(`${what} bias shape`, actual?.bias?.shape, useBias ? shape.slice(0, 1) : undefined),
    ...sameDistribution(`${what} bias`, actual === undefined || actual.bias === null ? null : actual.bias.distribution, useBias ? 0 : null),
  ];
}

function sameHidden(plan: Plan, recorded: Recorded, { inputs, hypernet, chunking }: ReferenceRequest): Findings {
  const { hiddenDims, useBias = true } = hypernet;
  const inputDim = inputs.reduce((sum, { dim }) => sum + dim, chunking?.embeddingDim ?? 0);
  return [
    ...same("hidden layers", plan.hidden.length, recorded.hidden.length),
    ...recorded.hidden.flatMap((bound, index) =>
      sameLayer(`hidden ${String(index)}`, plan.hidden[index], bound, [hiddenDims[index] ?? NaN, hiddenDims[index - 1] ?? inputDim], useBias),
    ),
  ];
}

function sameRoles(roles: readonly Role[], recorded: Recorded, { targetShapes, paramMeta, generated }: ReferenceRequest): Findings {
  const indices = generated ?? targetShapes.map((_, index) => index);
  const given = indices.flatMap((index) => paramMeta?.[index] ?? []).map(({ name, layer }) => `${name}:${String(layer)}`);
  return [
    ...same("tensors", roles.map(({ tensor }) => tensor), indices),
    ...(paramMeta === undefined && recorded.roles === undefined
      ? []
      : same("roles", roles.map(({ name, layer }) => `${name}:${String(layer)}`).join(" "), recorded.roles ?? given.join(" "))),
  ];
}

function sameInput(plan: Plan, recorded: Recorded, { inputs }: ReferenceRequest): Findings {
  const dim = inputs.reduce((sum, block) => sum + block.dim, 0);
  return [
    ...same("input dim", plan.input.dim, dim),
    ...(recorded.inputVariance === undefined || dim === 0 ? [] : close("input second moment", plan.input.secondMoment, recorded.inputVariance)),
  ];
}

function sameHeads({ heads }: HyperfanPlan, recorded: RecordedFull, request: ReferenceRequest): Findings {
  return [
    ...sameRoles(heads, recorded, request),
    ...same("heads", heads.length, recorded.heads.length),
    ...recorded.heads.flatMap(([tensor, from, to, weight, bias], index) => {
      const head = heads[index];
      const what = `head ${String(index)}`;
      return [
        ...same(`${what} tensor`, head?.tensor, tensor),
        ...same(`${what} rows`, head?.rows, [from, to]),
        ...sameDistribution(`${what} weight`, head?.weight, weight),
        ...sameDistribution(`${what} bias`, head?.bias, bias),
      ];
    }),
  ];
}

/** Compares two lists of runs chunk by chunk, without writing the chunks out; runs may be cut in different places. */
function sameRuns(what: string, actual: readonly RecordedRun[], recorded: readonly RecordedRun[]): Findings {
  const gaps = actual.flatMap(([first], index) => (first === (actual[index - 1]?.[1] ?? 0) ? [] : [`${what} has a gap before chunk ${String(first)}`]));
  return [
    ...gaps,
    ...same(`end of ${what}`, actual.at(-1)?.[1], recorded.at(-1)?.[1]),
    ...recorded.flatMap(([first, end, value]) =>
      actual.filter((run) => run[0] < end && run[1] > first).flatMap((run) => close(`${what} of chunk ${String(Math.max(first, run[0]))}`, run[2], value)),
    ),
  ];
}

function sameChunks(plan: ChunkedHyperfanPlan, recorded: RecordedChunked, request: ReferenceRequest): Findings {
  const { hiddenDims, useBias = true } = request.hypernet;
  const { size = NaN, embeddingDim = NaN, perCondition = false, conditions = 1 } = request.chunking ?? {};
  const { runs } = plan.chunks;
  const runsOf = (value: (run: ChunkRun) => number): readonly RecordedRun[] => runs.map((run) => [run.first, run.first + run.count, value(run)]);
  const clipped = runs.reduce((sum, run) => sum + (run.clipped ? run.count : 0), 0);
  const most = recorded.maxInputVariance;
  return [
    ...sameRoles(plan.tensors, recorded, request),
    ...sameLayer("output", plan.output, recorded.output, [size, hiddenDims.at(-1) ?? recorded.inputDim + embeddingDim], useBias),
    ...same("chunk count", plan.chunks.count, recorded.numChunks),
    ...same("per condition", [plan.chunks.perCondition, plan.chunks.conditions], [perCondition, conditions]),
    ...sameRuns("target variance", runsOf((run) => run.targetVariance), recorded.chunkVariances),
    ...(recorded.bounds === undefined ? [] : sameRuns("bound", runsOf((run) => run.bound ?? NaN), recorded.bounds)),
    ...(recorded.stds === undefined ? [] : sameRuns("std", runsOf((run) => run.std), recorded.stds)),
    ...same("clipped chunks", clipped, recorded.clipped),
    ...(most === null ? same("largest input variance", plan.maxInputVariance, null) : close("largest input variance", plan.maxInputVariance ?? NaN, most)),
  ];
}

function sameWarnings(plan: Plan, recorded: Recorded, request: ReferenceRequest): Findings {
  const warned = (code: string): boolean => plan.warnings.some((warning) => warning.code === code);
  const inferred = same("meta-inferred", warned("meta-inferred"), request.paramMeta === undefined);
  if ("heads" in recorded) return inferred;
  const { inputVariance = 0, maxInputVariance, warnings = {} } = recorded;
  return [
    ...inferred,
    ...same("chunk-variance-clipped", warned("chunk-variance-clipped"), warnings.clipped !== undefined),
    // The reference also warns on equality, where nothing need be clipped.
    ...(inputVariance === maxInputVariance ? [] : same("input-variance-too-large", warned("input-variance-too-large"), warnings.inputVariance === true)),
  ];
}

function sameOutputs(plan: Plan, recorded: Recorded, request: ReferenceRequest): Findings {
  if (plan.kind === "hyperfan") return "heads" in recorded ? sameHeads(plan, recorded, request) : ["the plan has heads, but chunks were recorded"];
  return "heads" in recorded ? ["the plan has chunks, but heads were recorded"] : sameChunks(plan, recorded, request);
}

/** Every recorded number that the plan doesn't repeat to twelve digits, as sentences; none when it repeats them all. */
export function differences(plan: Plan, recorded: Recorded, request: ReferenceRequest): Findings {
  return [
    ...sameInput(plan, recorded, request),
    ...sameHidden(plan, recorded, request),
    ...sameOutputs(plan, recorded, request),
    ...sameWarnings(plan, recorded, request),
  ];
}

/** Paths of all numbers in a value that JSON can't hold. */
export function nonFinite(value: unknown, path = ""): Findings {
  if (typeof value === "number") return Number.isFinite(value) ? [] : [path];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => nonFinite(item, `${path}/${key}`));
}
