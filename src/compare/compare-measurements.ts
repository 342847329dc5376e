import { bounded } from "../check/bounded.js";
import { planTensors, type PlanTensor } from "../check/plan-tensors.js";
import { pointer, refuse, type Issue } from "../errors.js";
import { elementCount } from "../math/element-count.js";
import { parsePlan } from "../plan/parse-plan.js";
import type { Mode } from "../plan/replay.js";
import type { Plan } from "../plan/schema.js";
import { chunkedGenerators } from "./chunked-generators.js";
import { fullGenerators } from "./full-generators.js";
import type { Generator } from "./generator.js";
import { compareMean, isMeanTested } from "./mean.js";
import type { MeasuredTensor, Measurements } from "./measurements-schema.js";
import { sidakLevel, twoSidedQuantile } from "./normal-quantile.js";
import { notesOn } from "./notes.js";
import { parseMeasurements } from "./parse-measurements.js";
import type { Comparison, TensorComparison } from "./report.js";
import { sampleOf, type Sample } from "./sample.js";
import { compareVariance, isVarianceTested } from "./variance.js";

export interface CompareOptions {
  /** Mode of the hypernetwork when it was measured. Default: the measurements', else training. */
  readonly mode?: Mode | undefined;
  /** Chance, above 0 and below 1, that anything at all disagrees when the plan is right. Default 0.01. */
  readonly level?: number | undefined;
}

const LEVEL = 0.01;

/** A measured tensor, and what it should show. */
interface Case {
  readonly planned: PlanTensor;
  readonly measured: MeasuredTensor;
  readonly networks: number;
  readonly sample: Sample;
}

function misfits(measurements: Measurements, tensors: ReadonlyMap<number, PlanTensor>): readonly Issue[] {
  return measurements.tensors.flatMap(({ tensor, count, networks = measurements.networks ?? 1 }, position): readonly Issue[] => {
    const planned = tensors.get(tensor);
    if (planned === undefined) {
      return [{ pointer: pointer("tensors", position, "tensor"), code: "unknown-tensor", message: `Remove tensor ${tensor}, or give another plan: this one does not generate it.` }];
    }
    const size = elementCount(planned.shape);
    if (count <= networks * size) return [];
    const enough = Math.ceil(count / size);
    const message = `Give networks, at least ${enough}: ${networks === 1 ? "one network has" : `${networks} networks have`} ${networks * size} elements of tensor ${tensor}, not ${count}. Measure each input of a network by itself.`;
    return [{ pointer: pointer("tensors", position, "count"), code: "misfit", message }];
  });
}

function generatorsOf(plan: Plan, mode: Mode): (position: number) => Generator | undefined {
  return plan.kind === "hyperfan" ? fullGenerators(plan, mode) : chunkedGenerators(plan, mode);
}

function casesOf(plan: Plan, measurements: Measurements, mode: Mode): readonly Case[] {
  const generatorAt = generatorsOf(plan, mode);
  const positions = new Map(planTensors(plan).map((planned, position) => [planned.tensor, { planned, position }]));
  return measurements.tensors.flatMap((measured) => {
    const found = positions.get(measured.tensor);
    const generator = found === undefined ? undefined : generatorAt(found.position);
    if (found === undefined || generator === undefined) return [];
    const { count, networks = measurements.networks ?? 1 } = measured;
    return [{ planned: found.planned, measured, networks, sample: sampleOf(generator, { count, networks }) }];
  });
}

const countOf = (cases: readonly Case[], isTested: (sample: Sample) => boolean): number => cases.filter(({ sample }) => isTested(sample)).length;

function compareTensor({ planned, measured, networks, sample }: Case, criticalZ: number): TensorComparison {
  const { tensor, label, name } = planned;
  const mean = compareMean(measured, sample, criticalZ);
  const variance = compareVariance(measured, sample, criticalZ);
  return {
    tensor,
    ...(label === undefined ? {} : { label }),
    name,
    count: measured.count,
    networks,
    mean,
    variance,
    ratio: variance.predicted === 0 ? null : bounded(Math.sqrt(variance.measured / variance.predicted)),
    agrees: mean.agrees && variance.agrees,
  };
}

/**
 * Compares what a hypernetwork really generated with what its plan predicts: for each measured tensor, whether mean and
 * variance lie where they have to, given how many numbers were measured and how many networks they come from.
 *
 * @param plan - a plan, validated here, so that data of unknown origin may be given.
 * @param measurements - see {@link Measurements}; likewise.
 * @returns the comparison as plain data; docs/checking.md tells how to read it and how it is computed.
 * @throws {InvalidInputError} code "invalid-plan" or "invalid-measurements", listing every problem.
 */
export function compareMeasurements(plan: unknown, measurements: unknown, options: CompareOptions = {}): Comparison {
  const parsed = parsePlan(plan);
  const given = parseMeasurements(measurements);
  refuse("invalid-measurements", misfits(given, new Map(planTensors(parsed).map((planned) => [planned.tensor, planned]))));
  const { mode = given.mode ?? "training", level = LEVEL } = options;
  const cases = casesOf(parsed, given, mode);
  const tests = countOf(cases, isMeanTested) + countOf(cases, isVarianceTested);
  const criticalZ = twoSidedQuantile(sidakLevel(level, Math.max(1, tests)));
  const tensors = cases.map((each) => compareTensor(each, criticalZ));
  const measured = new Set(tensors.map(({ tensor }) => tensor));
  return {
    format: "hyperfan-comparison",
    version: 1,
    agrees: tensors.every(({ agrees }) => agrees),
    mode,
    level,
    tests,
    criticalZ,
    tensors,
    unmeasured: planTensors(parsed).flatMap(({ tensor }) => (measured.has(tensor) ? [] : [tensor])),
    notes: notesOn(given),
  };
}
