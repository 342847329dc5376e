import { checkPlan, planChunkedHyperfan, type ChunksCheck, type RequestInput } from "../../src/index.js";
import { growth } from "../growth.js";

const request: RequestInput = {
  kind: "chunked-hyperfan",
  targetShapes: [[30, 20], [30], [30, 20]],
  paramMeta: [{ name: "weight", layer: 0 }, { name: "bias", layer: 0 }, { name: "weight", layer: 1 }],
  inputs: [{ dim: 8, variance: 1e-3 }],
  chunking: { size: 100 },
};

type Change = Partial<Omit<RequestInput, "chunking">> & { readonly chunking?: Partial<RequestInput["chunking"]> };

function chunksOf(change: Change = {}): ChunksCheck {
  const { chunks } = checkPlan(planChunkedHyperfan({ ...request, ...change, chunking: { size: 100, ...change.chunking } }));
  if (chunks === null) throw new Error("no chunks");
  return chunks;
}

describe("the chunks of a plan", () => {
  it("are told run by run, with the tensors in each and how far mixing pulls the worst", () => {
    const chunks = chunksOf();
    expect(chunks).toMatchObject({ count: 13, mixed: 1, clipped: 0 });
    expect(chunks.runs.map(({ first, count, tensors, mixed }) => [first, count, tensors, mixed])).toEqual([
      [0, 6, [0], false],
      [6, 1, [1, 2], true],
      [7, 6, [2], false],
    ]);
    // 30 elements of variance 1/60 with 70 of variance 1/10.
    expect(chunks.runs[1]?.target).toBeCloseTo(Math.sqrt(0.3 / 60 + 0.7 / 10), 12);
    expect(chunks.worstMixed).toEqual({ tensor: 1, ratio: expect.closeTo(Math.sqrt(0.075 * 60), 9) });
  });

  it("name the tensor that mixing takes farthest off, wherever it stands, but none that should have no variance", () => {
    expect(chunksOf({ generated: [2, 1, 0] }).worstMixed).toMatchObject({ tensor: 1 });
    // 70 of the last tensor's 600 elements share a chunk with 30 that should be 0.
    expect(chunksOf({ targetVariances: [null, 0, null] }).worstMixed).toEqual({ tensor: 2, ratio: expect.closeTo(Math.sqrt((530 + 70 * 0.7) / 600), 9) as number });
  });

  it("of one variance are not mixed, whatever tensors they hold", () => {
    const chunks = chunksOf({ targetVariances: { weight: 0.1, bias: 0.1 } });
    expect(chunks).toMatchObject({ mixed: 0, worstMixed: null });
    expect(chunks.runs).toMatchObject([{ count: 13, tensors: [0, 1, 2], mixed: false }]);
  });

  it("pull nothing off its intent when each tensor has a scale of its own", () => {
    expect(chunksOf({ chunking: { strategy: "per-tensor-scale" } })).toMatchObject({ mixed: 0, worstMixed: null });
  });

  it("say which of them are clipped, and what share is left to the embedding", () => {
    const chunks = chunksOf({ inputs: [{ dim: 8 }] });
    expect(chunks.clipped).toBe(13);
    for (const { clipped, embeddingShare, training } of chunks.runs) {
      expect(clipped).toBe(true);
      expect(embeddingShare).toBeCloseTo(1e-5 / (1 + 1e-5), 12);
      expect(training.ratio).toBeGreaterThan(2);
    }
  });

  it("stand in both modes where these differ", () => {
    const { runs } = chunksOf({ hypernet: { hiddenDims: [40], dropout: 0.5 } });
    for (const { training, evaluation } of runs) expect(evaluation!.std / training.std).toBeCloseTo(Math.SQRT1_2, 12);
    expect(chunksOf().runs.every(({ evaluation }) => evaluation === null)).toBe(true);
  });

  it("have the share and the spread of training, in which noise counts as input", () => {
    const { runs } = chunksOf({ inputs: [{ dim: 8, variance: 1e-3, noiseStd: 0.1 }], hypernet: { hiddenDims: [40, 40], activation: "tanh", dropout: 0.5 }, targetVariances: { weight: 0.1, bias: 0.1 } });
    const silent = chunksOf({ inputs: [{ dim: 8, variance: 0.011 }], hypernet: { hiddenDims: [40, 40], activation: "tanh", dropout: 0.5 }, targetVariances: { weight: 0.1, bias: 0.1 } });
    expect(runs[0]?.embeddingShare).toBeCloseTo(silent.runs[0]?.embeddingShare ?? NaN, 12);
    expect(runs[0]?.embeddingSpread).toBeCloseTo(silent.runs[0]?.embeddingSpread ?? NaN, 12);
  });
});

describe("the spread that one draw of an embedding makes", () => {
  const alone = { inputs: [], targetVariances: { weight: 0.1, bias: 0.1 } };
  const spread = (chunking: Partial<RequestInput["chunking"]>, change: Change = {}): number => chunksOf({ ...alone, ...change, chunking: { perCondition: true, ...chunking } }).largestEmbeddingSpread;

  it.each([
    ["uniform", Math.sqrt(0.8 / 8)],
    ["normal", Math.sqrt(2 / 8)],
    ["sphere", 0],
  ] as const)("is that of the mean of its squares when %s", (distribution, expected) => {
    expect(spread({ distribution })).toBeCloseTo(expected, 12);
  });

  it("counts for the embedding's share of the input only", () => {
    // Var(c) = 2·0.1 − 0.05 and share 0.15/0.2
    expect(spread({ distribution: "normal" }, { inputs: [{ dim: 8, variance: 0.05 }] })).toBeCloseTo(0.75 * 0.5, 9);
  });

  it("is weaker behind an activation that saturates", () => {
    const tanh = spread({}, { hypernet: { activation: "tanh" } });
    expect(tanh).toBeLessThan(spread({}));
    expect(tanh).toBeGreaterThan(0);
  });

  it("is the one that the plan's summary tells", () => {
    for (const activation of ["relu", "tanh", "gelu", "softplus"] as const) {
      const made = planChunkedHyperfan({ ...request, inputs: [{ dim: 3, variance: 1e-2 }], hypernet: { activation, hiddenDims: [20, 20] }, targetVariances: { weight: 1.5, bias: 1.4 } });
      expect(checkPlan(made).chunks?.largestEmbeddingSpread).toBeCloseTo(made.summary.drawSpread, 5);
    }
  });

  it("is worth a note above one half", () => {
    const codes = (embeddingDim: number): readonly string[] =>
      checkPlan(planChunkedHyperfan({ ...request, ...alone, chunking: { size: 100, perCondition: true, embeddingDim } })).notes.map(({ code }) => code);
    // √(0.8/3) = 0.516, √(0.8/4) = 0.447
    expect(codes(3)).toEqual(["embedding-spread-large"]);
    expect(codes(4)).toEqual([]);
  });
});

it("checks runs of chunks in a time that grows with their number, and not with that of input blocks for each", () => {
  const planOf = (count: number): unknown =>
    planChunkedHyperfan({
      kind: "chunked-hyperfan",
      targetShapes: Array.from({ length: count }, (_, index) => [4, 3 + (index % 7)]),
      paramMeta: Array.from({ length: count }, () => ({ name: "weight" })),
      inputs: Array.from({ length: count }, () => ({ dim: 1, variance: 1e-6 })),
      chunking: { size: 5 },
    });
  const [few, many] = [planOf(300), planOf(2400)];
  // Eight times as much of both: 64 times the products.
  expect(growth(() => checkPlan(few), () => checkPlan(many), 32)).toBeLessThan(32);
}, 30_000);
