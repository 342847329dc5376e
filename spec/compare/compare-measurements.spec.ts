import fc from "fast-check";
import { compareMeasurements, planChunkedHyperfan, planHyperfan, type CompareOptions, type Comparison, type RequestInput } from "../../src/index.js";

const request: RequestInput = {
  kind: "hyperfan",
  targetShapes: [[300, 784], [300], [16], [16]],
  paramMeta: [{ name: "weight", layer: 1, label: "first" }, { name: "bias", layer: 1 }, { name: "bn_scale" }, { name: "embedding" }],
  inputs: [{ dim: 8 }],
  // Narrow ones are drawn in a moment.
  hypernet: { hiddenDims: [20, 20] },
};
const plan = planHyperfan(request);
const [weightVariance] = plan.heads.map(({ intended }) => intended!.variance);

interface Measured {
  readonly tensor?: number;
  readonly mean?: number;
  readonly variance?: number;
  readonly count?: number;
  readonly networks?: number;
}

function compare(measured: readonly Measured[], rest: object = {}, options: CompareOptions = {}, of: unknown = plan): Comparison {
  const tensors = measured.map((tensor) => ({ tensor: 0, mean: 0, variance: weightVariance, count: 235_200, ...tensor }));
  return compareMeasurements(of, { format: "hyperfan-measurements", version: 1, tensors, ...rest }, options);
}

describe("compareMeasurements", () => {
  it("agrees with what is just as predicted", () => {
    const comparison = compare([{}, { tensor: 1, variance: 1, count: 300 }]);
    expect(comparison).toMatchObject({ format: "hyperfan-comparison", version: 1, agrees: true, mode: "training", level: 0.01, tests: 4, unmeasured: [2, 3] });
    // Šidák: 1 − 0.99^(1/4), two-sided; tests of the same networks are alike, and drawing them has its own chance.
    expect(Math.abs(comparison.criticalZ - 3.022)).toBeLessThan(0.15);
    expect(comparison.tensors[0]).toMatchObject({ tensor: 0, label: "first", name: "weight", count: 235_200, networks: 1, ratio: expect.closeTo(1, 12), agrees: true });
  });

  it("gives the interval of the realised variance of one network: without hidden layers that of χ² with as many degrees as inputs", () => {
    const shallow = planHyperfan({ ...request, hypernet: { hiddenDims: [] } });
    const { variance } = compare([{}], {}, { level: 1 - 0.95 ** 2 }, shallow).tensors[0]!;
    // Quantiles of χ²(8)/8 from tables (Abramowitz & Stegun, table 26.8), at 2.5 % and 97.5 %.
    expect(Math.abs(variance.low! / weightVariance! / (2.17973 / 8) - 1)).toBeLessThan(0.08);
    expect(Math.abs(variance.high! / weightVariance! / (17.5346 / 8) - 1)).toBeLessThan(0.08);
  });

  it("narrows with the number of networks, and with the number of elements where there are few", () => {
    const width = (measured: Measured): number => {
      const { low, high } = compare([measured]).tensors[0]!.variance;
      return (high! - low!) / weightVariance!;
    };
    const one = width({ networks: 1 });
    expect(width({ networks: 100 }) / one).toBeCloseTo(1 / 10, 1);
    expect(width({ count: 235_200 * 100, networks: 100 })).toBeCloseTo(width({ networks: 100 }), 2);
    expect(width({ count: 6 })).toBeGreaterThan(1.2 * one);
  });

  it("finds a variance that is off: four times with 30 networks, either way", () => {
    const { tensors, agrees } = compare([{ variance: 4 * weightVariance!, networks: 30 }, { tensor: 1, variance: 1 / 4, count: 300, networks: 30 }]);
    expect(agrees).toBe(false);
    expect(tensors.map(({ variance, mean }) => [variance.agrees, mean.agrees])).toEqual([[false, true], [false, true]]);
    expect(tensors[0]!.variance.z).toBeGreaterThan(5);
    expect(tensors[1]!.variance.z).toBeLessThan(-5);
    expect(tensors[0]!.ratio).toBeCloseTo(2, 12);
  });

  it("finds a mean that is off by more than the measured variance allows", () => {
    const error = Math.sqrt(weightVariance! / 235_200);
    const mean = (errors: number): unknown => compare([{ mean: errors * error }]).tensors[0]!.mean;
    expect(mean(2.5)).toMatchObject({ agrees: true, z: expect.closeTo(2.5, 0) });
    expect(mean(-3.2)).toMatchObject({ agrees: false, z: expect.closeTo(-3.2, 0), predicted: 0, low: expect.closeTo(-2.807 * error, 3) });
  });

  it("has one test per number at the level of all together, or less where tests are alike", () => {
    const z = (count: number, level: number): number => compare(Array.from({ length: count }, (_, tensor) => ({ tensor: [0, 1, 3][tensor]!, count: 16 })), {}, { level }).criticalZ;
    expect(Math.abs(z(1, 1 - 0.95 ** 2) - 1.96)).toBeLessThan(0.06);
    expect(Math.abs(z(3, 1 - 0.95 ** 6) - 1.96)).toBeLessThan(0.06);
    // 120 tests share their networks: independent ones would take 3.94.
    const alike = planHyperfan({ kind: "hyperfan", targetShapes: new Array<number[]>(60).fill([30, 30]), inputs: [{ dim: 8 }] });
    const { criticalZ, tests } = compare(alike.heads.map(({ tensor, predicted }) => ({ tensor, variance: predicted.variance, count: 900 })), {}, {}, alike);
    expect(tests).toBe(120);
    expect(criticalZ).toBeLessThan(4.1);
    expect(criticalZ).toBeGreaterThan(3.3);
  });

  it("goes on to levels that are too low to be drawn", () => {
    const z = (level: number): number => compare([{}], {}, { level }).criticalZ;
    const found = [0.5, 0.01, 1e-4, 1e-12].map(z);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
    // Two tests of a normal score.
    expect(Math.abs(found[3]! / 7.2 - 1)).toBeLessThan(0.25);
  });

  it("gives the same bytes for the same input", () => {
    expect(JSON.stringify(compare([{}, { tensor: 1, count: 300 }]))).toBe(JSON.stringify(compare([{}, { tensor: 1, count: 300 }])));
  });
});

