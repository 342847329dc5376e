import type { Embedding } from "../../src/hypernetwork/input.js";
import type { Program } from "../../src/hypernetwork/program.js";
import { randomOf } from "../../src/hypernetwork/random.js";
import { drawInputs } from "../../src/hypernetwork/sample.js";

/** The inputs of every chunk of a program, end to end. */
function drawn(change: Partial<Pick<Program, "blocks" | "contexts">>, batch = 1): Float64Array {
  const program = { blocks: [], contexts: [{ embedding: null, count: 1 }], layers: [], outputs: [], tensors: [], ...change };
  return drawInputs(program, { batch, maxRows: 1, maxChunks: Infinity }, randomOf(1)).values;
}
const embedding = (dim: number, draw: Embedding["draw"]): Embedding => ({ dim, variance: 1, draw });
const block = (dim: number, mean: number, variance: number, noiseStd = 0) => ({ name: "", dim, mean, variance, noiseStd });
const meanOf = (values: Float64Array): number => values.reduce((sum, x) => sum + x, 0) / values.length;
const varianceOf = (values: Float64Array): number => {
  const mean = meanOf(values);
  return meanOf(values.map((x) => (x - mean) ** 2));
};

describe("drawInputs", () => {
  it("lays blocks end to end, each with its mean, variance and noise", () => {
    const input = drawn({ blocks: [block(20_000, 1, 4), block(20_000, 0, 0, 3), block(2, 5, 0)] });
    const [first, second, third] = [input.subarray(0, 20_000), input.subarray(20_000, 40_000), input.subarray(40_000)];
    // Four standard errors: σ/√n of a mean, σ²√(2/n) of a variance.
    expect(Math.abs(meanOf(first) - 1)).toBeLessThan(0.057);
    expect(Math.abs(varianceOf(first) - 4)).toBeLessThan(0.16);
    expect(Math.abs(meanOf(second))).toBeLessThan(0.085);
    expect(Math.abs(varianceOf(second) - 9)).toBeLessThan(0.36);
    expect([...third]).toEqual([5, 5]);
  });

  it("adds noise to the variance of a block", () => {
    const input = drawn({ blocks: [block(50_000, 0, 9, 4)] });
    expect(Math.abs(varianceOf(input) - 25)).toBeLessThan(0.65);
  });

  it("draws every input of a batch anew", () => {
    const input = drawn({ blocks: [block(3, 0, 1)] }, 4);
    expect(new Set(input).size).toBe(12);
  });

  it("gives every chunk an embedding of its own, behind the same inputs", () => {
    const contexts = [
      { embedding: embedding(2, { type: "uniform", low: 1, high: 2 }), count: 2 },
      { embedding: embedding(2, { type: "constant", value: 7 }), count: 1 },
    ];
    const samples = drawn({ blocks: [block(1, 0, 1)], contexts }, 2);
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
    const samples = drawn({ contexts: [{ embedding: embedding(4, { type: "sphere", radius: 3 }), count: 5000 }] });
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
