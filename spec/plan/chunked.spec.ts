import { planChunkedHyperfan, type ChunkedHyperfanPlan, type ChunkRun, type RequestInput } from "../../src/index.js";
import { of, type TensorEntry } from "../request/requests.js";

type Chunking = NonNullable<RequestInput["chunking"]>;

/** A request for one tensor of 12 elements in chunks of 4, with small inputs so that nothing is clipped. */
function base(more: Partial<RequestInput> = {}, chunking: Partial<Chunking> = {}): RequestInput {
  return { kind: "chunked-hyperfan", targetShapes: [[3, 4]], paramMeta: [{ name: "weight", layer: 1 }], inputs: [{ name: "task", dim: 6, variance: 0.01 }], ...more, chunking: { size: 4, embeddingDim: 2, ...chunking } };
}

const inChunks = (size: number, ...tensors: readonly TensorEntry[]): RequestInput => ({ ...of(...tensors), kind: "chunked-hyperfan", chunking: { size } });
const runOf = (request: RequestInput): ChunkRun => planChunkedHyperfan(request).chunks.runs[0]!;
const targetsOf = (request: RequestInput): number[] => planChunkedHyperfan(request).tensors.map(({ intended }) => intended.variance);
const codesOf = ({ warnings }: ChunkedHyperfanPlan): string[] => warnings.map(({ code }) => code);

describe("a chunked plan", () => {
  it("has the layers of the hypernetwork, whose first reads the other inputs and the chunk embedding", () => {
    const { hidden, output, input } = planChunkedHyperfan(base({ hypernet: { hiddenDims: [5, 7] } }));
    expect(input).toMatchObject({ dim: 6, secondMoment: 0.01 });
    expect(hidden.map(({ weight, bias }) => [weight.shape, bias?.shape])).toEqual([[[5, 8], [5]], [[7, 5], [7]]]);
    // A linear output layer: variance 1/7, so that its gain is 1.
    expect(output).toEqual({
      weight: { shape: [4, 7], distribution: { type: "uniform", low: expect.closeTo(-Math.sqrt(3 / 7), 15) as number, high: expect.closeTo(Math.sqrt(3 / 7), 15) as number } },
      bias: { shape: [4], distribution: { type: "constant", value: 0 } },
      gain: 1,
    });
  });

  it("has an output layer that reads the whole input where there is no hidden layer", () => {
    const { hidden, output } = planChunkedHyperfan(base({ hypernet: { hiddenDims: [] } }));
    expect(hidden).toEqual([]);
    expect(output.weight.shape).toEqual([4, 8]);
  });

  it("has no biases in a hypernetwork without them", () => {
    const { hidden, output } = planChunkedHyperfan(base({ hypernet: { useBias: false } }));
    expect([...hidden, output].map(({ bias }) => bias)).toEqual([null, null, null]);
  });

  it("repeats the request's chunks, defaults filled in", () => {
    const { chunks } = planChunkedHyperfan(base({}, { perCondition: true, conditions: 10 }));
    expect({ ...chunks, runs: [] }).toEqual({ runs: [], count: 3, size: 4, embeddingDim: 2, conditions: 10, perCondition: true, distribution: "uniform", strategy: "embedding", minVariance: 1e-5, minShare: 0.5 });
  });

  it("is the same for any number of conditions", () => {
    expect(planChunkedHyperfan(base({}, { conditions: 10 })).chunks.runs).toEqual(planChunkedHyperfan(base()).chunks.runs);
  });
});