it("agrees as a whole only where every tensor does, and gives labels back where there are some", () => {
  const labelled = planHyperfan({ ...request, paramMeta: (request.paramMeta ?? []).map((meta, index) => (index === 0 ? { ...meta, label: "first" } : meta)) });
  const comparison = compare([{}, { tensor: 2, mean: 5, variance: 0, count: 16 }], {}, {}, labelled);
  expect(comparison.tensors.map(({ agrees }) => agrees)).toEqual([true, false]);
  expect(comparison.agrees).toBe(false);
  expect(comparison.tensors[0]).toHaveProperty("label", "first");
  expect(comparison.tensors[1]).not.toHaveProperty("label");
});

describe("a constant tensor", () => {
  const scale = (measured: Measured): boolean => compare([{ tensor: 2, mean: 1, variance: 0, count: 16, ...measured }]).agrees;

  it("has to be the number itself, but for the rounding of a float32", () => {
    expect(scale({})).toBe(true);
    expect(scale({ mean: 1 + 2 ** -23, variance: 2 ** -50 })).toBe(true);
    expect(scale({ mean: 1.00001 })).toBe(false);
    expect(scale({ variance: 1e-6 })).toBe(false);
  });

  it("is no test, has no score, and of 0 allows nothing at all", () => {
    const { tests, tensors } = compare([{ tensor: 2, mean: 1, variance: 0, count: 16 }]);
    expect(tests).toBe(0);
    expect(tensors[0]).toMatchObject({ ratio: null, mean: { z: null }, variance: { predicted: 0, z: null, low: 0 } });
    const shifts = planHyperfan({ ...request, paramMeta: [{ name: "weight" }, { name: "bn_shift" }, { name: "bn_shift" }, { name: "bn_shift" }] });
    expect(compare([{ tensor: 1, variance: 0, count: 300 }], {}, {}, shifts).agrees).toBe(true);
    expect(compare([{ tensor: 1, variance: 0, mean: 1e-30, count: 300 }], {}, {}, shifts).agrees).toBe(false);
  });
});

