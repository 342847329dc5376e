import { activationFunction } from "../../src/math/activation-function.js";
import { expandChunks, type ChunkedHyperfanPlan, type Distribution, type HyperfanPlan, type Plan } from "../../src/index.js";

// Draws whole hypernetworks from their plans, number by number: nothing here knows how a plan predicts or compares.

/** Uniform numbers in [0, 1). */
export type Random = () => number;

/** xorshift32, and a multiplication that hides its linearity. Source: Marsaglia 2003 (Journal of Statistical Software 8, 14). */
export function seeded(seed: number): Random {
  let state = (seed * 2654435761) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (Math.imul(state, 0x9e3779b1) >>> 0) / 2 ** 32;
  };
}

const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

function sampler(distribution: Distribution, random: Random): Random {
  switch (distribution.type) {
    case "constant":
      return () => distribution.value;
    case "normal":
      return () => distribution.mean + distribution.std * normal(random);
    case "uniform":
      return () => distribution.low + (distribution.high - distribution.low) * random();
  }
}

function draw(distribution: Distribution, count: number, random: Random): Float64Array {
  const next = sampler(distribution, random);
  const drawn = new Float64Array(count);
  for (let at = 0; at < count; at++) drawn[at] = next();
  return drawn;
}

/** W·x for the matrix with these rows one after the other. */
function times(weights: Float64Array, x: Float64Array): Float64Array {
  const product = new Float64Array(weights.length / x.length);
  for (let row = 0, at = 0; row < product.length; row++) {
    let sum = 0;
    for (const entry of x) sum += entry * weights[at++]!;
    product[row] = sum;
  }
  return product;
}

function drawInput({ input }: Plan, random: Random): number[] {
  return input.blocks.flatMap(({ dim, mean, variance, noiseStd }) => Array.from({ length: dim }, () => mean + Math.sqrt(variance) * normal(random) + noiseStd * normal(random)));
}

/** Numbers moved to mean 0 and scaled to variance 1. */
function standardised(numbers: Float64Array): Float64Array {
  const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  const std = Math.sqrt(numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length);
  return numbers.map((x) => (std === 0 ? 0 : (x - mean) / std));
}

function transposed(rows: readonly Float64Array[]): Float64Array[] {
  return Array.from(rows[0]!, (_, column) => Float64Array.from(rows, (row) => row[column]!));
}

const norms: Readonly<Record<Plan["hypernet"]["norm"], (batch: readonly Float64Array[]) => readonly Float64Array[]>> = {
  none: (batch) => batch,
  layer: (batch) => batch.map(standardised),
  batch: (batch) => transposed(transposed(batch).map(standardised)),
};

/** The hidden layers of one hypernetwork in training, as a function of a batch of inputs; dropout draws a mask for each. */
function drawHidden({ hidden, hypernet }: Plan, random: Random): (batch: readonly Float64Array[]) => readonly Float64Array[] {
  const { value } = activationFunction(hypernet.activation);
  const keep = 1 - hypernet.dropout;
  const weights = hidden.map(({ weight: { shape: [rows = 0, columns = 0], distribution } }) => draw(distribution, rows * columns, random));
  const activate = (z: number): number => (keep === 1 || random() < keep ? value(z) / keep : 0);
  return (batch) => weights.reduce((xs, layer) => norms[hypernet.norm](xs.map((x) => times(layer, x))).map((zs) => zs.map(activate)), batch);
}

/** Inputs beside which one is run where batch norm looks at all of them. */
const BATCH = 64;

/** The tensors that one hypernetwork generates. */
export function drawTensors(plan: HyperfanPlan, random: Random): readonly Float64Array[] {
  const batch = Array.from({ length: plan.hypernet.norm === "batch" ? BATCH : 1 }, () => Float64Array.from(drawInput(plan, random)));
  const h = drawHidden(plan, random)(batch)[0]!;
  return plan.heads.map(({ rows: [first, end], weight, bias }) => {
    const biases = draw(bias ?? { type: "constant", value: 0 }, end - first, random);
    return times(draw(weight, (end - first) * h.length, random), h).map((v, index) => v + biases[index]!);
  });
}

function drawEmbedding({ distribution, embeddingDim }: ChunkedHyperfanPlan["chunks"], std: number, random: Random): number[] {
  if (distribution === "uniform") return Array.from({ length: embeddingDim }, () => std * Math.sqrt(3) * (2 * random() - 1));
  const entries = Array.from({ length: embeddingDim }, () => std * normal(random));
  return distribution === "normal" ? entries : entries.map((x) => (x * std * Math.sqrt(embeddingDim)) / Math.hypot(...entries));
}

/** Everything that one chunked hypernetwork generates, laid end to end. */
export function drawChunks(plan: ChunkedHyperfanPlan, random: Random): Float64Array {
  const { chunks, output } = plan;
  const input = drawInput(plan, random);
  const hidden = drawHidden(plan, random);
  const [rows = 0, columns = 0] = output.weight.shape;
  const weights = draw(output.weight.distribution, rows * columns, random);
  const generated = new Float64Array(chunks.count * chunks.size);
  for (const { chunk, std } of expandChunks(plan)) {
    const h = hidden([Float64Array.from([...input, ...drawEmbedding(chunks, std, random)])])[0]!;
    generated.set(times(weights, h), chunk * chunks.size);
  }
  return generated;
}

export interface Moments {
  readonly mean: number;
  readonly variance: number;
  readonly count: number;
}

/** Mean of some numbers, and their mean square deviation from it. */
export function momentsOf(numbers: Float64Array): Moments {
  const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  return { mean, variance: numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length, count: numbers.length };
}

/** Those of several sets of numbers of the same size, taken together. */
export function pooled(parts: readonly Moments[]): Moments {
  const total = (of: (part: Moments) => number): number => parts.reduce((sum, part) => sum + of(part), 0) / parts.length;
  const mean = total((part) => part.mean);
  return { mean, variance: total((part) => part.variance + (part.mean - mean) ** 2), count: parts.reduce((sum, { count }) => sum + count, 0) };
}

/** The moments of each tensor that one hypernetwork of a plan generates. */
export function drawMoments(plan: Plan, random: Random): readonly Moments[] {
  if (plan.kind === "hyperfan") return drawTensors(plan, random).map(momentsOf);
  const numbers = drawChunks(plan, random);
  let end = 0;
  return plan.tensors.map(({ shape, scale = 1, offset = 0 }) => {
    const start = end;
    end += shape.reduce((size, dim) => size * dim, 1);
    return momentsOf(numbers.slice(start, end).map((x) => offset + scale * x));
  });
}
