import { planChunkedHyperfan, type RequestInput, type Warning } from "../../src/index.js";

type Chunking = NonNullable<RequestInput["chunking"]>;

/** Two tensors of 12 elements in chunks of 4: variances 0.5 and, by the caller, 0.02. Six other inputs, one embedding of 2. */
function base(inputVariance: number, chunking: Partial<Chunking> = {}, more: Partial<RequestInput> = {}): RequestInput {
  return {
    kind: "chunked-hyperfan",
    targetShapes: [[3, 4], [12]],
    paramMeta: [{ name: "weight", layer: 1 }, { name: "bn_shift", label: "shift" }],
    targetVariances: [null, 0.02],
    inputs: [{ name: "task", dim: 6, variance: inputVariance }],
    hypernet: { hiddenDims: [10] },
    ...more,
    chunking: { size: 4, embeddingDim: 2, minVariance: 0, ...chunking },
  };
}

const warningsOf = (request: RequestInput): readonly Warning[] => planChunkedHyperfan(request).warnings;
const warningOf = (request: RequestInput, code: string): Warning | undefined => warningsOf(request).find((warning) => warning.code === code);

describe("a chunked plan warns of", () => {
  it("inputs that leave some chunks no room", () => {
    // The bound: 8/6 of the smallest target.
    expect(warningOf(base(0.05), "input-variance-too-large")).toEqual({
      code: "input-variance-too-large",
      message: "The inputs have a second moment of 0.05, which leaves the embeddings of some chunks no variance. Keep it below 0.02667.",
      secondMoment: 0.05,
      maxInputVariance: expect.closeTo((8 / 6) * 0.02, 16) as number,
    });
    expect(warningOf(base(0.026), "input-variance-too-large")).toBeUndefined();
    expect(warningOf(base(0.027), "input-variance-too-large")).toBeDefined();
  });

  it("inputs at that bound, which leave room for an embedding of zeros only", () => {
    const bound = planChunkedHyperfan(base(0.01)).maxInputVariance ?? NaN;
    expect(warningOf(base(bound), "input-variance-too-large")).toBeDefined();
    expect(warningOf(base(bound * (1 - 1e-12)), "input-variance-too-large")).toBeUndefined();
  });

  it("chunks whose embedding was clipped: how many, which tensors, and what would help", () => {
    // The shift's three chunks of 6. 8·0.02 = 6·q gives the inputs, (6 + n)·0.02 = 6·0.05 gives n = 9.
    const warning = warningOf(base(0.05), "chunk-variance-clipped");
    expect(warning).toEqual({
      code: "chunk-variance-clipped",
      message:
        'Of 6 chunk embeddings, 3 (tensor shift) would need a variance below chunking.minVariance and were clipped to it. Set chunking.strategy to "rescale" (which multiplies the output layer\'s gain by 0.2667) or to "per-tensor-scale", or lower the second moment of the inputs to 0.02667 (multiply their variances by 0.5333), or give chunk embeddings at least 9 entries.',
      clipped: 3,
      count: 6,
      tensors: [1],
      remedies: [
        // 0.02·(1 − 0.5)·8/(6·0.05)
        { change: "chunking.strategy", strategy: "rescale", gain: expect.closeTo(0.08 / 0.3, 15) as number },
        { change: "inputs", maxSecondMoment: expect.closeTo(0.16 / 6, 15) as number, varianceScale: expect.closeTo(0.16 / 0.3, 14) as number },
        { change: "chunking.embeddingDim", embeddingDim: 9 },
      ],
    });
  });

  it("no remedy that the least variance forbids", () => {
    const remedies = (minVariance: number): unknown => warningOf(base(0.05, { minVariance }), "chunk-variance-clipped")?.["remedies"];
    // Inputs: (8·0.02 − 2·0.01)/6. Embedding: 6·(0.05 − 0.02)/(0.02 − 0.01) = 18.
    expect(remedies(0.01)).toMatchObject([{}, { change: "inputs", maxSecondMoment: expect.closeTo(0.14 / 6, 15) as number }, { change: "chunking.embeddingDim", embeddingDim: 18 }]);
    // At 0.02 an embedding cannot be larger than what it replaces, at 0.08 nothing is left for the inputs.
    expect(remedies(0.02)).toMatchObject([{ change: "chunking.strategy" }, { change: "inputs" }]);
    expect(remedies(0.08)).toMatchObject([{ change: "chunking.strategy" }]);
  });

  it("an input of a single entry just as well", () => {
    // (1 + 2)·0.02 = q, and (1 + n)·0.02 = 1·0.07 gives n = 2.5.
    const single = base(0, {}, { inputs: [{ dim: 1, variance: 0.07 }] });
    expect(warningOf(single, "chunk-variance-clipped")?.["remedies"]).toMatchObject([
      { change: "chunking.strategy" },
      { change: "inputs", maxSecondMoment: expect.closeTo(0.06, 15) as number },
      { change: "chunking.embeddingDim", embeddingDim: 3 },
    ]);
  });

  it("a floor that is too high, where nothing else is in the way", () => {
    const alone = base(0, { minVariance: 0.1, perCondition: true }, { inputs: [] });
    expect(warningOf(alone, "chunk-variance-clipped")).toMatchObject({ message: expect.stringMatching(/, or lower chunking\.minVariance to 0\.02\.$/u) as unknown, clipped: 3, remedies: expect.arrayContaining([{ change: "chunking.minVariance", minVariance: expect.closeTo(0.02, 15) as number }]) as unknown });
  });

  it("no floor that is as low as it can be", () => {
    const lowest = base(0, { minVariance: 0, perCondition: true }, { inputs: [], hypernet: { hiddenDims: [10], activation: "softplus" } });
    const remedies = (warningOf(lowest, "chunk-variance-clipped")?.["remedies"] ?? []) as { change: string }[];
    expect(remedies.map(({ change }) => change)).toEqual(["chunking.strategy"]);
  });

  it("targets of zero, for which only a scale of zero helps, or another target", () => {
    const zeros = (strategy: Chunking["strategy"]): RequestInput => base(0.05, { strategy }, { targetVariances: [0, 0] });
    expect(warningOf(zeros("embedding"), "chunk-variance-clipped")).toMatchObject({
      message: 'Of 6 chunk embeddings, 6 (tensors 0, shift) would need a variance below chunking.minVariance and were clipped to it. Set chunking.strategy to "per-tensor-scale".',
      remedies: [{ change: "chunking.strategy", strategy: "per-tensor-scale" }],
    });
    expect(warningOf(zeros("rescale"), "chunk-variance-clipped")).toMatchObject({
      message: "Of 6 chunk embeddings, 6 (tensors 0, shift) would need a variance below chunking.minVariance and were clipped to it. Give the tensors in them other target variances.",
      remedies: [],
    });
    expect(warningOf(zeros("per-tensor-scale"), "chunk-variance-clipped")).toBeUndefined();
  });

  it("targets that the activation cannot reach", () => {
    const high = base(0.001, {}, { hypernet: { hiddenDims: [10], activation: "tanh" }, targetVariances: [1.5, 0.02] });
    // tanh tends to ±1, and 99 per cent of the way counts as reached.
    expect(warningOf(high, "target-variance-unreachable")).toEqual({
      code: "target-variance-unreachable",
      message:
        "3 chunks (tensor 0) have target variances outside the range of the hypernetwork's activation, 0 to 0.99, of which the nearest end was used. Set target variances inside it, or choose an activation without limits such as relu.",
      chunks: 3,
      tensors: [0],
      reachable: { low: 0, high: expect.closeTo(0.99, 10) as number },
    });
    expect(warningOf(high, "chunk-variance-clipped")).toBeUndefined();
  });

  it("targets below an activation's floor", () => {
    const low = base(0.001, {}, { hypernet: { hiddenDims: [10], activation: "softplus" } });
    // softplus(0)² = (ln 2)²
    expect(warningOf(low, "target-variance-unreachable")).toMatchObject({
      message: "3 chunks (tensor shift) have target variances outside the range of the hypernetwork's activation, 0.4805 and above, of which the nearest end was used. Set target variances inside it, or choose an activation without limits such as relu.",
      chunks: 3,
      tensors: [1],
      reachable: { low: expect.closeTo(Math.LN2 ** 2, 12) as number, high: null },
    });
  });

  it("scales that should be centred at 1, unless each tensor has an offset", () => {
    const scales = (strategy: Chunking["strategy"]): RequestInput => base(1e-4, { strategy }, { paramMeta: [{ name: "weight", layer: 1 }, { name: "bn_scale", label: "scale" }], targetVariances: [null, 0.02] });
    expect(warningOf(scales("embedding"), "uncentred-target")).toEqual({
      code: "uncentred-target",
      message: 'Scale parameter scale should have mean 1, but chunks generate mean 0. Set chunking.strategy to "per-tensor-scale", add 1 to it in the main network, or exclude it from generated.',
      tensors: [1],
    });
    expect(warningsOf(scales("per-tensor-scale"))).toEqual([]);
  });

  it("scales that are as wide as they are large, where an offset centres them", () => {
    const wide = base(1e-4, { strategy: "per-tensor-scale" }, { paramMeta: [{ name: "weight", layer: 1 }, { name: "cm_scale" }], targetVariances: {} });
    expect(warningsOf(wide)).toEqual([
      {
        code: "wide-scale",
        message: "Scale parameter 1 has mean 1 and, by default, variance 1. Set a smaller variance in targetVariances, e.g. 0.01.",
        tensors: [1],
      },
    ]);
  });

  it("tensors whose variance the sharing of chunks pulls off by more than a factor of two", () => {
    // One chunk of 12 elements of 0.5 and 12 of 0.02: 0.26, which is 0.52 of the one and 13 times the other.
    const mixed = base(1e-4, { size: 24 });
    expect(warningOf(mixed, "mixed-chunks")).toEqual({
      code: "mixed-chunks",
      message: 'Tensor shift shares chunks with other tensors, so its variance is off by more than a factor of 2. Use smaller chunks, or set chunking.strategy to "per-tensor-scale".',
      tensors: [1],
      mixing: [expect.closeTo(13, 12)],
    });
    expect(warningOf(base(1e-4), "mixed-chunks")).toBeUndefined();
    // 12 elements of 4 and 84 of 1: 1.375, which is 0.34 of the one and 1.375 of the other.
    const low = base(1e-4, { size: 96 }, { targetShapes: [[3, 4], [84]], targetVariances: [4, 1] });
    expect(warningOf(low, "mixed-chunks")).toMatchObject({ tensors: [0], mixing: [expect.closeTo(1.375 / 4, 12)] });
    expect(warningOf(base(1e-4, { size: 24, strategy: "per-tensor-scale" }), "mixed-chunks")).toBeUndefined();
  });

  it("one tensor or several, in sentences that agree in number", () => {
    const scales = (strategy: Chunking["strategy"]): RequestInput =>
      base(1e-4, { strategy }, { targetShapes: [[3, 4], [12], [12]], paramMeta: [{ name: "weight" }, { name: "bn_scale" }, { name: "cm_scale" }], targetVariances: {} });
    expect(warningOf(scales("embedding"), "uncentred-target")?.message).toBe(
      'Scale parameters 1, 2 should have mean 1, but chunks generate mean 0. Set chunking.strategy to "per-tensor-scale", add 1 to them in the main network, or exclude them from generated.',
    );
    expect(warningOf(scales("per-tensor-scale"), "wide-scale")?.message).toBe("Scale parameters 1, 2 have mean 1 and, by default, variance 1. Set smaller variances in targetVariances, e.g. 0.01.");
    const mixed = base(1e-4, { size: 24 }, { targetVariances: [9, 0.02] });
    expect(warningOf({ ...mixed, targetShapes: [[3, 4], [108]], chunking: { ...mixed.chunking, size: 120 } }, "mixed-chunks")?.message).toBe(
      'Tensors 0, shift share chunks with other tensors, so their variances are off by more than a factor of 2. Use smaller chunks, or set chunking.strategy to "per-tensor-scale".',
    );
    const one = (more: Partial<RequestInput>): RequestInput => base(0.05, { size: 12 }, more);
    expect(warningOf(one({}), "chunk-variance-clipped")?.message).toMatch(/^Of 2 chunk embeddings, 1 \(tensor shift\) would need a variance below chunking\.minVariance and was clipped to it\. Set /u);
    expect(warningOf(one({ hypernet: { hiddenDims: [10], activation: "tanh" }, targetVariances: [1.5, 0.5] }), "target-variance-unreachable")?.message).toBe(
      "1 chunk (tensor 0) has a target variance outside the range of the hypernetwork's activation, 0 to 0.99, of which the nearest end was used. Set target variances inside it, or choose an activation without limits such as relu.",
    );
  });

  it("chunks that will be alike, with the share that would keep them apart", () => {
    const linear = { hypernet: { hiddenDims: [10], activation: "linear" as const }, targetVariances: [0.5, 0.5] };
    // n_e q_e = 3.8 of 8·0.5: a correlation of 0.95. 0.9 needs a share of 0.1 in a linear network.
    const alike = base(3.8 / 6, {}, linear);
    expect(warningOf(alike, "chunks-alike")).toEqual({
      code: "chunks-alike",
      message: 'Some chunks are highly correlated (0.95), so the main network starts with nearly repeated weights. Set chunking.strategy to "rescale" or "per-tensor-scale" with chunking.minShare at least 0.1.',
      correlation: expect.closeTo(0.95, 12) as number,
      remedies: [{ change: "chunking.minShare", strategy: "rescale", minShare: expect.closeTo(0.1, 2) as number }],
    });
    expect(warningOf(base(3.5 / 6, {}, linear), "chunks-alike")).toBeUndefined();
  });

  it("chunks that an activation's mean makes alike, whatever the share", () => {
    const sigmoid = base(1e-6, {}, { hypernet: { hiddenDims: [10], activation: "sigmoid" }, targetVariances: [0.2501, 0.2501] });
    expect(warningOf(sigmoid, "chunks-alike")).toEqual({
      code: "chunks-alike",
      message: expect.stringMatching(/, so the main network starts with nearly repeated weights\. Use an activation whose mean is zero or small, such as relu or tanh, and target variances above 0\.$/u) as unknown,
      correlation: expect.closeTo(1, 2) as number,
    });
  });

  it("nothing of that where its own remedy is followed", () => {
    for (const activation of ["relu", "linear", "tanh"] as const) {
      const alike = base(1, {}, { hypernet: { hiddenDims: [10, 10], activation }, targetVariances: [0.5, 0.1] });
      const [remedy] = (warningOf(alike, "chunks-alike")?.["remedies"] ?? []) as { minShare: number }[];
      const helped = base(1, { strategy: "rescale", minShare: remedy?.minShare ?? NaN }, { hypernet: { hiddenDims: [10, 10], activation }, targetVariances: [0.5, 0.1] });
      expect(remedy).toBeDefined();
      expect(warningOf(helped, "chunks-alike")).toBeUndefined();
    }
  });
});
