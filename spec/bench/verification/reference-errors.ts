import { plan, type DeepReadonly, type RequestInput } from "../../../src/index.js";
import { simulate, type Estimate } from "../../../src/simulate/index.js";

type Request = DeepReadonly<RequestInput>;

/** A departure of the reference implementations from their documentation, as a request that shows it. */
interface Case {
  readonly title: string;
  readonly request: Request;
  /** measured/intended variance that the published code should show. */
  readonly expected: number;
  /** Which of the simulation's measurements shows it; the first tensor unless given. */
  readonly shows?: "bias" | "last chunk";
}

/** A case, measured. Variances; ratios are measured over intended. */
export interface ReferenceError {
  readonly title: string;
  readonly intended: number;
  readonly expected: number;
  readonly hypnettorch: { readonly measured: number; readonly ratio: number; readonly standardError: number };
  readonly exact: { readonly measured: number; readonly ratio: number; readonly standardError: number };
}

const weight = { targetShapes: [[64, 32]], paramMeta: [{ name: "weight", layer: 0 }] } as const;
const task = [{ name: "task", dim: 64 }];
/** Chunks that read nothing but their embedding, so that none is clipped. */
const chunking = { size: 256, embeddingDim: 64, perCondition: true };

const chunkedKaiming = (hiddenDims: readonly number[]): Case => ({
  title: `chunked, relu, Kaiming, hidden layers [${hiddenDims.join(", ")}]: output layer with gain 2`,
  request: { kind: "chunked-hyperfan", ...weight, hypernet: { hiddenDims, hiddenInit: "kaiming" }, chunking },
  expected: 2,
});

const LENET = {
  targetShapes: [[10, 1, 5, 5], [10], [20, 10, 5, 5], [20], [50, 320], [50], [10, 50], [10]],
  paramMeta: [1, 2, 3, 4].flatMap((layer) => [{ name: "weight", layer }, { name: "bias", layer }]),
};

const CASES: readonly Case[] = [
  ...[[], [100], [100, 100], [100, 100, 100]].map(chunkedKaiming),
  {
    title: "full, relu, Xavier flag, hidden layers [100, 100]: half is lost per layer",
    request: { kind: "hyperfan", ...weight, inputs: task, hypernet: { hiddenDims: [100, 100], hiddenInit: "xavier" }, mainActivation: "linear" },
    expected: 0.25,
  },
  {
    title: "full, relu, batch norm, hidden layers [100, 100]: the head takes the second moment to be 1",
    request: { kind: "hyperfan", ...weight, inputs: task, hypernet: { hiddenDims: [100, 100], hiddenInit: "kaiming", norm: "batch" } },
    expected: 0.5,
  },
  {
    title: "full, bias of a convolution [64, 3, 3, 3], method out: 2·(1 − 27/64) instead of 2·(1 − 27/576)",
    request: {
      kind: "hyperfan",
      targetShapes: [[64, 3, 3, 3], [64]],
      paramMeta: [{ name: "weight", layer: 0 }, { name: "bias", layer: 0 }],
      inputs: task,
      hypernet: { hiddenInit: "kaiming" },
      method: "out",
    },
    expected: (1 - 27 / 64) / (1 - 27 / 576),
    shows: "bias",
  },
  {
    title: "chunked, LeNet in chunks of 10 000, last chunk: 8160 unused rows count as the last bias",
    // Without hidden layers, and with gain 1, nothing else departs.
    request: { kind: "chunked-hyperfan", ...LENET, hypernet: { hiddenDims: [], hiddenInit: "xavier" }, chunking: { ...chunking, size: 10_000 } },
    expected: paddedMix(),
    shows: "last chunk",
  },
];

/** The 1840 elements that the last chunk of LeNet holds, with their variances. */
function paddedMix(): number {
  const parts = [{ n: 1280, v: 2 / 320 }, { n: 50, v: 1 / (3 * 320) }, { n: 500, v: 2 / 50 }, { n: 10, v: 1 / (3 * 50) }];
  const total = parts.reduce((sum, { n, v }) => sum + n * v, 0);
  return (total + 8160 / (3 * 50)) / 10_000 / (total / 1840);
}

function shown(request: Request, shows: Case["shows"], seed: number, draws: number): Estimate {
  const options = request.hypernet?.norm === "batch" ? { draws: Math.ceil(draws / 4), batch: 32 } : { draws, batch: 4 };
  const simulation = simulate(request, { seed, maxChunks: 2, ...options });
  const runs = simulation.kind === "chunked-hyperfan" ? simulation.runs : [];
  const found = shows === "last chunk" ? runs.at(-1) : simulation.tensors.find(({ name }) => name === (shows ?? "weight"));
  if (found === undefined) throw new Error("the request does not show the case");
  return found.variance;
}

/** The variance that the documented rules ask for. */
function intendedOf(request: Request, shows: Case["shows"]): number {
  const made = plan(request);
  if (shows === "last chunk") return made.kind === "chunked-hyperfan" ? (made.chunks.runs.at(-1)?.targetVariance ?? NaN) : NaN;
  const tensors = made.kind === "hyperfan" ? made.heads : made.tensors;
  return tensors.find(({ name }) => name === (shows ?? "weight"))?.intended?.variance ?? NaN;
}

function measureCase({ title, request, expected, shows }: Case, seed: number, draws: number): ReferenceError {
  const intended = intendedOf(request, shows);
  const under = (conventions: "hypnettorch" | "exact", seedHere: number) => {
    const { measured, standardError } = shown({ ...request, conventions }, shows, seedHere, draws);
    return { measured, ratio: measured / intended, standardError: standardError / intended };
  };
  return { title, intended, expected, hypnettorch: under("hypnettorch", 2 * seed), exact: under("exact", 2 * seed + 1) };
}

/** The documented errors of the reference implementations, measured on networks drawn as they draw them. */
export function referenceErrors(seed: number, draws = 4000): readonly ReferenceError[] {
  return CASES.map((found, index) => measureCase(found, seed * CASES.length + index, draws));
}

const number = (x: number): string => Number(x.toPrecision(4)).toString();
const withError = ({ ratio, standardError }: ReferenceError["exact"]): string => `${ratio.toFixed(3)} ± ${standardError.toFixed(3)}`;

/** As a table in Markdown. */
export function referenceErrorTable(errors: readonly ReferenceError[]): string {
  const rows = errors.map(
    ({ title, intended, expected, hypnettorch, exact }) =>
      `| ${title} | ${number(intended)} | ${number(hypnettorch.measured)} | ${withError(hypnettorch)} | ${expected.toFixed(3)} | ${withError(exact)} |`,
  );
  return [
    "| case | intended variance | measured, `hypnettorch` | measured / intended | expected | measured / intended, `exact` |",
    "|---|---|---|---|---|---|",
    ...rows,
  ].join("\n");
}
