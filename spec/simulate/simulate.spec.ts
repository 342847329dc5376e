import fc from "fast-check";
import { plan, type HyperfanPlan, type Plan } from "../../src/index.js";
import { simulate, type ChunkedSimulation, type Estimate, type FullSimulation, type Measured, type Simulation } from "../../src/simulate/index.js";
import { chunked, frozen, full, withHypernet as changed, type Request } from "./networks.js";

const simulateFull = (...given: Parameters<typeof simulate>): FullSimulation => simulate(...given) as FullSimulation;
const simulateChunked = (...given: Parameters<typeof simulate>): ChunkedSimulation => simulate(...given) as ChunkedSimulation;

const withHypernet = (hypernet: Request["hypernet"]): Request => changed(full, hypernet);

const estimatesIn = (simulation: Simulation): readonly Estimate[] => [
  ...simulation.hidden.map(({ secondMoment }) => secondMoment),
  ...simulation.tensors.flatMap(({ mean, variance }) => [mean, variance]),
  ...(simulation.kind === "hyperfan" ? [] : simulation.runs.flatMap(({ mean, variance }) => [mean, variance])),
];

/** Everything as predicted: within four standard errors, which are below `share` of a variance. Seeds are fixed, so this cannot fail by chance. */
function expectPredicted(simulation: Simulation, share: number): void {
  for (const estimate of estimatesIn(simulation)) expect(Math.abs(estimate.z ?? 0)).toBeLessThan(4);
  for (const { variance } of simulation.tensors) expect(variance.standardError).toBeLessThanOrEqual(share * variance.predicted);
}

const ratios = (measured: readonly Measured[]): readonly number[] => measured.map(({ ratio }) => ratio ?? NaN);

