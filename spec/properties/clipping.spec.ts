import fc from "fast-check";
import { planChunkedHyperfan, type ChunkedHyperfanPlan, type RequestInput, type Warning } from "../../src/index.js";
import { activation, chunkedRequest, chunking, homogeneousNames, inputBlocks, plainHypernet, quickNames, variance } from "./arbitraries.js";
import { relativeError } from "./relative-error.js";

type Change = Readonly<Record<string, unknown>> & { readonly change: string };

const warningOf = ({ warnings }: ChunkedHyperfanPlan, code: string): Warning | undefined => warnings.find((warning) => warning.code === code);
const remediesOf = (plan: ChunkedHyperfanPlan): readonly Change[] => (warningOf(plan, "chunk-variance-clipped")?.["remedies"] ?? []) as readonly Change[];
const clippedIn = ({ chunks }: ChunkedHyperfanPlan): number => chunks.runs.reduce((total, { clipped, count }) => total + (clipped ? count : 0), 0);
const minVarianceOf = ({ chunks }: ChunkedHyperfanPlan): number => chunks.minVariance;

/** The request with the variances of all inputs multiplied, so that their second moment is. */
function withInputsScaled(request: RequestInput, scale: number): RequestInput {
  const inputs = (request.inputs ?? []).map(({ variance = 1, mean = 0, noiseStd = 0, ...block }) => ({
    ...block,
    variance: variance * scale,
    mean: mean * Math.sqrt(scale),
    noiseStd: noiseStd * Math.sqrt(scale),
  }));
  return { ...request, inputs };
}

const withChunking = (request: RequestInput, more: Partial<RequestInput["chunking"]>): RequestInput => ({ ...request, chunking: { size: 1, ...request.chunking, ...more } });

const byEmbedding = chunking({ strategy: fc.constant("embedding") });
const proportional = plainHypernet({ activation: activation({ names: homogeneousNames }) });

// Inputs on both sides of the bound are about as likely.
const inputs = inputBlocks({ exponents: [-4, 1] });
const requests = chunkedRequest({ hypernet: proportional, chunking: byEmbedding, inputs, conventions: fc.constant("exact") });

describe("the bound on the inputs", () => {
  it("is where clipping starts: no chunk is clipped if and only if the inputs' second moment, plus the least variance's part, is at most that", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const plan = planChunkedHyperfan(request);
        const { input, chunks, maxInputVariance } = plan;
        // (n_e + n_c) q_0 - n_e q_e ≥ n_c eps, over n_e.
        const bound = (maxInputVariance ?? NaN) - (chunks.embeddingDim * minVarianceOf(plan)) / input.dim;
        fc.pre(relativeError(input.secondMoment, bound) > 1e-9);
        expect(clippedIn(plan) === 0).toBe(input.secondMoment <= bound);
      }),
      { numRuns: 300 },
    );
  });

  it("leaves the least variance out: with none, inputs just below it clip nothing, and just above it something", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const without = withChunking(request, { minVariance: 0 });
        const { input, maxInputVariance } = planChunkedHyperfan(without);
        const scale = (maxInputVariance ?? NaN) / input.secondMoment;
        fc.pre(scale > 0);
        expect(clippedIn(planChunkedHyperfan(withInputsScaled(without, 0.99 * scale)))).toBe(0);
        expect(clippedIn(planChunkedHyperfan(withInputsScaled(without, 1.01 * scale)))).toBeGreaterThan(0);
      }),
    );
  });

  it("is warned about when the inputs reach it, and only then", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const plan = planChunkedHyperfan(request);
        const warning = warningOf(plan, "input-variance-too-large");
        expect(warning !== undefined).toBe(plan.input.secondMoment >= (plan.maxInputVariance ?? Infinity));
        if (warning !== undefined) expect(warning).toMatchObject({ secondMoment: plan.input.secondMoment, maxInputVariance: plan.maxInputVariance });
      }),
    );
  });

  it("is null where there are no other inputs", () => {
    const alone = chunkedRequest({ hypernet: proportional, chunking: chunking({ perCondition: fc.constant(true) }), inputs: fc.constant([]) });
    fc.assert(fc.property(alone, (request) => { expect(planChunkedHyperfan(request).maxInputVariance).toBeNull(); }));
  });
});

