import { activationFunction } from "../math/activation-function.js";
import { firstMoment, secondMoment } from "../math/moments.js";
import type { Activation } from "../math/activation.js";
import type { RandomSource } from "./random.js";

/** A part of a hypernetwork's input, of entries that are drawn alike. */
export interface InputPart {
  readonly entries: number;
  readonly mean: number;
  readonly variance: number;
  readonly type: "normal" | "uniform" | "sphere";
  /** How many independent parts of this kind the input is the mean over: 1, or the chunks of a tensor. */
  readonly count: number;
}

/** A hidden layer as it is drawn. */
export interface DrawnLayer {
  /** Units, or as many as the mean over several chunks has independent ones. */
  readonly width: number;
  readonly gain: number;
  readonly fanIn: number;
  readonly isUniform: boolean;
  /** Second moment of its units, as planned. */
  readonly planned: number;
}

/** What is drawn: a hypernetwork up to what its output layer reads. */
export interface Source {
  readonly inputs: readonly InputPart[];
  /** Second moment of the whole input, as planned. */
  readonly plannedInput: number;
  readonly layers: readonly DrawnLayer[];
  /** What lies behind every linear map: the activation, and dropout that keeps a share of its units. */
  readonly stack: { readonly activation: Activation; readonly keep: number };
  /** Whether what the output layer reads is proportional to the input. */
  readonly isProportional: boolean;
  /** The norm that scales pre-activations to variance 1: each input's over the layer, or each unit's over many inputs. */
  readonly norm: "none" | "layer" | "batch";
}

/** What the output layer reads, in units of its planned root mean square: means over its units, and E[h⁴]/E[h²]². */
interface Read {
  readonly mean: number;
  readonly square: number;
  /** Mean square of what is left without the means over many inputs, in units of its own planned one. */
  readonly centred: number;
  readonly kurtosis: number;
}

/** What the output layers of many hypernetworks read. */
export interface DrawnNetworks {
  /** Mean of the units of each, in units of their planned root mean square. */
  readonly means: Float64Array;
  /** Their second moment over the planned one. */
  readonly squares: Float64Array;
  /** E[h⁴]/E[h²]² of the units of each. */
  readonly kurtoses: Float64Array;
}

/** So many units of a layer, and entries of an input, are drawn at most: they stand for all others. */
const MOST_DRAWN = 256;
/** Sums of more uniform terms than this are drawn as normal numbers. */
const MOST_TERMS = 12;

const drawnOf = (width: number): number => Math.max(1, Math.min(MOST_DRAWN, Math.round(width)));

const drawnEntries = ({ entries, count }: InputPart): number => drawnOf(entries * count);

/** Random numbers that drawing one hypernetwork takes. */
export function numbersPerNetwork({ inputs, layers }: Source): number {
  return [...inputs.map(drawnEntries), ...layers.map(({ width }) => drawnOf(width))].reduce((total, each) => total + each, 1);
}

/** Means of powers of numbers. */
interface Means {
  readonly first: number;
  readonly second: number;
  readonly fourth: number;
}

function meansOf(values: Float64Array, count: number): Means {
  let [first, second, fourth] = [0, 0, 0];
  for (let index = 0; index < count; index += 1) {
    const value = values[index] ?? 0;
    const square = value * value;
    first += value;
    second += square;
    fourth += square * square;
  }
  return { first: first / count, second: second / count, fourth: fourth / count };
}

/** The mean over `all` that the mean over `some` stands for: as far from what is expected as it would be. */
export function meanOfMore(found: number, expected: number, some: number, all: number): number {
  return all > some ? expected + (found - expected) * Math.sqrt(some / all) : found;
}

/** Independent terms in Σ w_i h_i of uniform weights that show in it, for h of a kurtosis; normal weights show none. */
export function termsOf(fanIn: number, kurtosis: number, isUniform: boolean): number {
  const terms = Math.max(1, Math.round(fanIn / kurtosis));
  return isUniform && terms <= MOST_TERMS ? terms : Infinity;
}

/** A standard number: a normal one, or a sum of so few uniform ones that it shows. */
export function standardNumber(terms: number, { normal, uniform }: RandomSource): number {
  if (terms === Infinity) return normal();
  let sum = 0;
  for (let term = 0; term < terms; term += 1) sum += uniform() - 0.5;
  return sum * Math.sqrt(12 / terms);
}

function fillStandard(values: Float64Array, count: number, terms: number, random: RandomSource): void {
  for (let index = 0; index < count; index += 1) values[index] = standardNumber(terms, random);
}

/** Moves numbers to mean 0 and scales them to variance 1; zeros where nothing varies. */
function standardise(values: Float64Array, count: number): void {
  const { first, second } = meansOf(values, count);
  const variance = second - first * first;
  const scale = variance > 0 ? 1 / Math.sqrt(variance) : 0;
  for (let index = 0; index < count; index += 1) values[index] = ((values[index] ?? 0) - first) * scale;
}

const NOTHING: Read = { mean: 0, square: 0, centred: 0, kurtosis: 1 };

