import { memoised } from "../remembered.js";
import { drawNetworks, meanOfMore, numbersPerNetwork, type DrawnNetworks, type Source } from "./drawn-networks.js";
import type { RandomSource } from "./random.js";

/** What so many networks have in each of many replicas of a measurement, in the units of {@link DrawnNetworks}. */
export interface Replicas {
  /** Mean over the networks of the mean of their units, and the mean square of its deviations. */
  readonly means: Float64Array;
  readonly meanSpreads: Float64Array;
  /** Mean over the networks of their second moments, and of the squares of these. */
  readonly squares: Float64Array;
  readonly squaresOfSquares: Float64Array;
  /** Mean over the networks of the kurtosis of their units. */
  readonly kurtoses: Float64Array;
}

/** Means over all networks that were drawn. */
interface Averages {
  readonly mean: number;
  /** Mean square of the deviations from the mean. */
  readonly meanSpread: number;
  readonly square: number;
  readonly squareOfSquares: number;
}

/** Networks that are drawn from a source, and what replicas show of them. */
export interface Population extends Averages {
  readonly replicasOf: (networks: number) => Replicas;
}

/** Random numbers that are drawn for all populations of a plan together, or for one if it is the only one. */
const MOST_NUMBERS = 2 ** 23;
/** And for one network. */
export const MOST_PER_NETWORK = 2 ** 16;
/** With fewer networks than this nothing can be said of the tails. */
const FEWEST_NETWORKS = 1000;
/** More are no use, nor do they fit into memory. */
const MOST_NETWORKS = 2 ** 17;
/** Networks in a population per network that is measured: the mean of a population is then as good as known. */
const NETWORKS_PER_MEASURED = 1000;
/** So many networks of a replica are drawn; more scatter around the mean of the population as these do, only closer. */
const MOST_MEASURED = 100;

const meanOf = (values: Float64Array): number => values.reduce((total, value) => total + value, 0) / values.length;

function averagesOf({ means, squares }: DrawnNetworks): Averages {
  const mean = meanOf(means);
  return { mean, meanSpread: meanOf(means.map((each) => (each - mean) ** 2)), square: meanOf(squares), squareOfSquares: meanOf(squares.map((each) => each * each)) };
}

function replicasOf({ means, squares, kurtoses }: DrawnNetworks, expected: Averages, networks: number, replicas: number, random: RandomSource): Replicas {
  const size = squares.length;
  const some = Math.min(networks, MOST_MEASURED);
  // As if fewer had been measured: the mean of the population is known no better than by its size.
  const all = networks > some ? 1 / (1 / networks + 1 / size) : some;
  const found: Replicas = {
    means: new Float64Array(replicas), meanSpreads: new Float64Array(replicas),
    squares: new Float64Array(replicas), squaresOfSquares: new Float64Array(replicas), kurtoses: new Float64Array(replicas),
  };
  const isEnough = replicas * some <= size;
  let next = 0;
  for (let replica = 0; replica < replicas; replica += 1) {
    let [sum, sumOfSquares, square, squareOfSquares, kurtosis] = [0, 0, 0, 0, 0];
    for (let network = 0; network < some; network += 1) {
      const at = isEnough ? next++ : Math.floor(random.uniform() * size);
      const fromMean = (means[at] ?? 0) - expected.mean;
      const its = squares[at] ?? 0;
      sum += fromMean / some;
      sumOfSquares += (fromMean * fromMean) / some;
      square += its / some;
      squareOfSquares += (its * its) / some;
      kurtosis += (kurtoses[at] ?? 0) / some;
    }
    found.means[replica] = expected.mean + meanOfMore(sum, 0, some, all);
    found.meanSpreads[replica] = Math.max(0, meanOfMore(sumOfSquares - sum * sum, (1 - 1 / some) * expected.meanSpread, some, all));
    found.squares[replica] = Math.max(0, meanOfMore(square, expected.square, some, all));
    found.kurtoses[replica] = kurtosis;
    found.squaresOfSquares[replica] = Math.max(0, meanOfMore(squareOfSquares, expected.squareOfSquares, some, all));
  }
  return found;
}

/** Draws the networks of a source, one of `sources`, for replicas of measurements of up to `networks` each. */
export function populationOf(source: Source, sources: number, networks: number, replicas: number, random: RandomSource): Population {
  const wanted = Math.min(Math.max(2 * replicas, NETWORKS_PER_MEASURED * networks), MOST_NETWORKS);
  const drawn = drawNetworks(source, Math.min(wanted, Math.max(FEWEST_NETWORKS, Math.floor(MOST_NUMBERS / sources / numbersPerNetwork(source)))), random);
  const averages = averagesOf(drawn);
  return {
    ...averages,
    replicasOf: memoised((measured: number) => replicasOf(drawn, averages, measured, replicas, random)),
  };
}
