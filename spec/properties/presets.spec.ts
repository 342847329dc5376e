import fc from "fast-check";
import { conventionPresets, plan, planChunkedHyperfan, planHyperfan, type ChunkedHyperfanPlan, type Conventions, type HyperfanPlan, type Plan, type RequestInput } from "../../src/index.js";
import { activation, anyRequest, chunkedRequest, chunking, conventionValues, inputBlocks, plainHypernet, quickNames } from "./arbitraries.js";
import { relativeError } from "./relative-error.js";

type Field = keyof Conventions;
const fields = Object.keys(conventionValues) as Field[];

const withField = (request: RequestInput, field: Field): RequestInput => ({ ...request, conventions: { preset: "exact", [field]: conventionValues[field][1] } });

/** The kind of plan, and the keys of its parts, that a field may change; nothing else may change. */
const MAY_CHANGE: Readonly<Record<Field, { readonly heads?: (head: HyperfanPlan["heads"][number], plan: Plan) => boolean; readonly chunked: readonly (keyof ChunkedHyperfanPlan)[] }>> = {
  harmonicMean: { heads: ({ name }, { method }) => method === "harmonic" && (name === "weight" || name === "bias"), chunked: ["hidden", "output", "chunks", "maxInputVariance", "tensors", "summary"] },
  outputLayerInit: { chunked: ["hidden", "output", "chunks", "maxInputVariance", "tensors", "summary"] },
  headSecondMoment: { heads: () => true, chunked: ["hidden", "output", "chunks", "maxInputVariance", "tensors", "summary"] },
  biasFanOut: { heads: ({ name }, { method }) => method !== "in" && name === "bias", chunked: [] },
  lastChunk: { chunked: ["hidden", "output", "chunks", "maxInputVariance", "tensors", "summary"] },
  outBias: { heads: ({ name }, { method }) => method !== "in" && name === "bias", chunked: [] },
  biasSharing: { heads: ({ name }, { method }) => method !== "out" && name === "weight", chunked: [] },
  unknownLayer: { heads: ({ name, layer }) => layer === -1 && (name === "weight" || name === "bias"), chunked: ["hidden", "output", "chunks", "maxInputVariance", "tensors", "summary"] },
};

const quick = plainHypernet({ activation: activation({ names: quickNames }), useBias: fc.constant(true) });

describe.each(fields)("the convention %s alone", (field) => {
  const requests = anyRequest({ hypernet: quick, conventions: fc.constant({ [field]: conventionValues[field][1] }) });
  const { heads: mayChange = () => false, chunked } = MAY_CHANGE[field];

  it("changes only what it says", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const exact = plan({ ...request, conventions: "exact" });
        const other = plan(withField(request, field));
        expect(other.conventions).toEqual({ ...conventionPresets.exact, [field]: conventionValues[field][1] });
        const ignored = { conventions: null, warnings: null };
        if (exact.kind === "hyperfan" && other.kind === "hyperfan") {
          expect({ ...other, ...ignored, heads: null }).toEqual({ ...exact, ...ignored, heads: null });
          other.heads.forEach((head, index) => {
            const before = exact.heads[index] ?? head;
            const same = mayChange(head, exact) ? { ...head, weight: before.weight, predicted: before.predicted } : head;
            expect(same).toEqual(before);
          });
        } else {
          const free = Object.fromEntries(chunked.map((key) => [key, null]));
          expect({ ...other, ...ignored, ...free }).toEqual({ ...exact, ...ignored, ...free });
        }
      }),
      { numRuns: 60 },
    );
  });

  it("does nothing that its value in exact does not undo", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const undone = { ...request, conventions: { preset: "exact", [field]: conventionPresets.exact[field] } } as RequestInput;
        expect(plan(undone)).toEqual(plan({ ...request, conventions: "exact" }));
      }),
      { numRuns: 20 },
    );
  });
});

