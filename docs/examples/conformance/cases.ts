// What every consumer has to apply, and what it has to refuse.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseRequest, plan, planChunkedHyperfan, planHyperfan, type Plan } from "../../../src/index.js";
import { activationFunction } from "../../../src/math/activation-function.js";
import { activationNames, type Activation } from "../../../src/math/index.js";

export const backends = ["pytorch", "numpy", "jax", "tfjs", "typed-arrays"] as const;
export type Backend = (typeof backends)[number];

/** A plan for a consumer. It draws `networks` hypernetworks for so many `conditions`, and measures the last condition. */
export interface Job {
  readonly name: string;
  readonly plan: Plan;
  readonly networks: number;
  readonly conditions: number;
  /** Whether the numbers of the last network are wanted. */
  readonly values: boolean;
}

/** A job whose means and variances have to be those that the plan predicts, but for consumers that refuse it. */
export interface MeasuredJob extends Job {
  readonly refusedBy: readonly Backend[];
}

/** A job that leaves nothing to chance but signs: what each tensor's numbers have to be, after `undo` was applied. */
export interface ExactJob extends MeasuredJob {
  readonly expected: readonly (readonly number[])[];
  readonly undo: (value: number, position: number) => number;
}

type Changes = Readonly<Record<string, unknown>>;

/** The plan of an example's request with some keys changed. */
function planOf(example: string, changes: Changes): Plan {
  const request = JSON.parse(readFileSync(join(__dirname, "..", `${example}.request.json`), "utf8")) as object;
  return plan(parseRequest({ ...request, ...changes }));
}

// The last layer is narrow because the heads of a large network are as wide; inputs and the layer before it are not, so
// that networks differ less from each other and fewer of them will do.
const narrow = { hiddenDims: [256, 32] };
const input = (more: object = {}) => ({ inputs: [{ name: "task", dim: 128, ...more }] });
const chunked = (chunking: object) => ({ kind: "chunked-hyperfan", chunking: { embeddingDim: 32, ...chunking } });

function measured(name: string, networks: number, made: Plan, refusedBy: readonly Backend[] = []): MeasuredJob {
  // Batch norm takes its statistics from the conditions of a batch.
  const conditions = made.hypernet.norm === "batch" ? 16 : made.kind === "chunked-hyperfan" && made.chunks.perCondition ? made.chunks.conditions : 2;
  return { name, plan: made, networks, conditions, values: false, refusedBy };
}

const noLayerNorm: readonly Backend[] = ["typed-arrays"];
const noBatchNorm = backends.filter((backend) => backend !== "pytorch");

export const measuredJobs: readonly MeasuredJob[] = [
  measured("ResNet-32", 100, planOf("resnet32", { hypernet: narrow, ...input() })),
  measured("ResNet-32 in chunks", 300, planOf("resnet32", { hypernet: narrow, ...input({ variance: 1e-4 }), ...chunked({ size: 1000 }) })),
  measured("ViT", 100, planOf("vit-tiny", { hypernet: narrow, ...input() })),
  measured("ViT in chunks", 100, planOf("vit-tiny", { hypernet: narrow, ...input({ variance: 1e-4 }), ...chunked({ size: 500, distribution: "normal" }) })),
  measured("LeNet, noise and dropout", 400, planOf("lenet", {
    hypernet: { ...narrow, activation: "leaky_relu", useBias: false, dropout: 0.3 },
    inputs: [{ name: "task", dim: 96, variance: 0.5, mean: 0.5, noiseStd: 0.7 }, { name: "user", dim: 32, variance: 2 }],
  })),
  measured("LeNet, layer norm", 400, planOf("lenet", { hypernet: { ...narrow, norm: "layer" }, ...input() }), noLayerNorm),
  measured("LeNet, batch norm", 400, planOf("lenet", { hypernet: { ...narrow, norm: "batch" }, ...input() }), noBatchNorm),
  measured("LeNet in rescaled chunks", 400, planOf("lenet", { hypernet: narrow, ...input(), ...chunked({ size: 500, strategy: "rescale" }) })),
  measured("LeNet in chunks, scaled by tensor", 400, planOf("lenet", {
    hypernet: narrow, inputs: [],
    ...chunked({ size: 500, strategy: "per-tensor-scale", distribution: "sphere", perCondition: true, conditions: 3 }),
  })),
];

const constant = (value: number) => ({ type: "constant", value }) as const;

