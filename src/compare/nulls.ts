import { standardNumber, termsOf } from "./drawn-networks.js";
import type { TensorModel } from "./models.js";
import { nullDistribution, type NullDistribution } from "./null-distribution.js";
import { gammaOfMeanOne, type RandomSource } from "./random.js";
import type { Population, Replicas } from "./replicas.js";
import { standardErrorOf, type Sample } from "./sample.js";

/** A number as planned, in the limit of wide layers and inputs, and as the networks that were drawn have it on average. */
export interface Limits {
  readonly planned: number;
  readonly drawn: number;
}

/** What a sample should show, and how far from that samples of right networks are. */
export interface Nulls {
  readonly mean: Limits;
  readonly variance: Limits;
  /** Of the deviation of a mean in standard errors by the variance of its own sample. */
  readonly ofMean: NullDistribution;
  /** Of the logarithm of a variance over that of the networks drawn. */
  readonly ofVariance: NullDistribution;
}

/** The logarithm of 0, and of what is next to it. */
const LEAST_LOG = -1000;

/** Logarithm of x/y, where either may be 0. */
export function logRatio(x: number, y: number): number {
  if (x === 0) return LEAST_LOG;
  return y === 0 ? -LEAST_LOG : Math.log(x) - Math.log(y);
}

/** What a sample of elements with mean 0 shows. */
interface Shown {
  readonly mean: number;
  readonly variance: number;
}

/** A sample of networks with these variances of elements, as shares of the planned ones, and this kurtosis of their units. */
interface Networks {
  readonly byWeights: number;
  readonly byBias: number;
  /** Mean over the networks of the square of the sum of the two. */
  readonly ofSquares: number;
  readonly kurtosis: number;
}

/** Samples up to this size are drawn element by element. */
const FEW = 32;
const UNIFORM_EXCESS = -1.2;

/** Draws a sample number by number. */
function drawFew({ isUniform, width }: TensorModel, count: number, { byWeights, byBias, kurtosis }: Networks, random: RandomSource): Shown {
  const terms = termsOf(width, kurtosis, isUniform.weights);
  let [sum, squares] = [0, 0];
  for (let element = 0; element < count; element += 1) {
    const fromBias = byBias === 0 ? 0 : Math.sqrt(byBias) * standardNumber(isUniform.bias ? 1 : Infinity, random);
    const value = Math.sqrt(byWeights) * standardNumber(terms, random) + fromBias;
    sum += value;
    squares += value * value;
  }
  const mean = sum / count;
  return { mean, variance: Math.max(0, squares - sum * mean) / (count - 1) };
}

/** A sample of many: its variance is a gamma variable, and its mean a normal one that is independent of it. */
function drawMany(model: TensorModel, { effective, networks }: Sample, drawn: Networks, random: RandomSource): Shown {
  const { isUniform, width } = model;
  const { byWeights, byBias, ofSquares, kurtosis } = drawn;
  const all = byWeights + byBias;
  if (all === 0) return { mean: 0, variance: 0 };
  const flatness = (isUniform.weights ? Math.min(1, kurtosis / width) * (byWeights / all) ** 2 : 0) + (isUniform.bias ? (byBias / all) ** 2 : 0);
  // Subtracting the mean of all numbers takes one away in all.
  // Squares of what is next to nothing are nothing.
  const evenness = ofSquares > 0 ? Math.max(1 / networks, Math.min(1, (all * all) / ofSquares)) : 1;
  const shape = ((effective.variance - 1) / (2 + UNIFORM_EXCESS * flatness)) * evenness;
  return { mean: Math.sqrt(all / effective.mean) * random.normal(), variance: all * gammaOfMeanOne(shape, random) };
}

/** Means and variances of replicas. */
interface Drawn {
  readonly means: Float64Array;
  readonly variances: Float64Array;
}

function drawSamples(model: TensorModel, sample: Sample, replicas: Replicas, random: RandomSource): Drawn {
  const { fromWeights, fromBias, slope, offset, worth } = model;
  const unit = fromWeights + fromBias;
  const [weights, byBias] = unit === 0 ? [0, 0] : [fromWeights / unit, fromBias / unit];
  const isFew = sample.count <= FEW && worth.variance === 1;
  const size = replicas.squares.length;
  const means = new Float64Array(size);
  const variances = new Float64Array(size);
  for (let replica = 0; replica < size; replica += 1) {
    const square = replicas.squares[replica] ?? 0;
    const ofSquares = weights * weights * (replicas.squaresOfSquares[replica] ?? 0) + 2 * weights * byBias * square + byBias * byBias;
    const networks = { byWeights: weights * square, byBias, ofSquares, kurtosis: replicas.kurtoses[replica] ?? 1 };
    const shown = isFew ? drawFew(model, sample.count, networks, random) : drawMany(model, sample, networks, random);
    const shared = slope === 0 ? 0 : slope * (slope * (replicas.meanSpreads[replica] ?? 0));
    variances[replica] = unit * shown.variance + shared;
    means[replica] = offset + slope * (replicas.means[replica] ?? 0) + Math.sqrt(unit) * shown.mean;
  }
  return { means, variances };
}

/** Draws what a sample of right networks shows, in many replicas, and moves the farthest score of each out to its own. */
export function drawNulls(model: TensorModel, sample: Sample, population: Population, farthest: Float64Array, random: RandomSource): Nulls {
  const replicas = population.replicasOf(sample.networks);
  const { means, variances } = drawSamples(model, sample, replicas, random);
  const shown = 1 - 1 / sample.networks;
  const drawnVariance = model.fromWeights * population.square + model.fromBias + shown * model.slope ** 2 * population.meanSpread;
  const isExact = model.slope === 0 && model.source.isProportional;
  // What is planned exactly is missed by chance alone, and by how many networks were drawn.
  const variance = { planned: isExact ? drawnVariance : sample.variance, drawn: drawnVariance };
  const mean = { planned: sample.mean, drawn: model.offset + model.slope * population.mean };
  const errors = means.map((found, replica) => {
    // As if divided by the count: whoever does so allows a mean less.
    const standardError = standardErrorOf(sample, (1 - 1 / sample.count) * (variances[replica] ?? 0));
    return standardError === 0 ? 0 : (found - mean.drawn) / standardError;
  });
  const logs = variances.map((found) => logRatio(found, variance.drawn));
  const ofMean = nullDistribution(errors);
  const ofVariance = nullDistribution(logs);
  errors.forEach((error, replica) => {
    const score = Math.max(Math.abs(ofMean.scoreOf(error)), Math.abs(ofVariance.scoreOf(logs[replica] ?? 0)));
    farthest[replica] = Math.max(farthest[replica] ?? 0, score);
  });
  return { mean, variance, ofMean, ofVariance };
}
