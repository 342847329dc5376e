import { drawBlocks, drawEmbedding } from "./input.js";
import type { Samples } from "./node.js";
import { applyDrawn } from "./nodes/dense.js";
import { entryAt } from "../entry-at.js";
import { meanOver, type Context, type Program } from "./program.js";
import type { Random } from "./random.js";

/** How much of a hypernetwork is drawn each time. What is drawn alike stands for what is left out. */
export interface Extent {
  /** Inputs that every draw of the weights is run on. */
  readonly batch: number;
  readonly maxRows: number;
  readonly maxChunks: number;
}

/** A mean and spread to count from: numbers enter sums as (x − mean)/std. */
export interface Scale {
  readonly mean: number;
  readonly std: number;
}

/** Mean and mean square of scaled numbers. */
export interface PowerMeans {
  readonly mean: number;
  readonly square: number;
}

/** What one draw of a hypernetwork shows. */
export interface Draw {
  /** Mean square of each hidden layer's activations, over all contexts. */
  readonly hidden: readonly number[];
  /** The generated numbers of each output and, within it, each context, scaled. */
  readonly generated: readonly (readonly PowerMeans[])[];
}

/** Chunks of a group that are run. */
export function chunksDrawn({ count }: Context, { maxChunks }: Extent): number {
  return Math.min(count, maxChunks);
}

/** Samples that each draw of the weights is run on. */
export function samplesOf({ contexts }: Program, extent: Extent): number {
  return contexts.reduce((total, context) => total + chunksDrawn(context, extent) * extent.batch, 0);
}

/** Entries of the whole input. */
export function inputWidth({ blocks, contexts }: Program): number {
  return blocks.reduce((total, { dim }) => total + dim, contexts[0]?.embedding?.dim ?? 0);
}

function powerMeans(values: Float64Array, { mean, std }: Scale): PowerMeans {
  let sum = 0;
  let squares = 0;
  for (const value of values) {
    const scaled = (value - mean) / std;
    sum += scaled;
    squares += scaled * scaled;
  }
  return { mean: sum / values.length, square: squares / values.length };
}

/** Draws the whole inputs of all samples: an input of the batch, then the embedding of a chunk. */
export function drawInputs(program: Program, extent: Extent, random: Random): Samples {
  const { blocks, contexts } = program;
  const width = inputWidth(program);
  const own = blocks.reduce((total, { dim }) => total + dim, 0);
  const inputs = Array.from({ length: extent.batch }, () => new Float64Array(own));
  for (const input of inputs) drawBlocks(input, blocks, random);

  const count = samplesOf(program, extent);
  const values = new Float64Array(count * width);
  let at = 0;
  for (const context of contexts) {
    const embedding = new Float64Array(width - own);
    for (let chunk = 0; chunk < chunksDrawn(context, extent); chunk += 1) {
      if (context.embedding !== null) drawEmbedding(embedding, context.embedding, random);
      for (const input of inputs) {
        values.set(input, at);
        values.set(embedding, at + own);
        at += width;
      }
    }
  }
  return { count, width, values };
}

/** The numbers of each context's samples. */
function byContext({ contexts }: Program, extent: Extent, { values, width }: Samples): readonly Float64Array[] {
  let end = 0;
  return contexts.map((context) => {
    const start = end;
    end += chunksDrawn(context, extent) * extent.batch * width;
    return values.subarray(start, end);
  });
}

const UNSCALED: Scale = { mean: 0, std: 1 };

/** Draws a whole hypernetwork and its inputs, and runs it. `scaleOf` tells what to count an output's numbers from. */
export function drawOnce(program: Program, extent: Extent, scaleOf: (output: number, context: number) => Scale, random: Random): Draw {
  const { layers, outputs } = program;
  const hidden: number[] = [];
  let samples = drawInputs(program, extent, random);
  for (const layer of layers) {
    samples = layer.sample(samples, random);
    const squares = byContext(program, extent, samples).map((values) => powerMeans(values, UNSCALED).square);
    hidden.push(meanOver(program, (context) => entryAt(squares, context)));
  }
  const generated = outputs.map((map, output) => {
    const rows = applyDrawn({ ...map, outputs: Math.min(map.outputs, extent.maxRows) }, samples, random);
    return byContext(program, extent, rows).map((values, context) => powerMeans(values, scaleOf(output, context)));
  });
  return { hidden, generated };
}