describe("the target of a chunked tensor", () => {
  const network = inChunks(5, ["weight", [300, 784], { layer: 1 }], ["bias", [300], { layer: 1 }], ["bias", [50]], ["bn_scale", [7]], ["gate", [7]]);

  it.each([
    ["in", 2 / 784],
    ["out", 2 / 300],
    ["harmonic", 2 / (392 + 150)],
  ] as const)("by %s is that of the method without a bias's share, and 1/(3 fan_in) for a bias whatever the method", (method, weight) => {
    const [ofWeight, ofBias, ofLostBias] = targetsOf({ ...network, method });
    expect(ofWeight).toBeCloseTo(weight, 15);
    expect(ofBias).toBe(1 / (3 * 784));
    // Of unknown layer: its own length stands for the fan-in.
    expect(ofLostBias).toBe(1 / (3 * 50));
  });

  it("is 1 for other names, of mean 1 for scales", () => {
    const { tensors } = planChunkedHyperfan(network);
    expect(tensors[3]).toMatchObject({ intended: { mean: 1, variance: 1 }, predicted: { mean: 0 } });
    expect(tensors[4]).toMatchObject({ intended: { mean: 0, variance: 1 } });
  });

  it("is the caller's, by name or by tensor", () => {
    expect(targetsOf({ ...network, targetVariances: { gate: 0.1, bias: 0.2 } }).slice(1)).toEqual([0.2, 0.2, 1, 0.1]);
    expect(targetsOf({ ...network, targetVariances: [null, null, 3, null, 4] }).slice(2)).toEqual([3, 1, 4]);
  });

  it("takes the caller's fans of a bias, and its weight's in groups", () => {
    const [, bias, given] = targetsOf(inChunks(5, ["weight", [64, 8, 3, 3], { groups: 8 }], ["bias", [64]], ["bias", [9], { fanIn: 12, fanOut: 1 }]));
    expect(bias).toBe(1 / (3 * 72));
    expect(given).toBe(1 / 36);
  });
});

describe("the embedding of a chunk", () => {
  it("makes up for what the other inputs leave: [(n_e + n_c) Var(v) − n_e q_e]/n_c", () => {
    // relu with matched gain and a linear output: Var(v) = q_0. The target 2/4 over 6 + 2 entries.
    const run = runOf(base());
    expect(run.targetVariance).toBe(0.5);
    expect(run.variance).toBeCloseTo((8 * 0.5 - 6 * 0.01) / 2, 14);
    expect(run.std).toBe(Math.sqrt(run.variance));
    expect(run.bound).toBeCloseTo(Math.sqrt(3 * run.variance), 14);
    expect(run).toMatchObject({ first: 0, count: 3, clipped: false });
    expect(run.predictedVariance).toBeCloseTo(0.5, 15);
  });

  it("has a bound only where it is uniform", () => {
    expect(runOf(base({}, { distribution: "uniform" }))).toHaveProperty("bound");
    expect(runOf(base({}, { distribution: "normal" }))).not.toHaveProperty("bound");
    expect(runOf(base({}, { distribution: "sphere" }))).not.toHaveProperty("bound");
    expect(runOf(base({}, { distribution: "normal" })).variance).toBe(runOf(base()).variance);
  });

  it("takes the gain of the whole network into account", () => {
    // Xavier: relu halves the second moment in each of two layers, so that the input has to be four times as strong.
    const run = runOf(base({ hypernet: { hiddenDims: [10, 10], hiddenInit: "xavier" } }));
    expect(run.variance).toBeCloseTo((8 * 0.5 * 4 - 6 * 0.01) / 2, 13);
    expect(run.predictedVariance).toBeCloseTo(0.5, 15);
  });

  it("is found by inversion where the output is not proportional to the input", () => {
    // One sin layer of matched gain a = 1/S(1): Var(v) = (1 − e^(−2a q_0))/2, so q_0 = −ln(1 − 2 Var(v))/2a.
    const gain = 2 / (1 - Math.exp(-2));
    const inputSecondMoment = -Math.log(1 - 2 * 0.2) / (2 * gain);
    const run = runOf(base({ hypernet: { hiddenDims: [10], activation: "sin" }, targetVariances: [0.2] }));
    expect(run.variance).toBeCloseTo((8 * inputSecondMoment - 6 * 0.01) / 2, 13);
    expect(run.predictedVariance).toBeCloseTo(0.2, 15);
  });

  it("is all of the input where there is no other", () => {
    expect(runOf(base({ inputs: [] }, { perCondition: true })).variance).toBeCloseTo(0.5, 15);
  });

  it("is clipped to the least variance where the other inputs alone give more than the target", () => {
    const run = runOf(base({ inputs: [{ dim: 6, variance: 1 }] }));
    expect(run).toMatchObject({ clipped: true, variance: 1e-5, std: Math.sqrt(1e-5) });
    expect(run.predictedVariance).toBeCloseTo((6 * 1 + 2 * 1e-5) / 8, 15);
    expect(runOf(base({ inputs: [{ dim: 6, variance: 1 }] }, { minVariance: 0 }))).toMatchObject({ clipped: true, variance: 0, std: 0, bound: 0 });
  });

  it("is not clipped where it needs just the least variance", () => {
    // 8·0.5 − 6·0.5 = 2·0.5
    expect(runOf(base({ inputs: [{ dim: 6, variance: 0.5 }] }, { minVariance: 0.5 }))).toMatchObject({ clipped: false, variance: 0.5 });
  });
});