describe("the warning of clipped chunks", () => {
  it("counts the chunks that are clipped, and names the tensors that they hold", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const plan = planChunkedHyperfan(request);
        const warning = warningOf(plan, "chunk-variance-clipped");
        expect(plan.summary.clippedChunks).toBe(clippedIn(plan));
        expect(warning?.["clipped"] ?? 0).toBe(clippedIn(plan));
        if (warning === undefined) return;
        expect(warning["count"]).toBe(plan.chunks.count);
        // Naively, element by element.
        const clippedAt = plan.chunks.runs.flatMap(({ clipped, count }) => Array.from({ length: count * plan.chunks.size }, () => clipped));
        let start = 0;
        const named = plan.tensors.filter(({ shape }) => {
          const end = start + shape.reduce((product, dim) => product * dim, 1);
          const hit = clippedAt.slice(start, end).includes(true);
          start = end;
          return hit;
        });
        expect(warning["tensors"]).toEqual(named.map(({ tensor }) => tensor));
      }),
    );
  });

  it("has remedies that leave no chunk clipped, and that would not do if they were one per cent less", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(requests, (request) => {
        const plan = planChunkedHyperfan(request);
        for (const { change, ...data } of remediesOf(plan)) {
          seen.add(change);
          const after = (given: RequestInput): number => clippedIn(planChunkedHyperfan(given));
          if (change === "inputs") {
            const scale = data["varianceScale"] as number;
            expect(relativeError(data["maxSecondMoment"] as number, scale * plan.input.secondMoment)).toBeLessThan(1e-12);
            // Rounding may put the bound itself on either side.
            expect(after(withInputsScaled(request, scale * (1 - 1e-9)))).toBe(0);
            expect(after(withInputsScaled(request, scale * 1.01))).toBeGreaterThan(0);
          } else if (change === "chunking.embeddingDim") {
            const embeddingDim = data["embeddingDim"] as number;
            // Rounded up to a whole number, which at the very bound may be one more or less than needed.
            expect(after(withChunking(request, { embeddingDim: embeddingDim + 1 }))).toBe(0);
            expect(after(withChunking(request, { embeddingDim: Math.max(1, Math.min(Math.floor(embeddingDim * 0.99), embeddingDim - 2)) }))).toBeGreaterThan(0);
          } else {
            expect(change).toBe("chunking.strategy");
            const rescaled = planChunkedHyperfan(withChunking(request, { strategy: data["strategy"] as "rescale" }));
            expect(clippedIn(rescaled)).toBe(0);
            expect(relativeError(rescaled.output.gain, data["gain"] as number)).toBeLessThan(1e-12);
          }
        }
      }),
      { numRuns: 300 },
    );
    expect([...seen].sort()).toEqual(["chunking.embeddingDim", "chunking.strategy", "inputs"]);
  });

  it("has a lower floor for its remedy where there are no other inputs", () => {
    const alone = chunkedRequest({
      hypernet: proportional,
      chunking: chunking({ strategy: fc.constant("embedding"), perCondition: fc.constant(true), minVariance: variance({ exponents: [-2, 2] }) }),
      inputs: fc.constant([]),
      conventions: fc.constant("exact"),
    });
    fc.assert(
      fc.property(alone, (request) => {
        const plan = planChunkedHyperfan(request);
        fc.pre(clippedIn(plan) > 0);
        const floor = remediesOf(plan).find(({ change }) => change === "chunking.minVariance")?.["minVariance"] as number;
        expect(clippedIn(planChunkedHyperfan(withChunking(request, { minVariance: floor * (1 - 1e-9) })))).toBe(0);
        expect(clippedIn(planChunkedHyperfan(withChunking(request, { minVariance: floor * 1.01 })))).toBeGreaterThan(0);
      }),
    );
  });
});

describe("an embedding's variance", () => {
  it("is never below the least one, and is that where a chunk is clipped", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const plan = planChunkedHyperfan(request);
        for (const { variance: found, clipped, std, bound = NaN } of plan.chunks.runs) {
          expect(found).toBeGreaterThanOrEqual(minVarianceOf(plan));
          if (clipped) expect(found).toBe(minVarianceOf(plan));
          expect(std).toBe(Math.sqrt(found));
          if (plan.chunks.distribution === "uniform") expect(relativeError(bound ** 2, 3 * found)).toBeLessThan(1e-15 * 4);
        }
      }),
    );
  });

  it("grows with the target: chunks in the order of their targets are in the order of their embeddings", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const runs = [...planChunkedHyperfan(request).chunks.runs].sort((a, b) => a.targetVariance - b.targetVariance);
        runs.forEach((run, index) => { expect(run.variance).toBeGreaterThanOrEqual(runs[index - 1]?.variance ?? 0); });
      }),
    );
  });
});

