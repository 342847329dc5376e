import { describe, expect, it } from "@jest/globals";
import { chunkSource } from "../../src/compare/chunk-source.js";
import { chunkedGenerators } from "../../src/compare/chunked-generators.js";
import { fullGenerators } from "../../src/compare/full-generators.js";
import { expandChunks, planChunkedHyperfan, planHyperfan, type RequestInput } from "../../src/index.js";

describe("a head whose weights have a mean", () => {
  /** E[√(χ²₈/8)] = √(2/8) Γ(9/2)/Γ(4): what the length of eight normal entries takes off the mean of a relu unit. */
  const SHORTER = (Math.sqrt(2 / 8) * 11.631728396567448) / 6;
  const [second, keep, width] = [4, 0.8, 100];
  const plan = planHyperfan({
    kind: "hyperfan", targetShapes: [[30, 20]], inputs: [{ dim: 8, variance: second }], hypernet: { hiddenDims: [width], dropout: 1 - keep },
    headOverrides: [{ weightMean: 0.01, weightVariance: 1e-4, biasMean: 0.5, biasVariance: 0.02 }],
  });
  const generator = fullGenerators(plan, "training")(0);

  it("shifts a network by the sum of its units, which rise and fall together with the length of the input", () => {
    // A matched relu unit has E[h] = √(q/π) and, behind dropout, E[h²] = q/keep.
    const mean = Math.sqrt(second / Math.PI);
    expect(generator?.mean.planned).toBeCloseTo(0.5 + 0.01 * width * mean, 12);
    expect(generator?.mean.corrected).toBeCloseTo(0.5 + 0.01 * width * mean * SHORTER, 3);
    const apart = width * (second / keep - mean ** 2) + width ** 2 * mean ** 2 * (1 - SHORTER ** 2);
    expect(generator?.between.planned).toBeCloseTo(1e-4 * width * (second / keep - mean ** 2), 12);
    expect((generator?.between.corrected ?? NaN) / (1e-4 * apart)).toBeCloseTo(1, 2);
  });

  it("has a variance of its weights and of its bias, of which the first scatters by its share", () => {
    const fromWeights = width * 1e-4 * (second / keep);
    expect(generator?.within.planned).toBeCloseTo(fromWeights + 0.02, 12);
    const share = fromWeights / (fromWeights + 0.02);
    // (1 + 2/n)(1 + (6/keep − 1)/d) − 1
    expect(generator?.spread.variance).toBeCloseTo(share ** 2 * (1.25 * (1 + (6 / keep - 1) / width) - 1), 9);
    // Uniform weights over 100 units of kurtosis 6/keep, uniform biases
    const ofWeights = (-1.2 * (6 / keep)) / (width + 6 / keep - 1);
    expect(generator?.excess).toBeCloseTo(share ** 2 * ofWeights - (1 - share) ** 2 * 1.2, 9);
  });

  it("is told of in evaluation, without dropout", () => {
    expect(fullGenerators(plan, "evaluation")(0)?.within.planned).toBeCloseTo(width * 1e-4 * second + 0.02, 12);
  });
});