// A relu hypernetwork as hypnettorch has it: Kaiming initialisation, embeddings of variance 1.
const reference: RequestInput = {
  kind: "hyperfan",
  targetShapes: [[300, 784], [300], [10, 300], [10]],
  paramMeta: [{ name: "weight", layer: 1 }, { name: "bias", layer: 1 }, { name: "weight", layer: 2 }, { name: "bias", layer: 2 }],
  inputs: [{ name: "task", dim: 8 }],
  hypernet: { hiddenDims: [100, 100], hiddenInit: "kaiming" },
  conventions: "hypnettorch",
};

const ratios = (request: RequestInput): number[] =>
  planHyperfan(request).heads.map(({ predicted, intended }) => predicted.variance / (intended?.variance ?? NaN));

// The numbers of docs/reference-differences.md.
describe("the preset hypnettorch", () => {
  it("gives a full relu hypernetwork with Kaiming initialisation what it intends", () => {
    ratios(reference).forEach((ratio) => { expect(ratio).toBeCloseTo(1, 12); });
  });

  it("gives a quarter with Xavier initialisation and two hidden layers: relu halves the second moment in each", () => {
    ratios({ ...reference, hypernet: { hiddenDims: [100, 100], hiddenInit: "xavier" } }).forEach((ratio) => { expect(ratio).toBeCloseTo(0.25, 12); });
  });

  it("gives half behind batch norm, which it takes to leave a second moment of 1 behind relu", () => {
    ratios({ ...reference, hypernet: { hiddenDims: [100, 100], hiddenInit: "kaiming", norm: "batch" } }).forEach((ratio) => { expect(ratio).toBeCloseTo(0.5, 12); });
  });

  it("takes a convolution's bias for its fan-out, by the method out", () => {
    // 3 → 64, 3×3: fan-in 27, fan-out 576. 1 − 27/64 = 0.578125 where 1 − 27/576 = 0.953125 was intended, times the gain 2.
    const conv: RequestInput = {
      ...reference,
      targetShapes: [[64, 3, 3, 3], [64]],
      paramMeta: [{ name: "weight", layer: 1 }, { name: "bias", layer: 1 }],
      method: "out",
    };
    const [, bias] = planHyperfan(conv).heads;
    expect(bias?.predicted.variance).toBeCloseTo(2 * 0.578125, 12);
    expect(bias?.intended?.variance).toBeCloseTo(2 * 0.953125, 15);
  });

  it("halves no weight for a bias of unknown layer, where hypercl halves every weight for any bias", () => {
    const unknown: RequestInput = { ...reference, paramMeta: [{ name: "weight" }, { name: "bias" }, { name: "weight" }, { name: "bias" }] };
    const [exact = NaN, torch = NaN, cl = NaN] = (["exact", "hypnettorch", "hypercl"] as const).map((conventions) => planHyperfan({ ...unknown, conventions }).heads[0]?.predicted.variance);
    expect(torch / exact).toBeCloseTo(2, 12);
    expect(cl / exact).toBeCloseTo(1, 12);
  });

  it("generates twice what a relu hypernetwork's chunks target, where none is clipped: its output layer has gain 2", () => {
    const requests = chunkedRequest({
      hypernet: plainHypernet({ activation: fc.constant("relu"), hiddenInit: fc.constant("kaiming"), dropout: fc.constant(0) }),
      chunking: chunking({ strategy: fc.constant("embedding") }),
      inputs: inputBlocks({ exponents: [-6, -3] }),
      conventions: fc.constant("hypnettorch"),
    });
    let seen = 0;
    fc.assert(
      fc.property(requests, (request) => {
        const { output, chunks } = planChunkedHyperfan(request);
        expect(output.gain).toBe(2);
        for (const { clipped, predictedVariance, targetVariance } of chunks.runs) {
          if (clipped) continue;
          seen += 1;
          expect(relativeError(predictedVariance, 2 * targetVariance)).toBeLessThan(1e-12);
        }
      }),
    );
    expect(seen).toBeGreaterThan(100);
  });
});