describe("a tensor that varies", () => {
  it("may not be constant, however few its networks", () => {
    expect(compare([{ variance: 0 }]).agrees).toBe(false);
    expect(compare([{ variance: 0, mean: 1 }]).tensors[0]).toMatchObject({ mean: { agrees: false, z: null }, variance: { agrees: false } });
  });

  it("is not judged by a single number", () => {
    const { tests, agrees, tensors } = compare([{ count: 1, variance: 0, mean: 9 }]);
    expect({ tests, agrees }).toEqual({ tests: 0, agrees: true });
    expect(tensors[0]).toMatchObject({ variance: { low: null, high: null, z: null }, mean: { low: null, high: null, z: null } });
  });

  it("may have been measured with either divisor, the count or one less", () => {
    const { low } = compare([{ count: 10 }], { networks: 5 }).tensors[0]!.variance;
    const { low: wide } = compare([{ count: 1000 }], { networks: 5 }).tensors[0]!.variance;
    expect(low!).toBeLessThan(0.9 * wide!);
  });
});

describe("a tensor that the head's bias generates", () => {
  it("is the same in all networks but for the draw of its elements: nothing of the hidden layers shows", () => {
    const { low, high } = compare([{ tensor: 3, variance: 1, count: 16 }], {}, { level: 1 - 0.95 ** 2 }).tensors[0]!.variance;
    // 16 uniform numbers: relative standard deviation √(0.8/15) = 0.23, and 1/16 for the divisor.
    expect(low).toBeGreaterThan(0.45);
    expect(high).toBeLessThan(1.55);
  });
});

describe("weights with a mean", () => {
  const override = { weight: { weightMean: 0.01, weightVariance: 1e-4, biasMean: 0.5, biasVariance: 0 } };
  const shifted = planHyperfan({ ...request, hypernet: { hiddenDims: [100] }, headOverrides: override });
  const measured = (networks: number) => compare([{ mean: 0.9, count: 235_200 }], { networks }, {}, shifted).tensors[0]!;

  it("shift all elements of a network together: one network does not show that in its variance", () => {
    // 100·1e-4·q + 1e-4·100·(q − E[h]²), q = 1, E[h]² = 1/π
    expect(measured(1).variance.predicted).toBeCloseTo(0.01, 12);
    expect(measured(2).variance.predicted).toBeCloseTo(0.01 + (0.01 * (1 - 1 / Math.PI)) / 2, 9);
    expect(measured(1000).variance.predicted).toBeCloseTo(0.01 + 0.01 * (1 - 1 / Math.PI), 4);
  });

  it("let the mean of a network be far off, less so that of many", () => {
    const reach = ({ low, high }: { low: number | null; high: number | null }): number => high! - low!;
    expect(measured(1).mean.predicted).toBeCloseTo(0.5 + 1 / Math.sqrt(Math.PI), 9);
    expect(reach(measured(1).mean)).toBeGreaterThan(0.5);
    expect(reach(measured(400).mean)).toBeLessThan(0.1);
  });
});