describe("the largest input variance", () => {
  it("is (n_e + n_c)/n_e times the smallest target over the gain", () => {
    const plan = planChunkedHyperfan({ ...base(), targetShapes: [[3, 4], [4]], paramMeta: [{ name: "weight" }, { name: "bn_shift" }], targetVariances: [0.5, 0.03] });
    expect(plan.maxInputVariance).toBeCloseTo((8 / 6) * 0.03, 15);
    expect(planChunkedHyperfan(base({ hypernet: { hiddenDims: [9], hiddenInit: "xavier" } })).maxInputVariance).toBeCloseTo((8 / 6) * 0.5 * 2, 15);
  });

  it("is null without other inputs", () => {
    expect(planChunkedHyperfan(base({ inputs: [] }, { perCondition: true })).maxInputVariance).toBeNull();
  });
});

describe("hidden layers of a chunked plan", () => {
  it("have the mean second moment over all chunks", () => {
    // Chunks of 0.5, 0.5, 0.5 and 0.1: what goes in comes out of each relu layer.
    const request = base({ targetShapes: [[3, 4], [4]], paramMeta: [{ name: "weight" }, { name: "bn_shift" }], targetVariances: { bn_shift: 0.1 }, hypernet: { hiddenDims: [9, 9] } });
    expect(planChunkedHyperfan(request).hidden.map(({ secondMoment }) => secondMoment)).toEqual([expect.closeTo(0.4, 14), expect.closeTo(0.4, 14)]);
  });
});

describe("conventions in chunks", () => {
  it("pad the last chunk with the last tensor, if they are the reference's", () => {
    const request = base({ targetShapes: [[3, 4], [1]], paramMeta: [{ name: "weight" }, { name: "bn_shift" }], targetVariances: [1, 3] }, { size: 8 });
    // 4 elements of the weight, 1 of the other and 3 rows of nothing
    expect(planChunkedHyperfan(request).chunks.runs[1]?.targetVariance).toBe(7 / 5);
    expect(planChunkedHyperfan({ ...request, conventions: { lastChunk: "padded" } }).chunks.runs[1]?.targetVariance).toBe(16 / 8);
  });

  it("give the output layer the hidden layers' gain, if they are the reference's, and the embedding makes up for it under exact rules", () => {
    const half = planChunkedHyperfan(base({ conventions: { outputLayerInit: "hidden" } }));
    expect(half.output.gain).toBe(2);
    expect(half.chunks.runs[0]?.predictedVariance).toBeCloseTo(0.5, 15);
    expect(half.chunks.runs[0]?.variance).toBeCloseTo((8 * 0.25 - 6 * 0.01) / 2, 14);
  });

  it("take the output for the input's second moment, if they are the reference's", () => {
    const run = runOf(base({ hypernet: { hiddenDims: [10, 10], hiddenInit: "xavier" }, conventions: { headSecondMoment: "input" } }));
    expect(run.variance).toBeCloseTo((8 * 0.5 - 6 * 0.01) / 2, 14);
    expect(run.predictedVariance).toBeCloseTo(0.5 / 4, 15);
  });
});

