import { planTensors } from "../kinds/index.js";
import type { PlanTensor } from "../kinds/kind.js";
import { pointer, refuse, type Issue } from "../errors.js";
import { notFinite } from "../finite.js";
import { elementCount } from "../math/element-count.js";
import { parsePlan } from "../plan/parse-plan.js";
import { expectations, overflow, type Expectation } from "./expectation.js";
import { compareMean, compareVariance } from "./judge.js";
import type { MeasuredTensor, Measurements } from "./measurements-schema.js";
import { notesOn } from "./notes.js";
import { resolveOptions, type CompareOptions } from "./options.js";
import { parseMeasurements } from "./parse-measurements.js";
import type { Comparison, TensorComparison } from "./report.js";

function misfits(measurements: Measurements, shapes: ReadonlyMap<number, readonly number[]>): readonly Issue[] {
  return measurements.tensors.flatMap(({ tensor, count, networks = measurements.networks ?? 1 }, position): readonly Issue[] => {
    const shape = shapes.get(tensor);
    if (shape === undefined) {
      return [{ pointer: pointer("tensors", position, "tensor"), code: "unknown-tensor", message: `Remove tensor ${tensor}, or give another plan: this one does not generate it.` }];
    }
    const size = elementCount(shape);
    if (count <= networks * size) return [];
    const enough = Math.ceil(count / size);
    const message = `Give networks, at least ${enough}: ${networks === 1 ? "one network has" : `${networks} networks have`} ${networks * size} elements of tensor ${tensor}, not ${count}. Measure each input of a network by itself.`;
    return [{ pointer: pointer("tensors", position, "count"), code: "misfit", message }];
  });
}

/** Measured over predicted standard deviation; null where that is 0. */
function ratioOf(measured: number, predicted: number): number | null {
  // Of the roots: the ratio of the variances could leave the doubles.
  return predicted === 0 ? null : Math.sqrt(measured) / Math.sqrt(predicted);
}

function compareTensor({ tensor, label, name }: PlanTensor, measured: MeasuredTensor, { sample, nulls }: Expectation, criticalZ: number): TensorComparison {
  const mean = compareMean(measured, sample, nulls, criticalZ);
  const variance = compareVariance(measured, sample, nulls, criticalZ);
  return {
    tensor,
    ...(label === undefined ? {} : { label }),
    name,
    count: measured.count,
    networks: sample.networks,
    mean,
    variance,
    ratio: ratioOf(variance.measured, variance.predicted),
    agrees: mean.agrees && variance.agrees,
  };
}

/**
 * Compares what a hypernetwork really generated with what its plan predicts: for each measured tensor, whether mean and
 * variance lie where they have to, given how many numbers were measured and how many networks they come from. How far
 * chance goes is found by drawing hypernetworks of the plan, from a fixed seed.
 *
 * @param plan - a plan, validated here, so that data of unknown origin may be given.
 * @param measurements - see {@link Measurements}; likewise.
 * @param options - see {@link CompareOptions}; likewise.
 * @returns the comparison as plain data; docs/checking.md tells how to read it and how it is computed.
 * @throws {InvalidInputError} code "invalid-plan", "invalid-measurements" or "invalid-options", listing every problem. A
 * plan is refused, too, whose hypernetworks are too deep to be drawn, or generate numbers that overflow.
 */
export function compareMeasurements(plan: unknown, measurements: unknown, options: CompareOptions = {}): Comparison {
  const resolved = resolveOptions(options);
  const parsed = parsePlan(plan);
  const given = parseMeasurements(measurements);
  const planned = planTensors(parsed);
  const positions = new Map(planned.map(({ tensor }, position) => [tensor, position]));
  refuse("invalid-measurements", misfits(given, new Map(planned.map(({ tensor, shape }) => [tensor, shape]))));
  const { mode = given.mode ?? "training", level } = resolved;
  const wanted = given.tensors.flatMap((measured) => {
    const position = positions.get(measured.tensor);
    const found = position === undefined ? undefined : planned[position];
    return position === undefined || found === undefined ? [] : [{ planned: found, measured, position }];
  });
  const sizes = wanted.map(({ position, measured: { count, networks = given.networks ?? 1 } }) => ({ position, count, networks }));
  const { tests, criticalZ, tensors: expected } = expectations(parsed, mode, sizes, level);
  const tensors = wanted.flatMap(({ planned: tensor, measured }, index) => {
    const expectation = expected[index];
    return expectation === undefined ? [] : [compareTensor(tensor, measured, expectation, criticalZ)];
  });
  const measured = new Set(tensors.map(({ tensor }) => tensor));
  const comparison: Comparison = {
    format: "hyperfan-comparison",
    version: 1,
    agrees: tensors.every(({ agrees }) => agrees),
    mode,
    level,
    tests,
    criticalZ,
    tensors,
    unmeasured: planned.flatMap(({ tensor }) => (measured.has(tensor) ? [] : [tensor])),
    notes: notesOn(given),
  };
  if (notFinite(comparison) !== undefined) throw overflow();
  return comparison;
}