/** At least 1, also where squares are too small for their squares. */
const kurtosisOf = ({ second, fourth }: Means): number => (second > 0 ? Math.max(1, fourth / second / second) : 1);

/** A part of the input, in units of the planned root mean square of the whole. */
function drawPart(part: InputPart, unit: number, values: Float64Array, random: RandomSource): Means {
  const { entries, count, type, variance } = part;
  const [mean, std] = [part.mean / unit, Math.sqrt(variance) / unit];
  const expected = mean * mean + std * std;
  const drawn = drawnEntries(part);
  fillStandard(values, drawn, type === "uniform" ? 1 : Infinity, random);
  for (let index = 0; index < drawn; index += 1) values[index] = mean + std * (values[index] ?? 0);
  const found = meansOf(values, drawn);
  const second = type === "sphere" ? expected : meanOfMore(found.second, expected, drawn, entries * count);
  return { first: meanOfMore(found.first, mean, drawn, entries * count), second, fourth: kurtosisOf(found) * second * second };
}

/** Mean square of the deviations from a mean that is given. */
const centredOf = ({ first, second }: Pick<Means, "first" | "second">, mean: number): number => Math.max(0, second - 2 * mean * first + mean * mean);

function drawInput({ inputs, plannedInput }: Source, values: Float64Array, random: RandomSource): Read {
  if (plannedInput === 0) return NOTHING;
  const entries = inputs.reduce((total, part) => total + part.entries, 0);
  const unit = Math.sqrt(plannedInput);
  let [first, second, fourth, centred, planned] = [0, 0, 0, 0, 0];
  for (const part of inputs) {
    const found = drawPart(part, unit, values, random);
    const share = part.entries / entries;
    const mean = part.mean / unit;
    first += share * found.first;
    second += share * found.second;
    fourth += share * found.fourth;
    centred += share * centredOf(found, mean);
    planned += share * (part.variance / plannedInput);
  }
  return { mean: first, square: second, centred: planned === 0 ? 0 : centred / planned, kurtosis: kurtosisOf({ first, second, fourth }) };
}

/** Draws the hypernetworks of a source, one at a time. Source: docs/checking.md, "How far one network may be off". */
function drawing(source: Source): (random: RandomSource) => Read {
  const { stack, layers, norm } = source;
  const { value } = activationFunction(stack.activation);
  const values = new Float64Array(MOST_DRAWN);

  /**
   * Given what a layer reads, its pre-activations are independent sums Σ w_i x_i of the variance gain · mean x²: normal
   * numbers, or almost, unless there are few terms and the weights uniform. So no weight is drawn.
   */
  const drawLayer = (before: Read, layer: DrawnLayer, plannedBefore: number, random: RandomSource): Read => {
    const { width, gain, fanIn, isUniform, planned } = layer;
    const arriving = gain * plannedBefore * before.square;
    if (!(planned > 0 && arriving > 0)) return NOTHING;
    // Over many inputs batch norm divides by what is usual; a long input stays long.
    const variance = norm === "none" ? arriving : norm === "layer" ? 1 : before.centred;
    const terms = termsOf(fanIn, before.kurtosis, isUniform);
    const drawn = drawnOf(width);
    fillStandard(values, drawn, terms, random);
    if (norm === "layer") standardise(values, drawn);
    const std = Math.sqrt(variance);
    const unit = Math.sqrt(planned) * stack.keep;
    for (let index = 0; index < drawn; index += 1) {
      values[index] = stack.keep === 1 || random.uniform() < stack.keep ? value(std * (values[index] ?? 0)) / unit : 0;
    }
    const found = meansOf(values, drawn);
    const kurtosis = kurtosisOf(found);
    // Where sums are not normal, what is expected of one is not known, and fewer units scatter more than all.
    const more = (mean: number, expected: () => number): number => (drawn >= width || terms < Infinity ? mean : meanOfMore(mean, expected(), drawn, width));
    const first = more(found.first, () => firstMoment(stack.activation, variance) / Math.sqrt(planned));
    const second = more(found.second, () => secondMoment(stack.activation, variance) / stack.keep / planned);
    if (norm !== "batch") return { mean: first, square: second, centred: second, kurtosis };
    const usual = firstMoment(stack.activation, 1) / Math.sqrt(planned);
    return { mean: first, square: second, centred: centredOf({ first, second }, usual) / Math.max(Number.MIN_VALUE, 1 - usual * usual), kurtosis };
  };

  return (random) => {
    let read = drawInput(source, values, random);
    let planned = source.plannedInput;
    for (const layer of layers) {
      read = drawLayer(read, layer, planned, random);
      planned = layer.planned;
    }
    return read;
  };
}

/** Draws so many hypernetworks. */
export function drawNetworks(source: Source, count: number, random: RandomSource): DrawnNetworks {
  const draw = drawing(source);
  const means = new Float64Array(count);
  const squares = new Float64Array(count);
  const kurtoses = new Float64Array(count);
  for (let network = 0; network < count; network += 1) {
    const read = draw(random);
    means[network] = read.mean;
    squares[network] = read.square;
    kurtoses[network] = read.kurtosis;
  }
  return { means, squares, kurtoses };
}