describe("rescaling the output layer", () => {
  const crowded = base({ inputs: [{ dim: 6, variance: 1 }] }, { strategy: "rescale", minShare: 0.5 });

  it("lowers its gain until the smallest chunk has its share: min Var(v) (1 − share)(n_e + n_c)/(g n_e q_e)", () => {
    const { output, chunks, summary } = planChunkedHyperfan(crowded);
    expect(output.gain).toBeCloseTo((0.5 * (1 - 0.5) * 8) / (6 * 1), 14);
    // As much from the embedding as from the other inputs: n_c Var(c) = n_e q_e.
    expect(chunks.runs[0]?.variance).toBeCloseTo(3, 13);
    expect(chunks.runs[0]?.clipped).toBe(false);
    expect(chunks.runs[0]?.predictedVariance).toBeCloseTo(0.5, 14);
    expect(summary.smallestShare).toBeCloseTo(0.5, 14);
  });

  it("raises it for an activation that saturates, where any embedding will do, just enough to reach the greatest target", () => {
    // sin has at most ½, of which 99 per cent count as reached.
    const alone = base({ inputs: [], hypernet: { hiddenDims: [10], activation: "sin" }, targetVariances: [4] }, { strategy: "rescale", perCondition: true, minVariance: 0 });
    const { output, chunks } = planChunkedHyperfan(alone);
    expect(output.gain).toBeCloseTo(4 / (0.99 * 0.5), 6);
    expect(chunks.runs[0]).toMatchObject({ clipped: false, predictedVariance: expect.closeTo(4, 12) as number });
  });

  it("leaves it alone where there is room, also for an activation that saturates", () => {
    const saturating = planChunkedHyperfan(base({ hypernet: { hiddenDims: [5], activation: "tanh" }, inputs: [{ dim: 6, variance: 1e-4 }] }, { strategy: "rescale" }));
    expect(saturating.output.gain).toBe(1);
  });

  it("leaves it alone where there is room", () => {
    expect(planChunkedHyperfan(base({}, { strategy: "rescale" }))).toMatchObject({ output: { gain: 1 }, chunks: { runs: planChunkedHyperfan(base()).chunks.runs } });
  });
});

describe("a scale for each tensor", () => {
  const request = base({ targetShapes: [[3, 4], [5]], paramMeta: [{ name: "weight" }, { name: "bn_scale" }], targetVariances: { bn_scale: 0.01 } }, { strategy: "per-tensor-scale" });

  it("is the root of its target, with its mean for an offset, over chunks of variance 1", () => {
    const { tensors, chunks } = planChunkedHyperfan(request);
    expect(chunks.runs).toMatchObject([{ first: 0, count: 5, targetVariance: 1 }]);
    expect(tensors[0]).toMatchObject({ scale: Math.sqrt(0.5), offset: 0, intended: { mean: 0, variance: 0.5 }, ratio: expect.closeTo(1, 13) as number });
    expect(tensors[1]).toMatchObject({ scale: 0.1, offset: 1, intended: { mean: 1, variance: 0.01 }, predicted: { mean: 1, variance: expect.closeTo(0.01, 15) as number } });
  });

  it("needs no warning that a scale is not centred, nor that tensors share chunks", () => {
    expect(codesOf(planChunkedHyperfan(request))).toEqual([]);
  });

  it("is not there in the other strategies", () => {
    const [tensor] = planChunkedHyperfan(base()).tensors;
    expect(tensor).not.toHaveProperty("scale");
    expect(tensor).not.toHaveProperty("offset");
  });
});

