import type { Circuit, EmbeddingDraw } from "../../src/simulate/circuit.js";
import { drawSamples } from "../../src/simulate/inputs.js";
import { randomOf } from "../../src/simulate/random.js";

const OF_NOTHING = { type: "constant", value: 0 } as const;

const circuit = (change: Partial<Circuit>): Circuit => ({
  blocks: [],
  batch: 1,
  embeddingDim: 0,
  groups: [{ chunks: 1, embedding: OF_NOTHING, share: 1 }],
  hidden: [],
  activation: { name: "relu" },
  norm: "none",
  dropout: 0,
  outputs: [],
  ...change,
});
const block = (dim: number, mean: number, variance: number, noiseStd = 0) => ({ name: "", dim, mean, variance, noiseStd });
const meanOf = (values: Float64Array): number => values.reduce((sum, x) => sum + x, 0) / values.length;
const varianceOf = (values: Float64Array): number => {
  const mean = meanOf(values);
  return meanOf(values.map((x) => (x - mean) ** 2));
};

describe("drawSamples", () => {
  it("lays blocks end to end, each with its mean, variance and noise", () => {
    const input = drawSamples(circuit({ blocks: [block(20_000, 1, 4), block(20_000, 0, 0, 3), block(2, 5, 0)] }), randomOf(1));
    const [first, second, third] = [input.subarray(0, 20_000), input.subarray(20_000, 40_000), input.subarray(40_000)];
    // Four standard errors: σ/√n of a mean, σ²√(2/n) of a variance.
    expect(Math.abs(meanOf(first) - 1)).toBeLessThan(0.057);
    expect(Math.abs(varianceOf(first) - 4)).toBeLessThan(0.16);
    expect(Math.abs(meanOf(second))).toBeLessThan(0.085);
    expect(Math.abs(varianceOf(second) - 9)).toBeLessThan(0.36);
    expect([...third]).toEqual([5, 5]);
  });

  it("adds noise to the variance of a block", () => {
    const input = drawSamples(circuit({ blocks: [block(50_000, 0, 9, 4)] }), randomOf(1));
    expect(Math.abs(varianceOf(input) - 25)).toBeLessThan(0.65);
  });

  it("draws every input of a batch anew", () => {
    const input = drawSamples(circuit({ blocks: [block(3, 0, 1)], batch: 4 }), randomOf(1));
    expect(new Set(input).size).toBe(12);
  });

  it("gives every chunk an embedding of its own, behind the same inputs", () => {
    const uniform: EmbeddingDraw = { type: "uniform", low: 1, high: 2 };
    const groups = [{ chunks: 2, embedding: uniform, share: 0.5 }, { chunks: 1, embedding: { type: "constant", value: 7 } as const, share: 0.5 }];
    const samples = drawSamples(circuit({ blocks: [block(1, 0, 1)], batch: 2, embeddingDim: 2, groups }), randomOf(1));
    const rows = Array.from({ length: 6 }, (_, row) => [...samples.subarray(3 * row, 3 * row + 3)]);
    const [a, b] = [rows[0]![0], rows[1]![0]];
    expect(a).not.toBe(b);
    expect(rows.map(([own]) => own)).toEqual([a, b, a, b, a, b]);
    const embeddings = rows.map(([, ...embedding]) => embedding);
    expect(embeddings[0]).toEqual(embeddings[1]);
    expect(embeddings[2]).toEqual(embeddings[3]);
    expect(embeddings[2]).not.toEqual(embeddings[0]);
    expect(embeddings.slice(4)).toEqual([[7, 7], [7, 7]]);
  });

  it("draws points of a sphere on it, in every direction alike", () => {
    const groups = [{ chunks: 5000, embedding: { type: "sphere", radius: 3 } as const, share: 1 }];
    const samples = drawSamples(circuit({ embeddingDim: 4, groups }), randomOf(1));
    const points = Array.from({ length: 5000 }, (_, row) => samples.subarray(4 * row, 4 * row + 4));
    expect(points.every((point) => Math.abs(Math.hypot(...point) - 3) < 1e-12)).toBe(true);
    for (const axis of [0, 1, 2, 3]) {
      const entries = Float64Array.from(points, (point) => point[axis]!);
      // Each square is 9/4 in the mean, with a variance of 81/16: four standard errors.
      expect(Math.abs(meanOf(entries))).toBeLessThan((4 * 1.5) / Math.sqrt(5000));
      expect(Math.abs(meanOf(entries.map((x) => x ** 2)) - 9 / 4)).toBeLessThan((4 * 9) / 4 / Math.sqrt(5000));
      // 3·3⁴/(4·6), which a normalised point of a cube would not have; E[x⁸] = 105·3⁸/(4·6·8·10).
      expect(Math.abs(meanOf(entries.map((x) => x ** 4)) - 10.125)).toBeLessThan(4 * Math.sqrt((358.8 - 10.125 ** 2) / 5000));
    }
  });
});