describe("the mode", () => {
  const dropping = planHyperfan({ ...request, hypernet: { hiddenDims: [20, 20], dropout: 0.5 } });
  const predicted = (rest: object, options: CompareOptions): number => compare([{}], rest, options, dropping).tensors[0]!.variance.predicted / weightVariance!;

  it("is training, unless the measurements or the caller say evaluation, the caller last", () => {
    expect(predicted({}, {})).toBeCloseTo(1, 9);
    expect(predicted({ mode: "evaluation" }, {})).toBeCloseTo(0.25, 9);
    expect(predicted({}, { mode: "evaluation" })).toBeCloseTo(0.25, 9);
    expect(predicted({ mode: "evaluation" }, { mode: "training" })).toBeCloseTo(1, 9);
    expect(compare([{}], { mode: "evaluation" }).mode).toBe("evaluation");
  });

  it("changes how far one network may be off: dropout alone makes it differ", () => {
    const width = (mode: "training" | "evaluation"): number => {
      const { low, high, predicted: centre } = compare([{}], {}, { mode }, dropping).tensors[0]!.variance;
      return (high! - low!) / centre;
    };
    expect(width("training")).toBeGreaterThan(1.05 * width("evaluation"));
  });

  it("evaluation leaves noise out of the input", () => {
    const noisy = planHyperfan({ ...request, inputs: [{ dim: 8, mean: 1, variance: 0, noiseStd: 1 }], hypernet: { hiddenDims: [] } });
    const { low, high, predicted: centre } = compare([{}], {}, { mode: "evaluation" }, noisy).tensors[0]!.variance;
    // Nothing but 235 200 elements is random now: √(2/235200) = 0.3 %.
    expect((high! - low!) / centre).toBeLessThan(0.02);
  });
});

describe("networks", () => {
  it("are one if nobody says otherwise, with a note that this makes the intervals wide", () => {
    expect(compare([{}]).notes.map(({ code }) => code)).toEqual(["networks-assumed"]);
    expect(compare([{}], { networks: 1 }).notes).toEqual([]);
    expect(compare([{ networks: 3 }]).notes).toEqual([]);
    expect(compare([{ networks: 3 }, { tensor: 1, count: 3 }]).notes).toHaveLength(1);
  });

  it("of one tensor take the place of those of all", () => {
    expect(compare([{ networks: 3 }, { tensor: 1, count: 300 }], { networks: 2 }).tensors.map(({ networks }) => networks)).toEqual([3, 2]);
  });
});

describe("a chunked plan", () => {
  const chunked: RequestInput = { ...request, kind: "chunked-hyperfan", inputs: [{ dim: 8, variance: 1e-3 }], chunking: { size: 300, embeddingDim: 4 } };
  const width = (change: Partial<RequestInput>, tensor = 0, count = 235_200): number => {
    const { low, high, predicted } = compare([{ tensor, count }], {}, {}, planChunkedHyperfan({ ...chunked, ...change })).tensors[0]!.variance;
    return (high! - low!) / predicted;
  };

  it("averages over the embeddings of a tensor's chunks: 784 chunks vary less than one", () => {
    expect(width({})).toBeLessThan(0.8 * width({}, 1, 300));
  });

  it("varies no more than its hidden layers when the embeddings lie on a sphere", () => {
    const inputs = [{ dim: 8, variance: 1e-5 }];
    const chunking = { size: 300, embeddingDim: 4, distribution: "sphere" } as const;
    expect(width({ inputs, chunking }, 1, 300)).toBeLessThan(0.9 * width({ inputs }, 1, 300));
  });

  it("varies as the shared input does where that dominates", () => {
    expect(width({ inputs: [{ dim: 2, variance: 10 }] })).toBeGreaterThan(1.5 * width({}));
  });

  it("gives each tensor its scale and offset", () => {
    const scaled = planChunkedHyperfan({ ...chunked, chunking: { size: 300, strategy: "per-tensor-scale" } });
    const { tensors, agrees } = compare([{ variance: 2 / 784 }, { tensor: 2, mean: 1, variance: 1, count: 16 }], { networks: 1 }, {}, scaled);
    expect(agrees).toBe(true);
    expect(tensors[1]).toMatchObject({ mean: { predicted: 1 }, variance: { predicted: expect.closeTo(1, 9) } });
  });
});