describe("simulate", () => {
  it.each([["a full plan", full], ["a chunked plan", chunked]])("finds the predictions of %s", (_, request) => {
    expectPredicted(simulate(request, { seed: 1, draws: 1000 }), 0.025);
  });

  it("gives the same bytes for the same seed, and others for another", () => {
    const text = (seed: number): string => JSON.stringify(simulate(chunked, { seed, draws: 10 }));
    expect(text(3)).toBe(text(3));
    expect(text(4)).not.toBe(text(3));
  });

  it("takes a plan in place of its request", () => {
    for (const request of [full, chunked]) {
      const made = JSON.parse(JSON.stringify(plan(request))) as Plan;
      expect(simulate(frozen(made), { draws: 5 })).toEqual(simulate(request, { draws: 5 }));
    }
  });

  it("says how it was made", () => {
    expect(simulate(full, { draws: 4, seed: 9, mode: "evaluation" })).toMatchObject({ format: "hyperfan-simulation", version: 1, kind: "hyperfan", mode: "evaluation", seed: 9, draws: 4, batch: 1 });
    expect(simulate(full, { draws: 2 })).toMatchObject({ seed: 0, mode: "training" });
    expect(simulate(withHypernet({ norm: "batch" }), { draws: 2 }).batch).toBe(64);
    expect(simulate(withHypernet({ norm: "batch" }), { draws: 2, mode: "evaluation" }).batch).toBe(1);
    expect(simulate(withHypernet({ norm: "batch", hiddenDims: [] }), { draws: 2 }).batch).toBe(1);
  });

  it("says which tensors it measured, as the plan does", () => {
    const request = { ...full, paramMeta: [{ name: "weight", layer: 0, label: "fc" }, { name: "bias", layer: 0 }] };
    const { tensors } = simulateFull(request, { draws: 2 });
    const { heads } = plan(request) as HyperfanPlan;
    expect(tensors.map(({ tensor, label, name, shape, intended }) => ({ tensor, label, name, shape, intended }))).toEqual(
      heads.map(({ tensor, label, name, shape, intended }) => ({ tensor, label, name, shape, intended })),
    );
    expect(Object.keys(tensors[1]!)).not.toContain("label");
    expect(simulateChunked({ ...chunked, paramMeta: request.paramMeta }, { draws: 2 }).tensors.map(({ label }) => label)).toEqual(["fc", undefined]);
  });

  it("draws some rows and chunks for all of those that are alike, and says how many", () => {
    expect(simulateFull(full, { draws: 2, maxRows: 50 }).tensors.map(({ rows }) => rows)).toEqual([{ sampled: 50, of: 1200 }, { sampled: 40, of: 40 }]);
    const sampled = (options: object) => simulateChunked({ ...chunked, chunking: { size: 100, embeddingDim: 32 } }, { draws: 2, ...options }).runs.map(({ first, count, chunks, rows }) => ({ first, count, chunks, rows }));
    expect(sampled({})).toEqual([
      { first: 0, count: 12, chunks: { sampled: 4, of: 12 }, rows: { sampled: 64, of: 100 } },
      { first: 12, count: 1, chunks: { sampled: 1, of: 1 }, rows: { sampled: 64, of: 100 } },
    ]);
    expect(sampled({ maxRows: 200, maxChunks: 20 })[0]).toMatchObject({ chunks: { sampled: 12, of: 12 }, rows: { sampled: 100, of: 100 } });
  });

  it("finds the same with few rows and chunks as with all", () => {
    const small = { ...chunked, targetShapes: [[12, 10], [12]], chunking: { size: 11, embeddingDim: 32 } };
    for (const options of [{ maxRows: 1, maxChunks: 1, draws: 4000 }, { maxRows: 11, maxChunks: 11, draws: 500 }]) expectPredicted(simulate(small, { seed: 2, ...options }), 0.06);
  });

  it("reports progress after every draw", () => {
    const seen: unknown[] = [];
    simulate(full, { draws: 3, onProgress: (progress) => seen.push(progress) });
    expect(seen).toEqual([{ done: 1, draws: 3 }, { done: 2, draws: 3 }, { done: 3, draws: 3 }]);
  });

  it("does not depend on inputs that only say how large the main network is", () => {
    const measured = (size: number): readonly Estimate[] =>
      simulate({ ...full, targetShapes: [[size, 30]], paramMeta: [{ name: "weight" }] }, { draws: 20, seed: 5 }).tensors.flatMap(({ mean, variance }) => [mean, variance]);
    expect(measured(40_000)).toEqual(measured(40));
  });

  it("finds predictions that are wrong", () => {
    const made = plan(full) as HyperfanPlan;
    const wrong = { ...made, heads: made.heads.map((head) => ({ ...head, predicted: { mean: 0.01, variance: 1.2 * head.predicted.variance } })) };
    const { tensors } = simulate(wrong, { seed: 1, draws: 1000 });
    for (const { variance, mean } of tensors) {
      expect(variance.z).toBeLessThan(-5);
      expect(mean.z).toBeLessThan(-2);
    }
  });

  it("finds weights that are wrong: twice the bound is four times the variance", () => {
    const made = plan(full) as HyperfanPlan;
    const doubled = ({ weight, ...head }: HyperfanPlan["heads"][number]) => (weight.type === "uniform" ? { ...head, weight: { ...weight, low: 2 * weight.low, high: 2 * weight.high } } : { ...head, weight });
    const { tensors } = simulate({ ...made, heads: made.heads.map(doubled) }, { seed: 1, draws: 1000 });
    for (const ratio of ratios(tensors)) expect(Math.abs(ratio - 4)).toBeLessThan(0.4);
  });

  it("finds hidden layers that are wrong, and which", () => {
    const made = plan(full) as HyperfanPlan;
    const [first, second] = made.hidden;
    const distribution = { type: "normal", mean: 0, std: 0.1 } as const;
    const { hidden } = simulate({ ...made, hidden: [first!, { ...second!, weight: { ...second!.weight, distribution } }] }, { seed: 1, draws: 500 });
    expect(Math.abs(hidden[0]!.secondMoment.z!)).toBeLessThan(4);
    // Half of 64 · 0.01 instead of 1.
    expect(Math.abs(hidden[1]!.ratio! - 0.32)).toBeLessThan(0.03);
  });
});