describe("a tensor in chunks", () => {
  const request = (change: Partial<RequestInput>): RequestInput => ({
    kind: "chunked-hyperfan", targetShapes: [[60], [40], [20, 5]], paramMeta: [{ name: "a" }, { name: "b" }, { name: "c" }], targetVariances: [0.2, 0.6, 0.3],
    inputs: [{ dim: 8, variance: 0.05 }], hypernet: { hiddenDims: [20] }, chunking: { size: 20, embeddingDim: 4 }, ...change,
  });

  it("is worth as many numbers as the squares of its elements scatter like, those in one place of all chunks being alike", () => {
    for (const change of [{}, { hypernet: { hiddenDims: [20], activation: "sigmoid" as const }, targetVariances: [0.3, 0.35, 0.4] }]) {
      const plan = planChunkedHyperfan(request(change));
      const source = chunkSource(plan, "training");
      const chunks = [...expandChunks(plan)];
      let start = 0;
      plan.tensors.forEach(({ shape }, position) => {
        const size = shape.reduce((product, dim) => product * dim, 1);
        const own = Array.from({ length: size }, (_, index) => Math.floor((start + index) / 20));
        start += size;
        const runOf = (chunk: number) => plan.chunks.runs.find(({ first, count }) => chunk >= first && chunk < first + count)!;
        const variance = own.map((chunk) => chunks[chunk]!.predictedVariance);
        const total = variance.reduce((sum, each) => sum + each, 0);
        const alike = own.reduce((sum, chunk, index) => sum + (variance[index]! / total) * source.likenessOf(runOf(chunk)), 0);
        let scatter = 0;
        own.forEach((_, i) => {
          own.forEach((__, j) => {
            const rho = i === j ? 1 : i % 20 === j % 20 ? alike : 0;
            scatter += variance[i]! * variance[j]! * rho ** 2;
          });
        });
        const { worth } = chunkedGenerators(plan, "training")(position)!;
        expect(worth.variance * size).toBeCloseTo(total ** 2 / scatter, 6);
        // As for the mean of k chunks: 1/(1/k + (1 − 1/k)ρ).
        expect(worth.mean).toBeCloseTo(1 / (1 + (size / 20 - 1) * alike), 9);
      });
    }
  });

  it("has the mean variance of its elements, after its scale, around its offset", () => {
    const plan = planChunkedHyperfan(request({ paramMeta: [{ name: "bn_scale" }, { name: "b" }, { name: "c" }], chunking: { size: 30, embeddingDim: 4, strategy: "per-tensor-scale" } }));
    const generatorAt = chunkedGenerators(plan, "training");
    [0.2, 0.6, 0.3].forEach((variance, position) => { expect(generatorAt(position)?.within.planned).toBeCloseTo(variance, 9); });
    expect(plan.tensors.map((_, position) => generatorAt(position)?.mean.planned)).toEqual([1, 0, 0]);
    expect(generatorAt(3)).toBeUndefined();
  });

  it("is as its runs are, by their shares in its sum of squares, where they have inputs of their own", () => {
    const plan = planChunkedHyperfan(request({ targetShapes: [[30], [70], [20, 5]], hypernet: { hiddenDims: [] }, chunking: { size: 20, embeddingDim: 4, strategy: "per-tensor-scale" }, targetVariances: [0.2, 5, 0.3] }));
    const { runs } = plan.chunks;
    const elementsOf = (start: number, end: number) => runs.map((run) => Math.max(0, Math.min(end, (run.first + run.count) * 20) - Math.max(start, run.first * 20)));
    let start = 0;
    plan.tensors.forEach(({ shape, scale = 1 }, position) => {
      const size = shape.reduce((product, dim) => product * dim, 1);
      const shares = elementsOf(start, start + size).map((elements) => elements / size);
      start += size;
      const mean = (of: (run: (typeof runs)[number]) => number): number => runs.reduce((sum, run, index) => sum + (shares[index] ?? 0) * of(run), 0);
      const found = chunkedGenerators(plan, "training")(position)!;
      // Eight inputs of variance 0.05 and four entries of the embedding.
      const planned = scale ** 2 * mean(({ predictedVariance }) => predictedVariance);
      const corrected = scale ** 2 * mean(({ variance }) => (plan.output.gain * (8 * 0.05 + 4 * variance)) / 12);
      expect(found.within.planned / planned).toBeCloseTo(1, 9);
      expect(found.within.corrected / corrected).toBeCloseTo(1, 9);
    });
  });

  it("scatters with its chunks: those of one run apart, those of several together", () => {
    const plan = planChunkedHyperfan(request({ targetShapes: [[20], [40], [20, 5]], hypernet: { hiddenDims: [] }, targetVariances: [0.2, 0.6, 0.3] }));
    const [first, second] = plan.chunks.runs;
    /** Var of (Σ of 8 normal squares and 4 uniform ones) over its mean squared; the uniform ones are a mean over some chunks. */
    const relative = (variance: number, chunks: number): number => (8 * 2 * 0.05 ** 2 + (4 * 0.8 * variance ** 2) / chunks) / (8 * 0.05 + 4 * variance) ** 2;
    const [one, two] = [chunkedGenerators(plan, "training")(0)!, chunkedGenerators(plan, "training")(1)!];
    expect(one.spread.variance / relative(first!.variance, 1)).toBeCloseTo(1, 9);
    expect(two.spread.variance / relative(second!.variance, 2)).toBeCloseTo(1, 9);
    expect(two.spread.skewness / (2 * Math.sqrt(relative(second!.variance, 2)))).toBeCloseTo(1, 9);

    const mixed = planChunkedHyperfan(request({ targetShapes: [[20], [40]], paramMeta: [{ name: "a" }, { name: "b" }], hypernet: { hiddenDims: [] }, targetVariances: [0.2, 0.6], chunking: { size: 30, embeddingDim: 4 } }));
    // The second tensor has ten elements in the first chunk and thirty in the second.
    const [a, b] = mixed.chunks.runs;
    const squares = [10 * a!.predictedVariance, 30 * b!.predictedVariance];
    const shares = squares.map((each) => each / (squares[0]! + squares[1]!));
    const chunks = 1 / (shares[0]! ** 2 + shares[1]! ** 2);
    const stds = [a!, b!].map(({ variance }) => Math.sqrt(relative(variance, chunks)));
    const spread = chunkedGenerators(mixed, "training")(1)!.spread;
    expect(spread.variance / (shares[0]! * stds[0]! + shares[1]! * stds[1]!) ** 2).toBeCloseTo(1, 9);
    expect(spread.skewness / (2 * (shares[0]! * stds[0]! + shares[1]! * stds[1]!))).toBeCloseTo(1, 9);
  });
});