describe("the tensors of a chunked plan", () => {
  it("say how far sharing chunks and clipping take them from what is intended", () => {
    // 12 of 1 and 4 of 9 in chunks of 8: the second chunk has 5
    const request = base({ targetShapes: [[3, 4], [4]], paramMeta: [{ name: "weight" }, { name: "bn_shift" }], targetVariances: [1, 9] }, { size: 8 });
    const { tensors, summary } = planChunkedHyperfan(request);
    expect(tensors[0]).toMatchObject({ mixing: expect.closeTo((8 * 1 + 4 * 5) / 12, 14) as number, ratio: expect.closeTo((8 * 1 + 4 * 5) / 12, 13) as number });
    expect(tensors[1]).toMatchObject({ mixing: expect.closeTo(5 / 9, 14) as number, ratio: expect.closeTo(5 / 9, 13) as number });
    expect(summary.worstRatio).toBeCloseTo((8 * 1 + 4 * 5) / 12, 13);
  });

  it("have no ratio where no variance is intended", () => {
    expect(planChunkedHyperfan(base({ targetVariances: [0] })).tensors[0]).toMatchObject({ ratio: null, mixing: null });
  });
});

describe("how alike chunks are", () => {
  const correlationOf = (request: RequestInput): number | null => planChunkedHyperfan(request).tensors[0]?.correlation ?? null;
  const others = 6 * 0.25;

  it("is, for a linear network, the other inputs' share: n_e q_e/(n_e q_e + n_c Var(c))", () => {
    const request = base({ inputs: [{ dim: 6, variance: 0.25 }], hypernet: { hiddenDims: [10], activation: "linear" } });
    expect(correlationOf(request)).toBeCloseTo(others / (8 * 0.5), 14);
  });

  it("goes through a relu layer by the arc-cosine kernel (Cho & Saul 2009)", () => {
    const kernel = (rho: number): number => (Math.sqrt(1 - rho ** 2) + rho * (Math.PI - Math.acos(rho))) / Math.PI;
    const request = (hiddenDims: number[]): RequestInput => base({ inputs: [{ dim: 6, variance: 0.25 }], hypernet: { hiddenDims } });
    const rho = others / (8 * 0.5);
    expect(correlationOf(request([10]))).toBeCloseTo(kernel(rho), 12);
    expect(correlationOf(request([10, 10]))).toBeCloseTo(kernel(kernel(rho)), 12);
  });

  it("is null for a tensor in a single chunk, and 1 for chunks whose embedding is clipped to nothing", () => {
    expect(correlationOf(base({}, { size: 12 }))).toBeNull();
    expect(correlationOf(base({ inputs: [{ dim: 6, variance: 1 }] }, { minVariance: 0 }))).toBeCloseTo(1, 12);
  });

  it("is a number of at most 1 for inputs so large that rounding could put it beyond", () => {
    for (const inputVariance of [2.5e16, 1e17, 7e17, 1e30, 1e300]) {
      for (const activation of ["erf", "relu"] as const) {
        const request = base({ inputs: [{ dim: 6, variance: inputVariance }], hypernet: { activation, hiddenInit: "xavier" } }, { strategy: "per-tensor-scale", minShare: 0 });
        expect(correlationOf(request)).toBeGreaterThan(0.99);
        expect(correlationOf(request)).toBeLessThanOrEqual(1);
      }
    }
  });

  it("is 0 for a linear network without other inputs", () => {
    expect(correlationOf(base({ inputs: [], hypernet: { hiddenDims: [10], activation: "linear" } }, { perCondition: true }))).toBe(0);
  });
});

describe("the spread of one draw", () => {
  // Relative std of |c|² is √(0.8/n_c) for uniform entries, √(2/n_c) for normal ones and 0 on the sphere, times the share.
  it.each([
    ["uniform", Math.sqrt(0.8 / 2)],
    ["normal", Math.sqrt(2 / 2)],
    ["sphere", 0],
  ] as const)("is, for a %s embedding, its share times that of its squared length", (distribution, spread) => {
    const { summary } = planChunkedHyperfan(base({}, { distribution }));
    const share = (8 * 0.5 - 6 * 0.01) / (8 * 0.5);
    expect(summary.smallestShare).toBeCloseTo(share, 14);
    expect(summary.drawSpread).toBeCloseTo(share * spread, 14);
  });
});