describe("lowering the output layer's gain", () => {
  const rescaling = chunking({ strategy: fc.constantFrom("rescale", "per-tensor-scale") });
  const rescaled = chunkedRequest({ hypernet: plainHypernet({ activation: activation({ names: quickNames }) }), chunking: rescaling, inputs, conventions: fc.constant("exact") });

  it("clips no chunk of a proportional network, and leaves each embedding its share", () => {
    const asked = chunkedRequest({ hypernet: proportional, chunking: rescaling, inputs, conventions: fc.constant("exact") });
    fc.assert(
      fc.property(asked, (request) => {
        const { summary, chunks, output } = planChunkedHyperfan(request);
        expect(summary.clippedChunks).toBe(0);
        expect(summary.smallestShare).toBeGreaterThanOrEqual(chunks.minShare * (1 - 1e-9));
        expect(output.gain).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("lowers it no more than needed: the smallest chunk then has just its share, or just the least variance", () => {
    const asked = chunkedRequest({ hypernet: proportional, chunking: rescaling, inputs, conventions: fc.constant("exact") });
    fc.assert(
      fc.property(asked, (request) => {
        const { input, chunks, output } = planChunkedHyperfan(request);
        fc.pre(output.gain < 1);
        // Of the sum of squares of the whole input: n_e q_e is at most 1 − share of it, and each embedding has at least n_c eps.
        const others = input.dim * input.secondMoment;
        const needed = Math.max(others / (1 - chunks.minShare), others + chunks.embeddingDim * chunks.minVariance);
        const found = others + chunks.embeddingDim * Math.min(...chunks.runs.map(({ variance: each }) => each));
        expect(relativeError(found, needed)).toBeLessThan(1e-8);
      }),
    );
  });

  it("gives every tensor its mean and variance where each has a scale of its own, if nothing is clipped", () => {
    fc.assert(
      fc.property(rescaled, (request) => {
        const { tensors, chunks, summary } = planChunkedHyperfan(request);
        fc.pre(chunks.strategy === "per-tensor-scale" && summary.clippedChunks === 0);
        for (const { intended, predicted, ratio } of tensors) {
          expect(predicted.mean).toBe(intended.mean);
          expect(relativeError(predicted.variance, intended.variance)).toBeLessThan(1e-12);
          if (ratio !== null) expect(relativeError(ratio, 1)).toBeLessThan(1e-12);
        }
      }),
    );
  });
});

const oneTensor = (activation: "tanh" | "sigmoid" | "softplus", target: number): ChunkedHyperfanPlan =>
  planChunkedHyperfan({
    kind: "chunked-hyperfan",
    targetShapes: [[4, 3]],
    inputs: [{ dim: 8, variance: 1e-4 }],
    hypernet: { hiddenDims: [20], activation },
    chunking: { size: 12, minVariance: 0 },
    targetVariances: [target],
  });

const unreachable = (plan: ChunkedHyperfanPlan): Warning | undefined => warningOf(plan, "target-variance-unreachable");
const rangeOf = (plan: ChunkedHyperfanPlan): { readonly low: number; readonly high: number | null } => unreachable(plan)?.["reachable"] as { readonly low: number; readonly high: number | null };

describe.each(["tanh", "sigmoid"] as const)("a %s hypernetwork", (name) => {
  const tooHigh = oneTensor(name, 1e9);

  it("cannot reach every variance, and reports the range that it can: its ends are reached, and what is between", () => {
    const { low, high } = rangeOf(tooHigh);
    for (const target of [low === 0 ? 1e-3 : low * 1.01, (low + (high ?? NaN)) / 2, high ?? NaN]) {
      const plan = oneTensor(name, target);
      expect(unreachable(plan)).toBeUndefined();
      expect(plan.chunks.runs[0]?.predictedVariance).toBeCloseTo(target, 6);
    }
    expect(unreachable(oneTensor(name, (high ?? NaN) * 1.001))).toBeDefined();
  });

  it("clips a chunk above the range and gives it the greatest variance", () => {
    const [run] = tooHigh.chunks.runs;
    expect(run?.clipped).toBe(true);
    expect(tooHigh.summary.clippedChunks).toBe(1);
    expect(unreachable(tooHigh)).toMatchObject({ chunks: 1, tensors: [0] });
    expect(relativeError(run?.predictedVariance ?? NaN, rangeOf(tooHigh).high ?? NaN)).toBeLessThan(1e-12);
  });

  it("says nothing of the inputs, nor of remedies, when the target is too high for any input", () => {
    expect(warningOf(tooHigh, "input-variance-too-large")).toBeUndefined();
    expect(remediesOf(tooHigh)).toEqual([]);
  });
});

describe.each(["sigmoid", "softplus"] as const)("a %s hypernetwork", (name) => {
  const tooLow = oneTensor(name, 1e-9);

  it("cannot reach a variance below its floor, and reports that", () => {
    // σ(0)² = ¼ and softplus(0)² = (ln 2)², times no more than 1.
    const { low, high } = rangeOf(tooLow);
    expect(low).toBeGreaterThan(0.2);
    expect(high === null).toBe(name === "softplus");
    expect(unreachable(oneTensor(name, low * 1.01))).toBeUndefined();
    expect(unreachable(oneTensor(name, low * 0.999))).toBeDefined();
  });

  it("clips a chunk below it to no embedding at all, which leaves what the other inputs give", () => {
    const [run] = tooLow.chunks.runs;
    expect(run).toMatchObject({ clipped: true, variance: 0 });
    expect(run?.predictedVariance).toBeGreaterThanOrEqual(rangeOf(tooLow).low);
    expect(relativeError(run?.predictedVariance ?? NaN, rangeOf(tooLow).low)).toBeLessThan(1e-3);
  });
});
