import { momentsOf } from "../hypernetwork/distribution.js";
import { entryAt } from "../entry-at.js";
import { evaluate, outputMoments, product, type Context, type Generated, type Piece, type Program } from "../hypernetwork/program.js";
import type { Mode } from "../hypernetwork/trunk.js";
import { kindOf } from "../kinds/index.js";
import type { Plan } from "../plan/schema.js";
import { memoised } from "../remembered.js";
import type { InputPart, Source } from "./drawn-networks.js";
import { jointShare, likenessOf } from "./likeness.js";
import { blockParts, sourceOf } from "./source.js";

/** How the numbers of a tensor come about, in one mode. */
export interface TensorModel {
  /** The networks that generate it. */
  readonly source: Source;
  /** Variance that output weights and biases give the elements of a network that reads what is planned. */
  readonly fromWeights: number;
  readonly fromBias: number;
  /** Mean of all elements of a network: `offset`, and `slope` times the mean of its units. */
  readonly offset: number;
  readonly slope: number;
  /** As planned, in the limit of wide layers: the mean, and how it varies from network to network. */
  readonly mean: number;
  readonly between: number;
  /** Whether output weights and biases are uniform, so that their sums are flatter than normal numbers. */
  readonly isUniform: { readonly weights: boolean; readonly bias: boolean };
  /** Units that an element sums up. */
  readonly width: number;
  /** Independent elements that each element of one network is worth, at most 1, for a variance and for a mean. */
  readonly worth: { readonly variance: number; readonly mean: number };
}

/** A piece of a tensor beside its others. */
interface Part extends Piece {
  /** Its elements as a share of the tensor's. */
  readonly weight: number;
  readonly fromWeights: number;
  readonly fromBias: number;
  /** Its share in the sum of squares of all that the tensor has. */
  readonly share: number;
}

const sum = <Item>(items: readonly Item[], of: (item: Item) => number): number => items.reduce((total, item) => total + of(item), 0);

/** The inverse of a sum of squared shares: 1 for a single share, n for n equal ones. */
const worthOf = (squares: number): number => (squares === 0 ? 1 : 1 / squares);

/** A number rounded to eight steps for each factor of 2, so that chunks that are nearly alike are drawn once. */
const rounded = (x: number): number => (x > 0 ? 2 ** (Math.round(8 * Math.log2(x)) / 8) : x);
/** A whole number rounded down to a power of 2. */
const powerOfTwo = (count: number): number => 2 ** Math.floor(Math.log2(Math.max(1, count)));

/** Networks of a context, those of one of its chunks or of the mean over several. */
interface Drawn {
  readonly source: (count: number) => Source;
  /** Bound on the cosine between what two chunks put into the output layer. */
  readonly alike: number;
}

function embeddingPart({ embedding }: Context, variance: number): InputPart | undefined {
  if (embedding === null) return undefined;
  const { dim, draw } = embedding;
  return { entries: dim, mean: 0, variance, type: draw.type === "constant" ? "normal" : draw.type, count: 1 };
}

function drawnOf(plan: Plan, mode: Mode, context: Context, variance: number): Drawn {
  const shared = blockParts(plan, mode);
  const embedding = embeddingPart(context, variance);
  const one = sourceOf(plan, mode, embedding === undefined ? shared : [...shared, embedding]);
  if (embedding === undefined) return { source: () => one, alike: 1 };
  const { before, last } = likenessOf(one, embedding);
  return {
    alike: last,
    // A layer moves alike chunks together, and the mean over others like a wider layer.
    source: memoised((count: number) => ({
      ...one,
      inputs: [...shared, { ...embedding, count }],
      layers: one.layers.map((layer, index) => ({ ...layer, width: layer.width / jointShare(before[index] ?? 1, count) })),
    })),
  };
}

/**
 * Chunks have their output weights in common, so elements in the same place of different chunks are alike: a group of
 * `chunks` of them that correlate by ρ counts as 1/(1/chunks + (1 − 1/chunks)ρ), and their squares correlate by ρ².
 */
function worthOfElements(parts: readonly Part[], chunks: number, alike: number): TensorModel["worth"] {
  const ofUnequal = worthOf(sum(parts, ({ share, weight }) => (share * share) / weight));
  return { variance: ofUnequal / (chunks * jointShare(alike * alike, chunks)), mean: 1 / (chunks * jointShare(alike, chunks)) };
}

/** What a plan's hypernetwork gives each tensor, by position. The context that counts most in a tensor stands for all of them: what they share moves them together. */
export function modelsOf(plan: Plan, mode: Mode): (position: number) => TensorModel | undefined {
  const program: Program = kindOf(plan).program(plan, mode);
  const { signals, tensors } = evaluate(program);
  const drawnWith = memoised((context: Context) => drawnOf(plan, mode, context, rounded(context.embedding?.variance ?? 0)));
  // All that tells contexts apart is the variance of their embeddings.
  const contextLike = memoised((variance: number) => program.contexts.find(({ embedding }) => rounded(embedding?.variance ?? 0) === variance));
  const signalAt = (context: number) => entryAt(entryAt(signals, context), program.layers.length);

  const partsOf = ({ size, pieces }: Generated): readonly Part[] => {
    const plain = pieces.map((piece) => {
      const { gain, bias } = outputMoments(entryAt(program.outputs, piece.output));
      return { ...piece, weight: piece.elements / size, fromWeights: product(gain, signalAt(piece.context).secondMoment), fromBias: bias.variance };
    });
    const largest = plain.reduce((most, { fromWeights, fromBias }) => Math.max(most, fromWeights + fromBias), 0);
    // By ratios: a sum of variances could leave the doubles.
    const relative = ({ weight, fromWeights, fromBias }: (typeof plain)[number]): number => (largest === 0 ? 0 : weight * ((fromWeights + fromBias) / largest));
    const all = sum(plain, relative);
    return plain.map((part) => ({ ...part, share: all === 0 ? part.weight : relative(part) / all }));
  };

  return (position) => {
    const tensor = program.tensors[position];
    if (tensor === undefined) return undefined;
    const { scale, offset } = tensor;
    const parts = partsOf(tensor);
    const main = parts.reduce((most, part) => (part.share > most.share ? part : most));
    const context = entryAt(program.contexts, main.context);
    const { weight, bias } = entryAt(program.outputs, main.output);
    const { width, secondMoment, variance } = signalAt(main.context);
    const chunks = worthOf(sum(parts, ({ share, contexts }) => (share * share) / contexts));
    const { source, alike } = drawnWith(contextLike(rounded(context.embedding?.variance ?? 0)) ?? context);
    const weightMean = scale * momentsOf(weight).mean;
    return {
      source: source(powerOfTwo(chunks)),
      fromWeights: scale * (scale * sum(parts, (part) => part.weight * part.fromWeights)),
      fromBias: scale * (scale * sum(parts, (part) => part.weight * part.fromBias)),
      offset: offset + scale * (bias === null ? 0 : momentsOf(bias).mean),
      slope: product(weightMean, width * Math.sqrt(secondMoment)),
      mean: entryAt(tensors, position).mean,
      between: product(weightMean, product(weightMean, width * variance)),
      isUniform: { weights: weight.type === "uniform", bias: bias?.type === "uniform" },
      width,
      worth: worthOfElements(parts, chunks, alike),
    };
  };
}
