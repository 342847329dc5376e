// Holds what a consumer generated against its plan.
import { compareMeasurements, type Measurements, type Plan } from "../../../src/index.js";
import type { ExactJob, Job, MeasuredJob } from "./cases.js";

/** What measure.py and measure.mjs write for a job. */
export type Result =
  | { readonly refused: string }
  | {
      /** Per tensor and network: mean deviation from the predicted mean. */
      readonly deviations: readonly (readonly number[])[];
      /** Per tensor and network: mean square of the deviations. */
      readonly squares: readonly (readonly number[])[];
      /** Whether the first and the last condition of the last network have different tensors. */
      readonly differs: boolean;
      readonly last: readonly (readonly number[])[] | null;
    };

type Numbers = Exclude<Result, { refused: string }>;

/** What became of a job; it is right if there are no faults. */
export interface Verdict {
  readonly faults: readonly string[];
  /** Measured over predicted variance, smallest and largest of the tensors that are not constant. */
  readonly ratios?: readonly [number, number];
  /** Worst distance from the prediction in standard errors, as the networks' own spread gives them. */
  readonly worstMean?: number;
  readonly worstVariance?: number;
  /** Worst score of `hyperfan compare`, which knows the spread that the networks should have. */
  readonly worstScore?: number;
}

const STANDARD_ERRORS = 4;
/** Of the numbers of a constant tensor, in single precision. */
const ROUNDING = 1e-5;

const tensorsOf = (made: Plan) => (made.kind === "hyperfan" ? made.heads : made.tensors);
const sizeOf = (shape: readonly number[]): number => shape.reduce((size, dim) => size * dim, 1);
const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mean over networks, and its standard error. */
function estimate(values: readonly number[]): { readonly mean: number; readonly error: number } {
  const mean = meanOf(values);
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, error: Math.sqrt(variance / values.length) };
}

/** The measurements as a file that `hyperfan compare` reads. */
export function measurementsOf({ plan, networks }: Job, { deviations, squares }: Numbers): Measurements {
  return {
    format: "hyperfan-measurements",
    version: 1,
    mode: "training",
    networks,
    tensors: tensorsOf(plan).map(({ tensor, shape, predicted }, position) => {
      const deviation = meanOf(deviations[position] ?? []);
      const variance = Math.max(0, meanOf(squares[position] ?? []) - deviation ** 2);
      return { tensor, mean: predicted.mean + deviation, variance, count: networks * sizeOf(shape) };
    }),
  };
}

/** One tensor, by the spread of the networks' own means and variances. */
function judgeTensor(predicted: number, deviations: readonly number[], squares: readonly number[]) {
  const [deviation, square] = [estimate(deviations), estimate(squares)];
  if (predicted === 0) return { ratio: null, mean: 0, variance: Math.sqrt(square.mean) < ROUNDING ? 0 : Infinity };
  return { ratio: square.mean / predicted, mean: deviation.mean / deviation.error, variance: (square.mean - predicted) / square.error };
}

const farthest = (scores: readonly number[]): number => scores.reduce((worst, score) => (Math.abs(score) > Math.abs(worst) ? score : worst), 0);

/** Whether means and variances are those of the plan: by a rule of thumb of its own, and by `hyperfan compare`. */
function judgeMeasured(job: Job, numbers: Numbers): Verdict {
  const names = tensorsOf(job.plan).map(({ tensor, label }) => label ?? `tensor ${tensor}`);
  const tensors = tensorsOf(job.plan).map(({ predicted }, position) =>
    judgeTensor(predicted.variance, numbers.deviations[position] ?? [], numbers.squares[position] ?? []));
  const comparison = compareMeasurements(job.plan, measurementsOf(job, numbers), { level: 1e-3 });
  const scores = comparison.tensors.flatMap(({ mean, variance }) => [mean.z ?? 0, variance.z ?? 0]);
  const ratios = tensors.flatMap(({ ratio }) => ratio ?? []);
  const faults = tensors.flatMap(({ mean, variance }, position) => {
    if (Math.abs(mean) <= STANDARD_ERRORS && Math.abs(variance) <= STANDARD_ERRORS) return [];
    return [`${names[position] ?? ""}: mean off by ${mean.toFixed(1)}, variance by ${variance.toFixed(1)} standard errors`];
  });
  const alike = numbers.differs ? [] : ["two conditions have the same tensors"];
  return {
    faults: [...faults, ...alike, ...comparison.tensors.flatMap(({ agrees, label, tensor }) => (agrees ? [] : [`${label ?? `tensor ${tensor}`}: hyperfan compare disagrees`]))],
    ratios: [Math.min(...ratios), Math.max(...ratios)],
    worstMean: farthest(tensors.map(({ mean }) => mean)),
    worstVariance: farthest(tensors.map(({ variance }) => variance)),
    worstScore: farthest(scores),
  };
}

function judgeExact({ expected, undo }: ExactJob, { last }: Numbers): Verdict {
  const isRight = expected.every((values, position) => {
    const given = last?.[position] ?? [];
    return given.length === values.length && values.every((value, index) => Math.abs(undo(given[index] ?? NaN, position) - value) < ROUNDING);
  });
  return { faults: isRight ? [] : [`${JSON.stringify(last)} instead of ${JSON.stringify(expected)}`] };
}

const unasked = ({ refused }: { readonly refused: string }): Verdict => ({ faults: [`refused: ${refused}`] });
const accepted: Verdict = { faults: ["was not refused"] };

/** What came of a job that a backend has to do, or to refuse. */
export function judge(job: MeasuredJob | ExactJob, backend: MeasuredJob["refusedBy"][number], result: Result): Verdict {
  const shouldRefuse = job.refusedBy.includes(backend);
  if ("refused" in result) return shouldRefuse ? { faults: [] } : unasked(result);
  if (shouldRefuse) return accepted;
  return "expected" in job ? judgeExact(job, result) : judgeMeasured(job, result);
}

/** What came of a job that every backend has to refuse, with a message that names what it does not know. */
export function judgeRefusal({ name }: Job, result: Result): Verdict {
  if (!("refused" in result)) return accepted;
  return { faults: result.refused.includes("this file knows") ? [] : [`${name}: fails with "${result.refused}"`] };
}