/** One input entry that is 1, one hidden unit: every number is φ(z). */
function activationJob(activation: Activation, z: number): ExactJob {
  const made = planHyperfan({
    kind: "hyperfan", targetShapes: [[2, 3], []], paramMeta: [{ name: "weight" }, { name: "gain" }],
    headOverrides: { weight: { weightMean: 1, weightVariance: 0, biasMean: 0, biasVariance: 0 }, gain: { weightMean: 2, biasMean: 3 } },
    inputs: [{ dim: 1, mean: 1, variance: 0 }], hypernet: { hiddenDims: [1], activation },
  });
  const hidden = made.hidden.map(({ weight, bias, ...layer }) => ({ ...layer, weight: { ...weight, distribution: constant(z) }, bias }));
  const h = activationFunction(activation).value(z);
  const refusedBy: readonly Backend[] = activation.name === "gelu" || activation.name === "erf" ? ["typed-arrays"] : [];
  return {
    name: `${activation.name} of ${z}`, plan: { ...made, hidden }, networks: 1, conditions: 1, values: true, refusedBy,
    expected: [Array<number>(6).fill(h), [2 * h + 3]], undo: (value) => value,
  };
}

/**
 * Embeddings of one entry on a "sphere" are ±std, so an output layer of ones without hidden layers shows which number
 * came from which chunk: ten numbers in three chunks of four.
 */
function orderJob(): ExactJob {
  const made = planChunkedHyperfan({
    kind: "chunked-hyperfan", targetShapes: [[2, 3], [3], []], paramMeta: [{ name: "a" }, { name: "b" }, { name: "c" }],
    hypernet: { hiddenDims: [] }, inputs: [],
    chunking: { size: 4, embeddingDim: 1, distribution: "sphere", perCondition: true, conditions: 2 },
  });
  const [run] = made.chunks.runs;
  if (run === undefined) throw new Error("a chunked plan has a run");
  const runs = [{ ...run, count: 1, std: 1 }, { ...run, first: 1, count: 2, std: 2 }];
  const [scales, offsets] = [[1, 0.5, 3], [0, 7, -1]];
  const tensors = made.tensors.map((tensor, position) => ({ ...tensor, scale: scales[position] ?? 1, offset: offsets[position] ?? 0 }));
  const output = { ...made.output, weight: { ...made.output.weight, distribution: constant(1) } };
  return {
    name: "order of chunks", networks: 1, conditions: 2, values: true, refusedBy: [],
    plan: { ...made, output, tensors, chunks: { ...made.chunks, strategy: "per-tensor-scale", runs } },
    expected: [[1, 1, 1, 1, 2, 2], [2, 2, 2], [2]],
    undo: (value, position) => Math.abs((value - (offsets[position] ?? 0)) / (scales[position] ?? 1)),
  };
}

const parameters: Readonly<Record<string, object>> = { leaky_relu: { negativeSlope: 0.2 }, elu: { alpha: 0.7 } };

export const exactJobs: readonly ExactJob[] = [
  ...activationNames.flatMap((name) => {
    const activation = { name, ...parameters[name] } as Activation;
    return [activationJob(activation, 0.8), activationJob(activation, -1.7)];
  }),
  orderJob(),
];

type Json = Record<string, unknown>;

/** A copy of a plan with another value at a path. */
function altered(made: Plan, path: string, value: unknown): Plan {
  const copy = structuredClone(made);
  const keys = path.split("/");
  const last = keys.pop() ?? "";
  const parent = keys.reduce<Json>((object, key) => object[key] as Json, copy as unknown as Json);
  parent[last] = value;
  return copy;
}

const refused = (made: Plan, path: string, value: unknown): Job =>
  ({ name: `${path} ${JSON.stringify(value)}`, plan: altered(made, path, value), networks: 1, conditions: 1, values: false });

const full = planOf("lenet", { hypernet: narrow });
const inChunks = planOf("lenet", { hypernet: narrow, ...chunked({ size: 500 }) });

export const refusedJobs: readonly Job[] = [
  refused(full, "format", "another-plan"),
  refused(full, "version", 2),
  refused(full, "version", "1"),
  refused(full, "kind", "factored-hyperfan"),
  refused(full, "hypernet/norm", "group"),
  refused(full, "hypernet/activation", { name: "swish" }),
  refused(full, "heads/3/weight", { type: "laplace", mean: 0, scale: 1 }),
  refused(full, "hidden/0/weight/distribution", { type: "truncated-normal", mean: 0, std: 1 }),
  refused(inChunks, "version", 2),
  refused(inChunks, "output/bias/distribution", { type: "laplace", mean: 0, scale: 1 }),
  refused(inChunks, "chunks/strategy", "per-layer-scale"),
  refused(inChunks, "chunks/distribution", "ball"),
];
