import { InvalidInputError } from "../errors.js";
import type { Mode } from "../hypernetwork/trunk.js";
import type { Plan } from "../plan/schema.js";
import { memoised } from "../remembered.js";
import { criticalScore, replicasFor } from "./critical.js";
import { numbersPerNetwork, type Source } from "./drawn-networks.js";
import { modelsOf, type TensorModel } from "./models.js";
import { drawNulls, type Nulls } from "./nulls.js";
import { randomSource } from "./random.js";
import { MOST_PER_NETWORK, populationOf, type Population } from "./replicas.js";
import { isMeanTested, isVarianceTested, sampleOf, type Sample, type SampleSize } from "./sample.js";

/** Numbers that are measured of the tensor in a place of the plan. */
export interface Planned extends SampleSize {
  readonly position: number;
}

/** What a measured tensor should show. */
export interface Expectation {
  readonly sample: Sample;
  /** null where nothing is tested by its scatter. */
  readonly nulls: Nulls | null;
}

/** What measured tensors should show, and how far off is too far. */
export interface Expectations {
  readonly tests: number;
  readonly criticalZ: number;
  readonly tensors: readonly Expectation[];
}

const SEED = 1;

const refused = (code: string, message: string): InvalidInputError =>
  new InvalidInputError("invalid-plan", [{ pointer: "", code, message }]);

/** Of a plan that generates numbers which no double holds. */
export const overflow = (): InvalidInputError =>
  refused("overflow", "Expected numbers that a double can hold; got hypernetworks that generate larger ones. Give a plan of smaller variances.");

function isFinite({ fromWeights, fromBias, slope, mean, between }: TensorModel): boolean {
  return [fromWeights + fromBias, slope * slope, mean, between].every(Number.isFinite);
}

/** Draws the networks of each source once. */
function populations(sources: ReadonlySet<Source>, networks: number, replicas: number): (source: Source) => Population {
  const random = randomSource(SEED);
  return memoised((source: Source) => {
    if (numbersPerNetwork(source) > MOST_PER_NETWORK) {
      const message = `Expected at most ${MOST_PER_NETWORK} units, of each layer up to 256; got ${numbersPerNetwork(source)} in ${source.layers.length} hidden layers. Give a plan of fewer: a hypernetwork is drawn thousands of times.`;
      throw refused("too-large", message);
    }
    const population = populationOf(source, sources.size, networks, replicas, random);
    if (![population.mean, population.meanSpread, population.squareOfSquares].every(Number.isFinite)) throw overflow();
    return population;
  });
}

/** What tensors of a plan should show in numbers that are measured of them, at a chance of `level` that any disagrees. */
export function expectations(plan: Plan, mode: Mode, planned: readonly Planned[], level: number): Expectations {
  const modelAt = modelsOf(plan, mode);
  const cases = planned.flatMap(({ position, ...size }) => {
    const model = modelAt(position);
    if (model === undefined) return [];
    if (!isFinite(model)) throw overflow();
    return [{ model, sample: sampleOf(model, size) }];
  });
  const tested = cases.filter(({ sample }) => isMeanTested(sample));
  const networks = tested.reduce((most, { sample }) => Math.max(most, sample.networks), 1);
  const tests = tested.length + cases.filter(({ sample }) => isVarianceTested(sample)).length;
  const replicas = replicasFor(level, tests);
  const populationOfSource = populations(new Set(tested.map(({ model }) => model.source)), networks, replicas);
  const random = randomSource(SEED + 1);
  const farthest = new Float64Array(replicas);
  const tensors = cases.map(({ model, sample }) => ({
    sample,
    nulls: isMeanTested(sample) ? drawNulls(model, sample, populationOfSource(model.source), farthest, random) : null,
  }));
  return { tests, criticalZ: criticalScore(farthest, tests, level), tensors };
}
