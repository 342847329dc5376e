import { inputWidth, totalSamples, type Circuit, type EmbeddingDraw } from "./circuit.js";
import { fill } from "./fill.js";
import type { Random } from "./random.js";

/** Draws an input: the blocks end to end, each entry normal, its noise included. */
function drawInput(target: Float64Array, { blocks }: Circuit, random: Random): void {
  let start = 0;
  for (const { dim, mean, variance, noiseStd } of blocks) {
    // Independent normal numbers add up to a normal number.
    fill(target.subarray(start, start + dim), dim, { type: "normal", mean, std: Math.hypot(Math.sqrt(variance), noiseStd) }, random);
    start += dim;
  }
}

/** Uniform on the sphere of a radius: the direction of a normal vector. */
function fillSphere(target: Float64Array, radius: number, random: Random): void {
  fill(target, target.length, { type: "normal", mean: 0, std: 1 }, random);
  const scale = radius / Math.sqrt(target.reduce((sum, entry) => sum + entry ** 2, 0));
  for (const [index, entry] of target.entries()) target[index] = scale * entry;
}

function drawEmbedding(target: Float64Array, embedding: EmbeddingDraw, random: Random): void {
  if (embedding.type === "sphere") fillSphere(target, embedding.radius, random);
  else fill(target, target.length, embedding, random);
}

/** Draws the whole inputs of all samples, end to end: an input of the batch, then the embedding of a chunk. */
export function drawSamples(circuit: Circuit, random: Random): Float64Array {
  const width = inputWidth(circuit);
  const own = width - circuit.embeddingDim;
  const inputs = Array.from({ length: circuit.batch }, () => new Float64Array(own));
  for (const input of inputs) drawInput(input, circuit, random);

  const samples = new Float64Array(totalSamples(circuit) * width);
  const embedding = new Float64Array(circuit.embeddingDim);
  let at = 0;
  for (const group of circuit.groups) {
    for (let chunk = 0; chunk < group.chunks; chunk += 1) {
      drawEmbedding(embedding, group.embedding, random);
      for (const input of inputs) {
        samples.set(input, at);
        samples.set(embedding, at + own);
        at += width;
      }
    }
  }
  return samples;
}