describe("bad measurements", () => {
  const issuesOf = (attempt: () => unknown): unknown => {
    try {
      attempt();
    } catch (error) {
      const { code, issues } = error as { readonly code: string; readonly issues: readonly { readonly pointer: string; readonly code: string; readonly message: string }[] };
      return { code, issues };
    }
    return "no error";
  };

  it("of tensors that the plan does not have are refused", () => {
    expect(issuesOf(() => compare([{}, { tensor: 7 }]))).toEqual({
      code: "invalid-measurements",
      issues: [{ pointer: "/tensors/1/tensor", code: "unknown-tensor", message: "Remove tensor 7, or give another plan: this one does not generate it." }],
    });
  });

  it("of more numbers than the networks have are refused, with the number of networks that would do", () => {
    expect(issuesOf(() => compare([{ tensor: 1, count: 900 }]))).toEqual({
      code: "invalid-measurements",
      issues: [
        {
          pointer: "/tensors/0/count",
          code: "misfit",
          message: "Give networks, at least 3: one network has 300 elements of tensor 1, not 900. Measure each input of a network by itself.",
        },
      ],
    });
    expect(issuesOf(() => compare([{ tensor: 1, count: 901, networks: 3 }]))).toMatchObject({ issues: [{ message: expect.stringContaining("at least 4: 3 networks have 900") }] });
  });

  it("and bad plans are told apart", () => {
    expect(issuesOf(() => compareMeasurements({}, {}))).toMatchObject({ code: "invalid-plan" });
    expect(issuesOf(() => compareMeasurements(plan, {}))).toMatchObject({ code: "invalid-measurements" });
  });
});

describe("networks that scatter without measure", () => {
  const layers = (depth: number, width: number): number[] => new Array<number>(depth).fill(width);
  const hypernets: readonly RequestInput["hypernet"][] = [
    { hiddenDims: layers(8, 10), dropout: 0.5 },
    { hiddenDims: layers(60, 2) },
    { hiddenDims: layers(6, 3), activation: "elu" },
    { hiddenDims: layers(14, 10), activation: "gelu" },
    { hiddenDims: layers(30, 4), activation: "tanh", dropout: 0.9 },
  ];

  it.each(hypernets)("have intervals that hold what is predicted, and no number so large that they do not: %j", (hypernet) => {
    const made = planHyperfan({ kind: "hyperfan", targetShapes: [[12, 8]], inputs: [{ dim: 1 }], hypernet });
    const { mean, variance: predicted } = made.heads[0]!.predicted;
    for (const networks of [1, 10]) {
      const measured = (variance: number) => compare([{ mean, variance, count: 96 * networks }], { networks }, {}, made).tensors[0]!;
      const { variance } = measured(predicted);
      expect(variance.agrees).toBe(true);
      expect(variance.predicted / predicted).toBeCloseTo(1, 9);
      expect(variance.low!).toBeLessThanOrEqual(predicted);
      expect(variance.high!).toBeGreaterThanOrEqual(predicted);
      expect(variance.high!).toBeGreaterThan(variance.low!);
      expect(Math.abs(variance.z!)).toBeLessThan(10);
      const wrong = measured(1e100);
      expect(wrong.agrees).toBe(false);
      expect(JSON.parse(JSON.stringify(wrong))).toEqual(wrong);
    }
  });
});

