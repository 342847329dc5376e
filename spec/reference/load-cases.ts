import { readFileSync } from "node:fs";
import { join } from "node:path";

/** 0 is the constant 0, any other number b is uniform on [-b, b], a pair is uniform between the two. */
export type RecordedDistribution = number | readonly [low: number, high: number] | { readonly constant: number };
/** A value for the chunks from `first` up to, not including, `end`. */
export type RecordedRun = readonly [first: number, end: number, value: number];
/** Index into targetShapes, half-open row range, weight, and bias (null without biases). */
export type RecordedHead = readonly [
  tensor: number,
  from: number,
  to: number,
  weight: RecordedDistribution,
  bias: RecordedDistribution | null,
];

interface RecordedWarnings {
  readonly inputVariance?: boolean;
  readonly clipped?: readonly [clipped: number, of: number];
  readonly metadataUnmatched?: boolean;
}

interface RecordedCommon {
  readonly hidden: readonly number[];
  /** Absent with batch norm, where the reference overwrites it. */
  readonly inputVariance?: number;
  /** Roles that were inferred from the shapes: "weight:0 bias:0 …". */
  readonly roles?: string;
  readonly warnings?: RecordedWarnings;
}

/** Every number of a full hypernetwork's initialisation. */
export interface RecordedFull extends RecordedCommon {
  readonly heads: readonly RecordedHead[];
}

/** Every number of a chunked hypernetwork's initialisation. */
export interface RecordedChunked extends RecordedCommon {
  readonly inputDim: number;
  readonly output: number;
  readonly numChunks: number;
  /** Bounds of uniform embeddings, or standard deviations of normal ones. */
  readonly bounds?: readonly RecordedRun[];
  readonly stds?: readonly RecordedRun[];
  readonly chunkVariances: readonly RecordedRun[];
  readonly targetVariances: readonly number[];
  readonly maxInputVariance: number | null;
  readonly clipped: number;
}

export type Recorded = RecordedFull | RecordedChunked;

/** How the reference implementation failed; null where it went through what this library refuses. */
export interface RecordedCrash {
  readonly crash: { readonly type: string; readonly phase: "construct" | "init" } | null;
}

interface Meta {
  readonly name: string;
  readonly layer: number;
}

/** The parts of a request that this folder's specs read; the rest goes to the planner as it stands. */
export interface ReferenceRequest {
  readonly kind: "hyperfan" | "chunked-hyperfan";
  readonly targetShapes: readonly (readonly number[])[];
  readonly paramMeta?: readonly Meta[];
  readonly generated?: readonly number[];
  readonly inputs: readonly { readonly name: string; readonly dim: number }[];
  readonly hypernet: { readonly hiddenDims: readonly number[]; readonly useBias?: boolean };
  readonly targetVariances?: readonly (number | null)[] | Readonly<Record<string, number>>;
  readonly chunking?: { readonly size: number; readonly embeddingDim: number; readonly perCondition?: boolean; readonly conditions?: number };
  readonly conventions: "hypnettorch" | "hypercl";
}

interface CaseBase {
  readonly id: string;
  /** Project and class that was recorded. */
  readonly source: string;
  readonly request: ReferenceRequest;
}

/** The reference went through: a plan repeats every recorded number. */
export interface PlanCase extends CaseBase {
  readonly expect: "plan";
  readonly recorded: Recorded;
}

/** The reference crashed where the formulas have an answer. */
export interface AnsweredCase extends CaseBase {
  readonly expect: "answered";
  readonly why: string;
  readonly recorded: RecordedCrash;
  /** What the formulas give, worked out apart from this library. */
  readonly answer: Recorded;
}

/** A bad request, whatever the reference made of it. */
export interface ErrorCase extends CaseBase {
  readonly expect: "error";
  readonly why: string;
  /** Start of the pointer of at least one issue, where there is one right place to point at. */
  readonly at?: string;
  readonly recorded: RecordedCrash;
}

export type ReferenceCase = PlanCase | AnsweredCase | ErrorCase;

interface Network {
  readonly about: string;
  /** One string a tensor: "16x3x3x3 weight 1" is its shape, role and layer; "16x3x3x3" alone has no metadata. */
  readonly tensors: readonly string[];
  readonly generated?: readonly number[];
}

type Unexpanded<Case> = Case extends ReferenceCase
  ? Omit<Case, "request"> & {
      readonly network: string;
      /** Give the shapes of the generated tensors only, without metadata. */
      readonly inferRoles?: boolean;
      readonly request: Omit<ReferenceRequest, "targetShapes" | "paramMeta" | "generated">;
    }
  : never;

const FIXTURES = join(__dirname, "..", "fixtures", "reference");

function shapeOf(tensor: string): readonly number[] {
  const [dims = ""] = tensor.split(" ");
  return dims === "scalar" ? [] : dims.split("x").map(Number);
}

function metaOf(tensor: string): Meta | undefined {
  const [, name, layer] = tensor.split(" ");
  return name === undefined ? undefined : { name, layer: Number(layer) };
}

function targetOf({ tensors, generated }: Network, inferRoles: boolean): Pick<ReferenceRequest, "targetShapes" | "paramMeta" | "generated"> {
  const shapes = tensors.map(shapeOf);
  if (inferRoles) return { targetShapes: generated === undefined ? shapes : generated.flatMap((index) => [shapes[index] ?? []]) };
  const paramMeta = tensors.flatMap((tensor) => metaOf(tensor) ?? []);
  return {
    targetShapes: shapes,
    ...(paramMeta.length === 0 ? {} : { paramMeta }),
    ...(generated === undefined ? {} : { generated }),
  };
}

function expand(line: string, networks: Readonly<Record<string, Network>>): ReferenceCase {
  const { network, inferRoles = false, ...rest } = JSON.parse(line) as Unexpanded<ReferenceCase>;
  const target = networks[network];
  if (target === undefined) throw new Error(`case ${rest.id} names an unknown network, ${network}`);
  return { ...rest, request: { ...targetOf(target, inferRoles), ...rest.request } };
}

/** All recorded cases, each with the whole request that it stands for. */
export function referenceCases(): readonly ReferenceCase[] {
  const read = (name: string): string => readFileSync(join(FIXTURES, name), "utf8");
  const networks = JSON.parse(read("networks.json")) as Readonly<Record<string, Network>>;
  const lines = read("cases.jsonl").split("\n");
  return lines.filter((line) => line !== "").map((line) => expand(line, networks));
}