describe("what simulate draws", () => {
  it("heads that are constant are exactly what is predicted", () => {
    const request: Request = { ...full, targetShapes: [[7], [7]], paramMeta: [{ name: "bn_scale" }, { name: "bn_shift" }] };
    const exact = (value: number): Estimate => ({ predicted: value, measured: value, standardError: 0, z: null });
    expect(simulate(request, { draws: 5 }).tensors.map(({ mean, variance, ratio }) => ({ mean, variance, ratio }))).toEqual([
      { mean: exact(1), variance: exact(0), ratio: null },
      { mean: exact(0), variance: exact(0), ratio: null },
    ]);
  });

  it("head biases with a spread are drawn, and add to the head's weights", () => {
    const headOverrides = { weight: { weightMean: 0, weightVariance: 0.01, biasMean: -2, biasVariance: 3 }, bias: { weightMean: 0, weightVariance: 0, biasMean: 1, biasVariance: 0.5 } };
    const simulation = simulate({ ...full, headOverrides }, { seed: 1, draws: 800 });
    expectPredicted(simulation, 0.03);
    expect(simulation.tensors.map(({ mean }) => mean.predicted)).toEqual([-2, 1]);
    expect(simulation.tensors.map(({ intended }) => intended)).toEqual([null, null]);
  });

  it("inputs have the means, variances and noise of their blocks", () => {
    const inputs = [{ dim: 20, variance: 0, mean: 3 }, { dim: 30, variance: 2 }, { dim: 10, variance: 0.5, noiseStd: 1 }];
    expectPredicted(simulate({ ...full, inputs }, { seed: 1, draws: 1500 }), 0.025);
    expectPredicted(simulate({ ...full, inputs, hypernet: { hiddenDims: [] } }, { seed: 1, draws: 1500 }), 0.025);
  });

  it("noise is left out in evaluation", () => {
    const request: Request = { ...full, inputs: [{ dim: 64, noiseStd: Math.sqrt(3) }] };
    const simulation = simulate(request, { seed: 1, draws: 1500, mode: "evaluation" });
    expectPredicted(simulation, 0.025);
    const { intended, variance } = simulation.tensors[0]!;
    expect(Math.abs(variance.measured / intended!.variance - 0.25)).toBeLessThan(0.02);
  });

  it("dropout is drawn in training and not in evaluation", () => {
    const request = withHypernet({ dropout: 0.5 });
    expectPredicted(simulate(request, { seed: 1, draws: 2000 }), 0.03);
    const evaluation = simulate(request, { seed: 1, draws: 1500, mode: "evaluation" });
    expectPredicted(evaluation, 0.025);
    expect(Math.abs(evaluation.tensors[0]!.variance.measured / evaluation.tensors[0]!.intended!.variance - 0.25)).toBeLessThan(0.02);
  });

  it("batch norm normalises in training, and changes nothing in evaluation at initialisation", () => {
    const request: Request = { ...withHypernet({ norm: "batch" }), inputs: [{ dim: 64, variance: 9 }] };
    expectPredicted(simulate(request, { seed: 1, draws: 120 }), 0.02);
    const evaluation = simulate(request, { seed: 1, draws: 1000, mode: "evaluation" });
    expectPredicted(evaluation, 0.03);
    // The head is made for relu behind a norm, a second moment of ½; without the norm it is that of the input, 9.
    expect(Math.abs(evaluation.tensors[0]!.variance.measured / evaluation.tensors[0]!.intended!.variance - 18)).toBeLessThan(2);
  });

  it("layer norm normalises in both modes", () => {
    const request: Request = { ...withHypernet({ norm: "layer" }), inputs: [{ dim: 64, variance: 9 }] };
    for (const mode of ["training", "evaluation"] as const) expectPredicted(simulate(request, { seed: 1, draws: 1000, mode }), 0.025);
  });

  it("a batch of inputs shares its weights: less is left to vary", () => {
    const errorWith = (batch: number): number => simulate({ ...full, inputs: [{ dim: 4 }] }, { seed: 1, draws: 400, batch }).tensors[0]!.variance.standardError;
    expect(errorWith(32)).toBeLessThan(0.6 * errorWith(1));
  });

  it("hidden biases are drawn where a plan has them", () => {
    const made = plan(withHypernet({ activation: "linear", hiddenDims: [64] })) as HyperfanPlan;
    const [only] = made.hidden;
    const biased = { ...made, hidden: [{ ...only!, bias: { shape: [64], distribution: { type: "normal", mean: 0, std: 2 } } }] } as Plan;
    // 1 from the weights and 4 from the biases.
    expect(Math.abs(simulate(biased, { seed: 1, draws: 500 }).hidden[0]!.secondMoment.measured - 5)).toBeLessThan(0.2);
  });

  it.each(["uniform", "normal", "sphere"] as const)("%s chunk embeddings", (distribution) => {
    expectPredicted(simulate({ ...chunked, chunking: { ...chunked.chunking, size: 700, distribution } }, { seed: 1, draws: 1200 }), 0.03);
  });

  it("chunks that are clipped, rescaled, or scaled by tensor, in training and in evaluation", () => {
    const inputs = [{ dim: 8, noiseStd: 0.5 }];
    const hypernet = { hiddenDims: [64], activation: "tanh", dropout: 0.25 } as const;
    for (const strategy of ["embedding", "rescale", "per-tensor-scale"] as const) {
      for (const mode of ["training", "evaluation"] as const) {
        const request: Request = { ...chunked, paramMeta: [{ name: "weight", layer: 0 }, { name: "bn_scale", layer: 1 }], inputs, hypernet, chunking: { size: 700, embeddingDim: 32, strategy } };
        expectPredicted(simulate(request, { seed: 3, draws: 1200, mode }), 0.03);
      }
    }
  });

  it("a tensor that shares chunks is the mean of its runs", () => {
    const { runs, tensors } = simulateChunked(chunked, { draws: 50, seed: 1 });
    // Chunks of 700: the weight has 700 elements in the first, 500 in the second; the bias 40 in the second.
    const [first, second] = runs.map(({ variance }) => variance.measured);
    expect(tensors[0]!.variance.measured / ((7 * first! + 5 * second!) / 12)).toBeCloseTo(1, 3);
    expect(tensors[1]!.variance.measured).toBeCloseTo(second!, 12);
  });

  it("numbers near the ends of the doubles", () => {
    for (const target of [1e-300, 1e300]) {
      const simulation = simulate({ ...full, targetVariances: { weight: target, bias: target } }, { seed: 1, draws: 300 });
      for (const ratio of ratios(simulation.tensors)) expect(Math.abs(ratio - 1)).toBeLessThan(0.2);
    }
  });
});