describe("what cannot be compared", () => {
  const heads = (weight: object, bias: object | null = null) => ({ ...plan, heads: plan.heads.map((head) => ({ ...head, weight, bias })) });
  const overflows = (edited: unknown): void => {
    expect(() => compare([{ variance: 1e300, mean: -1e300 }], {}, {}, edited)).toThrow(expect.objectContaining({ code: "invalid-plan", issues: [expect.objectContaining({ code: "overflow" })] }));
  };

  it("is a plan that predicts more than a double holds", () => {
    overflows(heads({ type: "uniform", low: -1e308, high: 1e308 }));
    overflows(heads({ type: "normal", mean: 0, std: 1e200 }));
    overflows(heads({ type: "normal", mean: 1e200, std: 0 }));
    overflows(heads({ type: "constant", value: 0 }, { type: "normal", mean: 0, std: 1e200 }));
  });

  it("is a plan of which only some networks generate more than a double holds", () => {
    const edge = planHyperfan({
      kind: "hyperfan", targetShapes: [[4]], inputs: [{ dim: 3 }], hypernet: { hiddenDims: [5, 3, 5], activation: "silu" }, targetVariances: { bias: 1.7e308 },
    });
    expect(() => compare([{ tensor: 0, count: 4, variance: 1 }], {}, {}, edge)).toThrow(expect.objectContaining({ code: "invalid-plan", issues: [expect.objectContaining({ code: "overflow" })] }));
  });

  it("is a hypernetwork that is too deep to be drawn thousands of times, which is found at once", () => {
    const deep = planHyperfan({ kind: "hyperfan", targetShapes: [[3]], inputs: [{ dim: 1 }], hypernet: { hiddenDims: new Array<number>(300).fill(256) } });
    expect(() => compare([{ count: 3 }], {}, {}, deep)).toThrow(expect.objectContaining({ code: "invalid-plan", issues: [expect.objectContaining({ code: "too-large" })] }));
  });

  it("is nothing else: whatever a plan holds, every number is finite, or there is one error", () => {
    const extreme = fc.oneof(fc.constantFrom(0, 1e-300, 1e-160, 1, 1e150, 1e300), fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }));
    fc.assert(
      fc.property(extreme, extreme, extreme, extreme, fc.integer({ min: 1, max: 40 }), (std, other, mean, variance, networks) => {
        const edited = { ...plan, heads: [{ ...plan.heads[1]!, rows: [0, 300], weight: { type: "normal", mean, std }, bias: { type: "normal", mean, std: other } }] };
        let found: Comparison;
        try {
          found = compare([{ tensor: 1, variance, mean: -mean, count: 40 }], { networks }, {}, edited);
        } catch (error) {
          expect((error as { readonly issues: readonly { readonly code: string }[] }).issues).toEqual([expect.objectContaining({ code: "overflow" })]);
          return;
        }
        expect(JSON.parse(JSON.stringify(found))).toEqual(found);
      }),
      { numRuns: 20 },
    );
  });
});

describe("options", () => {
  const refusal = (options: unknown): unknown => {
    try {
      compare([{ count: 1 }], {}, options as CompareOptions);
    } catch (error) {
      const { code, issues } = error as { readonly code: string; readonly issues: readonly { readonly pointer: string; readonly code: string; readonly message: string }[] };
      return [code, ...issues.map(({ pointer, code: kind }) => `${pointer} ${kind}`)];
    }
    return "no error";
  };

  it.each<[unknown, string]>([
    [{ level: 2 }, "/level too-large"],
    [{ level: 0 }, "/level too-small"],
    [{ level: NaN }, "/level not-finite"],
    [{ level: Symbol("level") }, "/level wrong-type"],
    [{ level: 5n }, "/level wrong-type"],
    [{ mode: "bogus" }, "/mode unknown-value"],
    [{ mode: null }, "/mode unknown-value"],
    [{ levl: 0.1 }, "/levl unknown-key"],
    [null, " wrong-type"],
    [5, " wrong-type"],
  ])("that are none are refused: %#", (options, expected) => {
    expect(refusal(options)).toEqual(["invalid-options", expected]);
  });

  it("that cannot be read are refused", () => {
    expect(refusal(Object.defineProperty({}, "level", { enumerable: true, get: () => { throw new Error("no"); } }))).toEqual(["invalid-options", " unreadable"]);
  });

  it("of any kind give a comparison or one error", () => {
    const junk = fc.oneof(fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withTypedArray: true }), fc.constant(Symbol("junk")));
    fc.assert(
      fc.property(fc.record({ mode: junk, level: junk }, { requiredKeys: [] }), (options) => {
        expect(["no error", ["invalid-options"]]).toContainEqual(typeof refusal(options) === "string" ? refusal(options) : [(refusal(options) as string[])[0]]);
      }),
      { numRuns: 30 },
    );
  });
});
