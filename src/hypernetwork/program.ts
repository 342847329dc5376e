import { entryAt } from "../entry-at.js";
import { remembered } from "../remembered.js";
import type { Moments } from "./distribution.js";
import { momentsOf } from "./distribution.js";
import { inputSignal, type Block, type Embedding } from "./input.js";
import type { Node } from "./node.js";
import type { Dense } from "./nodes/dense.js";
import type { Signal } from "./signal.js";

/** Inputs that are drawn alike: that of a whole network, or those of consecutive chunks. */
export interface Context {
  /** Null where the blocks are all of the input. */
  readonly embedding: Embedding | null;
  /** How many there are. */
  readonly count: number;
}

/** Rows of the output layer that are drawn alike. */
export interface Output extends Dense {
  /** fan_in times the variance of the weights. */
  readonly gain: number;
}

/** What decides the mean and variance that an output makes of a signal. */
export interface OutputMoments {
  readonly gain: number;
  readonly weightMean: number;
  readonly bias: Moments;
}

/** Elements of a tensor that one output generates from one group of contexts. */
export interface Piece {
  readonly context: number;
  readonly output: number;
  readonly elements: number;
  /** Contexts of the group that hold some of them. */
  readonly contexts: number;
}

/** A generated tensor: element by element offset + scale · output. */
export interface Generated {
  readonly size: number;
  readonly pieces: readonly Piece[];
  readonly scale: number;
  readonly offset: number;
}

/**
 * A hypernetwork as it is drawn and run, whatever the kind of its plan: what check, compare and simulate work on. Layers
 * are the hidden ones; a full plan has one context and an output per head, a chunked one a context per run and one output.
 */
export interface Program {
  readonly blocks: readonly Block[];
  readonly contexts: readonly Context[];
  readonly layers: readonly Node[];
  readonly outputs: readonly Output[];
  readonly tensors: readonly Generated[];
}

/** What a program generates, by propagation. */
export interface Evaluation {
  /** Of each context: the signal into the hypernetwork, and behind each hidden layer. */
  readonly signals: readonly (readonly Signal[])[];
  /** What an output makes of a context. */
  readonly generated: (output: number, context: number) => Moments;
  /** Of each tensor, after scale and offset. */
  readonly tensors: readonly Moments[];
}

/** Every signal on the way through some layers, that before the first one included. */
export function signalsThrough(layers: readonly Node[], input: Signal): readonly Signal[] {
  const signals = [input];
  let current = input;
  for (const layer of layers) signals.push((current = layer.forward(current)));
  return signals;
}

/** a·b, and 0 where either is: the other may have left the doubles, as the variance of a sum can, and does not matter. */
export const product = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a * b);

/** Mean and variance of what an output makes of the signal that it reads. Source: docs/formulas.md, "The output layer". */
export function generatedMoments({ gain, weightMean, bias }: OutputMoments, { width, mean, variance, secondMoment }: Signal): Moments {
  return {
    mean: product(weightMean, width * mean) + bias.mean,
    variance: product(gain, secondMoment) + product(weightMean ** 2, width * variance) + bias.variance,
  };
}

/** The moments of what an output is drawn from. */
export function outputMoments({ gain, weight, bias }: Output): OutputMoments {
  return { gain, weightMean: momentsOf(weight).mean, bias: bias === null ? { mean: 0, variance: 0 } : momentsOf(bias) };
}

/** The mean over all contexts of what each has. */
export function meanOver({ contexts }: Pick<Program, "contexts">, of: (context: number) => number): number {
  const all = contexts.reduce((total, { count }) => total + count, 0);
  return contexts.reduce((total, { count }, context) => total + (count / all) * of(context), 0);
}

function tensorMoments({ size, pieces, scale, offset }: Generated, generated: Evaluation["generated"]): Moments {
  let mean = offset;
  let variance = 0;
  for (const { output, context, elements } of pieces) {
    const moments = generated(output, context);
    mean += scale * (elements / size) * moments.mean;
    variance += (elements / size) * moments.variance;
  }
  return { mean, variance: scale ** 2 * variance };
}

/** What every context and tensor of a program has. */
export function evaluate({ blocks, contexts, layers, outputs, tensors }: Program): Evaluation {
  // All that tells contexts apart is the variance of their embeddings.
  const known = new Map<number | undefined, readonly Signal[]>();
  const signals = contexts.map(({ embedding }) =>
    remembered(known, embedding?.variance, () => signalsThrough(layers, inputSignal(blocks, embedding))),
  );
  const made = new Map<string, Moments>();
  const generated = (output: number, context: number): Moments =>
    remembered(made, `${String(output)}/${String(context)}`, () =>
      generatedMoments(outputMoments(entryAt(outputs, output)), entryAt(entryAt(signals, context), layers.length)),
    );
  return { signals, generated, tensors: tensors.map((tensor) => tensorMoments(tensor, generated)) };
}