describe("what simulate refuses", () => {
  const issuesOf = (input: unknown, options: object = { draws: 2 }): unknown => {
    try {
      simulate(input as Request, options);
    } catch (error) {
      const { code, issues } = error as { code: string; issues: readonly { pointer: string; code: string; message: string }[] };
      return [code, ...issues.map(({ pointer, code: kind }) => `${pointer} ${kind}`)];
    }
    return "no error";
  };
  const messageOf = (input: unknown, options: object): string => {
    try {
      simulate(input as Request, options);
    } catch (error) {
      return (error as Error).message;
    }
    return "no error";
  };

  it.each([
    [{ seed: -1 }, "/seed too-small"],
    [{ seed: 2 ** 32 }, "/seed too-large"],
    [{ seed: 0.5 }, "/seed not-a-whole-number"],
    [{ draws: 1 }, "/draws too-small"],
    [{ draws: NaN }, "/draws not-finite"],
    [{ maxRows: 0 }, "/maxRows too-small"],
    [{ maxChunks: 0 }, "/maxChunks too-small"],
    [{ batch: 0 }, "/batch too-small"],
    [{ mode: "train" }, "/mode unknown-value"],
    [{ onProgress: 5 }, "/onProgress invalid"],
    [{ sed: 1 }, "/sed unknown-key"],
    [[], " wrong-type"],
  ])("the options %j", (options, expected) => {
    expect(issuesOf(full, options)).toEqual(["invalid-options", expected]);
  });

  const made = plan(full) as HyperfanPlan;
  const inChunks = plan(chunked) as Extract<Plan, { kind: "chunked-hyperfan" }>;
  const wide = withHypernet({ hiddenDims: [2 ** 27] });

  it.each<[what: string, input: unknown, options: object, problems: readonly string[]]>([
    ["options", full, { draws: 1, sed: 1 }, ["/draws: Expected a whole number of at least 2; got 1.", '/sed: Unknown key "sed". Did you mean "seed"?']],
    ["a seed", full, { seed: -1 }, ["/seed: Expected a whole number from 0 to 4294967295; got -1."]],
    ["a mode", full, { mode: "train" }, ['/mode: Expected one of "training", "evaluation"; got "train". Did you mean "training"?']],
    ["a mode of another type", full, { mode: 5 }, ['/mode: Expected one of "training", "evaluation"; got 5.']],
    ["progress", full, { onProgress: 5 }, ["/onProgress: Expected a function; got 5."]],
    ["no options", full, [], ['(root): Expected an object such as {"seed": 1, "draws": 1000}; got [].']],
    ["an input", { ...made, input: { ...made.input, dim: 65 } }, {}, ["/input/dim: Expected 64; got 65: that many entries are in the blocks."]],
    ["a layer", { ...made, hidden: [{ ...made.hidden[0]!, weight: { ...made.hidden[0]!.weight, shape: [64, 63] } }, made.hidden[1]!] }, {}, ["/hidden/0/weight/shape: Expected the shape [64,64]; got [64,63]: each layer reads the one before it."]],
    ["a batch norm in chunks", { ...inChunks, hypernet: { ...inChunks.hypernet, norm: "batch" } }, {}, ['/hypernet/norm: Expected "none"; got "batch": batch norm wipes out the scale of the chunk embeddings.']],
    ["a batch of one", withHypernet({ norm: "batch" }), { batch: 1 }, ["/batch: Expected a whole number of at least 2; got 1: batch norm normalises over the batch."]],
    ["wide layers", wide, { batch: 3 }, ["(root): Expected at most 67108864 numbers in a layer of 134217728 units on 3 samples in each draw; got 402653184. Give narrower layers, or a smaller batch, maxChunks or maxRows."]],
    ["large numbers", { ...made, heads: made.heads.map((head) => ({ ...head, weight: { type: "normal", mean: 0, std: 1e200 } })) }, {}, ["(root): Expected numbers that a double can hold; got predicted or simulated ones beyond. Give less extreme means and variances."]],
  ])("%s, in words that help", (_, input, options, problems) => {
    const [first = "", ...rest] = messageOf(input, Array.isArray(options) ? options : { draws: 2, ...options }).split("\n");
    expect(first).toMatch(/^invalid (request|plan|options), \d problems?$/u);
    expect(rest).toEqual(problems.map((problem) => `  ${problem}`));
  });

  it("layers of more than half a gigabyte over all samples", () => {
    const request: Request = { ...full, inputs: [{ dim: 1 }], hypernet: { hiddenDims: [2 ** 13] } };
    expect(issuesOf(request, { draws: 2, batch: 2 ** 13 + 1, maxRows: 1 })).toEqual(["invalid-request", " too-large"]);
  });

  it("batch norm over a single input", () => {
    expect(issuesOf(withHypernet({ norm: "batch" }), { draws: 2, batch: 1 })).toEqual(["invalid-request", "/batch too-small"]);
  });

  it.each([undefined, null, 5, "plan", [], {}])("the request %j", (input) => {
    expect(issuesOf(input)).toEqual(expect.arrayContaining(["invalid-request"]));
  });

  it("what has a format and is no plan", () => {
    expect(issuesOf({ ...full, format: "hyperfan-plan" })).toEqual(expect.arrayContaining(["invalid-plan"]));
    const throwing = new Proxy({}, { has: () => { throw new Error("no"); } });
    expect(issuesOf(throwing)).toEqual(expect.arrayContaining(["invalid-request"]));
  });

  it("plans whose layers do not fit each other", () => {
    const [first, second] = made.hidden;
    const reshaped = (shape: number[]) => ({ ...first!, weight: { ...first!.weight, shape } });
    expect(issuesOf({ ...made, hidden: [reshaped([64, 63]), second!] })).toEqual(["invalid-plan", "/hidden/0/weight/shape misfit"]);
    expect(issuesOf({ ...made, hidden: [reshaped([63, 64]), second!] })).toEqual(["invalid-plan", "/hidden/0/bias/shape misfit", "/hidden/1/weight/shape misfit"]);
    expect(issuesOf({ ...made, input: { ...made.input, dim: 65 } })).toEqual(["invalid-plan", "/input/dim misfit"]);
    const output = { ...inChunks.output, weight: { ...inChunks.output.weight, shape: [700, 65] } };
    expect(issuesOf({ ...inChunks, output })).toEqual(["invalid-plan", "/output/weight/shape misfit"]);
    expect(issuesOf({ ...inChunks, hypernet: { ...inChunks.hypernet, norm: "batch" } })).toEqual(["invalid-plan", "/hypernet/norm misfit"]);
  });

  it("layers that would not fit into memory", () => {
    expect(issuesOf(withHypernet({ hiddenDims: [2 ** 27] }))).toEqual(["invalid-request", " too-large"]);
  });

  it.each([
    ["memory", [2 ** 27]],
    ["weights", [1e6, 1e6]],
    ["weights of many layers", new Array<number[]>(8).fill([6e7, 1]).flat()],
  ])("at once what would take too much, of %s", (_, hiddenDims) => {
    const started = process.cpuUsage();
    expect(issuesOf({ ...full, inputs: [{ dim: 1 }], hypernet: { hiddenDims } })).toEqual(["invalid-request", " too-large"]);
    // A draw of any of them takes more than ten seconds.
    expect(process.cpuUsage(started).user).toBeLessThan(2e6);
  });

  it("products of a batch with wide layers", () => {
    expect(issuesOf(withHypernet({ hiddenDims: [4000, 4000] }), { draws: 2, batch: 300 })).toEqual(["invalid-request", " too-large"]);
  });

  it("whatever is no option, with an error of its own", () => {
    const throwing = Object.defineProperty({}, "seed", { enumerable: true, get: () => { throw new Error("no"); } });
    expect(issuesOf(full, throwing)).toEqual(["invalid-options", " unreadable"]);
    for (const junk of [null, Symbol("seed"), 5n, "seed", () => 1]) expect(issuesOf(full, junk as never)).toEqual(["invalid-options", expect.any(String)]);
  });

  it("numbers that leave the doubles", () => {
    expect(issuesOf({ ...made, heads: made.heads.map((head) => ({ ...head, weight: { type: "normal", mean: 0, std: 1e200 } })) })).toEqual(["invalid-plan", " overflow"]);
  });

  it("predictions that do, in evaluation as in training", () => {
    const biased = (std: number) => ({ ...made, heads: made.heads.map((head) => ({ ...head, bias: { type: "normal", mean: 0, std } })) });
    for (const mode of ["training", "evaluation"]) expect(issuesOf(biased(1e200), { draws: 3, mode })).toEqual(["invalid-plan", " overflow"]);
  });

  it("anything else than to give finite numbers, whatever a plan holds", () => {
    const extreme = fc.oneof(fc.constantFrom(0, 1e-300, 1e-160, 1, 1e150, 1e300), fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }));
    const numbersOf = (value: unknown): readonly number[] => (typeof value === "number" ? [value] : typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersOf) : []);
    fc.assert(
      fc.property(extreme, extreme, extreme, fc.constantFrom("training" as const, "evaluation" as const), fc.boolean(), (std, other, mean, mode, hidden) => {
        const base = plan({ kind: "hyperfan", targetShapes: [[3]], inputs: [{ dim: 3 }], hypernet: { hiddenDims: hidden ? [3] : [] } }) as HyperfanPlan;
        const heads = base.heads.map((head) => ({ ...head, weight: { type: "normal" as const, mean, std }, bias: { type: "normal" as const, mean: 0, std: other } }));
        let found: unknown;
        try {
          found = simulate({ ...base, heads }, { draws: 3, mode });
        } catch (error) {
          expect((error as { readonly issues: readonly { readonly code: string }[] }).issues).toEqual([expect.objectContaining({ code: "overflow" })]);
          return;
        }
        expect(numbersOf(found).every(Number.isFinite)).toBe(true);
        expect(JSON.parse(JSON.stringify(found))).toEqual(found);
      }),
      { numRuns: 60 },
    );
  });
});
