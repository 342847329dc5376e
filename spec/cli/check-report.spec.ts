import { describe, expect, test } from "@jest/globals";
import { checkReport } from "../../src/cli/check-report.js";
import { layerSection, runSection, stdBadness, tensorSection } from "../../src/cli/check-sections.js";
import type { Section } from "../../src/cli/section.js";
import type { LayerCheck, LayerSignals, PlanCheck, RunCheck, Signal, TensorCheck, Verdict } from "../../src/index.js";

const tensor: TensorCheck = { tensor: 3, name: "weight", layer: 0, shape: [2, 3], intended: { mean: 0, std: 0.5 }, training: { mean: 0, std: 0.25, ratio: 0.5 }, evaluation: null, verdict: "fine", off: [] };
const signal = (product: number | null, gain: number | null = product, verdict: Signal["verdict"] = "fine"): Signal => ({ gain, product, verdict });
const signals = (forward: Signal, backward: Signal): LayerSignals => ({ forward, backward });
const layer: LayerCheck = { weight: 0, biases: [], layer: 0, fanIn: 3, fanOut: 2, activation: { name: "relu" }, training: signals(signal(2), signal(3)), evaluation: null, verdict: "fine" };
const run: RunCheck = { first: 4, count: 1, tensors: [0], mixed: true, clipped: false, target: 0.5, training: { std: 0.25, ratio: 0.5 }, evaluation: null, embeddingShare: 0.125, embeddingSpread: 0.5 };
const check: PlanCheck = { format: "hyperfan-check", version: 1, kind: "hyperfan", verdict: "fine", modesDiffer: false, tensors: [], layers: [], chunks: null, notes: [], gate: null };
const chunks = { count: 1000, mixed: 1, clipped: 1234, worstMixed: null, largestEmbeddingSpread: 0.1234, runs: [] };

const cellsOf = <Item>({ fields }: Section<Item>, item: Item): readonly string[] => fields.map(({ cell }) => cell(item));
const titlesOf = <Item>({ fields }: Section<Item>): readonly string[] => fields.map(({ title }) => title);

describe("the row of a tensor", () => {
  const one = (found: Partial<TensorCheck>, modesDiffer = false): readonly string[] => cellsOf(tensorSection({ ...check, modesDiffer }), { ...tensor, ...found });

  test("has what is intended and predicted", () => {
    expect(one({ label: "fc.weight" })).toEqual(["3 fc.weight", "0.5000", "0.2500", "0.500", "fine"]);
    expect(one({ intended: null, verdict: null })).toEqual(["3 weight", "-", "0.2500", "0.500", "overridden"]);
    expect(one({ verdict: "off-intent", off: ["std"] }).at(-1)).toBe("off-intent");
    expect(one({ verdict: "off-intent", off: ["mean", "std"] }).at(-1)).toBe("off-intent (mean)");
  });

  test("has both modes where they differ", () => {
    expect(titlesOf(tensorSection(check))).toEqual(["tensor", "intended", "predicted", "ratio", "verdict"]);
    expect(titlesOf(tensorSection({ ...check, modesDiffer: true }))).toEqual(["tensor", "intended", "training", "ratio", "evaluation", "ratio", "verdict"]);
    expect(one({ evaluation: { mean: 0, std: 0.75, ratio: 1.5 } }, true)).toEqual(["3 weight", "0.5000", "0.2500", "0.500", "0.7500", "1.500", "fine"]);
    expect(one({}, true)).toEqual(["3 weight", "0.5000", "0.2500", "0.500", "-", "-", "fine"]);
  });

  test("comes the earlier the farther it is off, what the verdict calls off first", () => {
    const withRatio = (ratio: number | null, verdict: TensorCheck["verdict"] = "fine", off: TensorCheck["off"] = []): TensorCheck => ({ ...tensor, training: { ...tensor.training, ratio }, verdict, off });
    const { badness } = tensorSection(check);
    const order = [withRatio(null, "off-intent", ["std"]), withRatio(9, "off-intent"), withRatio(null, "off-intent", ["mean"]), withRatio(0.01), withRatio(10), withRatio(1)].map(badness);
    expect(order).toEqual([...order].sort((a, b) => b - a));
    expect(new Set(order).size).toBe(order.length);
    expect(stdBadness(withRatio(2))).toBeCloseTo(stdBadness(withRatio(0.5)), 12);
    expect(stdBadness(withRatio(null))).toBe(0);
  });

  test("is yellow where it is off", () => {
    const { colour } = tensorSection(check);
    expect([colour({ ...tensor, verdict: "off-intent" }), colour(tensor), colour({ ...tensor, verdict: null })]).toEqual(["yellow", undefined, undefined]);
  });
});

describe("the row of a layer", () => {
  const section = (mode: "training" | "evaluation" = "training", layers: readonly LayerCheck[] = [layer]) => layerSection({ ...check, layers }, mode);
  const verdictOf = (verdict: Verdict, forward: Signal["verdict"], backward: Signal["verdict"]): string =>
    cellsOf(section(), { ...layer, verdict, training: signals(signal(1, 1, forward), signal(1, 1, backward)) }).at(-1)!;

  test("has gains and products, which are left out where there is none", () => {
    expect(titlesOf(section())).toEqual(["layer", "forward", "product", "backward", "product", "verdict"]);
    expect(cellsOf(section(), { ...layer, weight: 2, label: "fc.weight", biases: [3, 4], training: signals(signal(2, 0.5), signal(3, null)) })).toEqual(["2 fc.weight + 3, 4", "0.500", "2.000", "-", "3.000", "fine"]);
    const reset = { ...layer, training: signals(signal(null, 2), signal(null, 3)) };
    expect(titlesOf(section("training", [reset]))).toEqual(["layer", "forward", "backward", "verdict"]);
    expect(titlesOf(section("training", [reset, layer]))).toEqual(titlesOf(section()));
    expect(cellsOf(section("training", [reset]), reset)).toEqual(["0 weight", "2.000", "3.000", "fine"]);
  });

  test("has those of evaluation in evaluation, or else those of training, and no verdict", () => {
    expect(section("evaluation").title).toBe("The same in evaluation");
    expect(titlesOf(section("evaluation"))).toEqual(["layer", "forward", "product", "backward", "product"]);
    expect(cellsOf(section("evaluation"), { ...layer, evaluation: signals(signal(5), signal(6)) })).toEqual(["0 weight", "5.000", "5.000", "6.000", "6.000"]);
    expect(cellsOf(section("evaluation"), layer)).toEqual(["0 weight", "2.000", "2.000", "3.000", "3.000"]);
  });

  test("says which way a signal goes wrong", () => {
    expect(verdictOf("fine", "fine", "fine")).toBe("fine");
    expect(verdictOf("off-intent", "fine", "fine")).toBe("off-intent");
    expect(verdictOf("explodes", "explodes", "explodes")).toBe("explodes both ways");
    expect(verdictOf("explodes", "explodes", "vanishes")).toBe("explodes forward");
    expect(verdictOf("vanishes", "fine", "vanishes")).toBe("vanishes backward");
  });

  test("comes by its verdict, and then by the signal that is farther from 1, by its product where it has one", () => {
    const { badness } = section();
    const badnessOf = (verdict: Verdict, forward: Signal, backward: Signal): number => badness({ ...layer, verdict, training: signals(forward, backward) });
    const one = signal(1);
    const order = [
      badnessOf("explodes", one, one), badnessOf("vanishes", signal(1e9), one), badnessOf("vanishes", one, one), badnessOf("off-intent", signal(1e9), one), badnessOf("off-intent", one, one),
      badnessOf("fine", one, signal(0.01)), badnessOf("fine", signal(10), signal(9)), badnessOf("fine", signal(3, 1e6), one), badnessOf("fine", signal(null, 2), one), badnessOf("fine", one, one),
    ];
    expect(order).toEqual([...order].sort((a, b) => b - a));
    expect(new Set(order).size).toBe(order.length);
    expect(badnessOf("fine", signal(null), signal(null))).toBe(0);
    expect(badnessOf("fine", signal(null), signal(Math.E))).toBeCloseTo(1, 12);
    expect(badnessOf("fine", signal(0), one)).toBe(0);
  });

  test("has the colour of its verdict in training", () => {
    const coloursIn = (mode: "training" | "evaluation") => (["fine", "off-intent", "vanishes", "explodes"] as const).map((verdict) => section(mode).colour({ ...layer, verdict }));
    expect(coloursIn("training")).toEqual([undefined, "yellow", "red", "red"]);
    expect(coloursIn("evaluation")).toEqual([undefined, undefined, undefined, undefined]);
  });
});

describe("the row of a run of chunks", () => {
  const one = (found: Partial<RunCheck>, modesDiffer = false): readonly string[] => cellsOf(runSection({ ...check, modesDiffer }), { ...run, ...found });

  test("has its chunks, its tensors and what is asked and predicted", () => {
    expect(one({})).toEqual(["4", "0", "0.5000", "0.2500", "12.5%", "50.0%", "mixed"]);
    expect(one({ first: 4, count: 2 })[0]).toBe("4 to 5");
    expect([[7], [2, 5], [2, 3, 4], [2, 4, 9, 7]].map((tensors) => one({ tensors })[1])).toEqual(["7", "2, 5", "2 to 4", "2, 3 more"]);
    expect(one({ mixed: false, clipped: true }).at(-1)).toBe("clipped");
    expect(one({ clipped: true }).at(-1)).toBe("mixed, clipped");
    expect(one({ mixed: false }).at(-1)).toBe("");
  });

  test("has both modes where they differ", () => {
    expect(titlesOf(runSection(check))).toEqual(["chunks", "tensors", "target", "predicted", "share", "draw", ""]);
    expect(titlesOf(runSection({ ...check, modesDiffer: true }))).toEqual(["chunks", "tensors", "target", "training", "evaluation", "share", "draw", ""]);
    expect(one({ evaluation: { std: 0.75, ratio: 1 } }, true)[4]).toBe("0.7500");
    expect(one({}, true)[4]).toBe("-");
  });

  test("is there where tensors are mixed or the embedding was clipped", () => {
    const runs = [run, { ...run, mixed: false }, { ...run, mixed: false, clipped: true }];
    expect(runSection({ ...check, chunks: { ...chunks, runs } }).items).toEqual([runs[0], runs[2]]);
    expect(runSection(check).items).toEqual([]);
  });

  test("comes the earlier the farther it is off, and is yellow where it was clipped", () => {
    const { badness, colour } = runSection(check);
    const withRatio = (ratio: number | null, clipped = false): RunCheck => ({ ...run, training: { std: 1, ratio }, clipped });
    expect([withRatio(0.5), withRatio(Math.E), withRatio(1, true), withRatio(null), withRatio(null, true)].map(badness)).toEqual([Math.LN2, 1, 0, 0, Infinity]);
    expect([colour(withRatio(1)), colour(withRatio(1, true))]).toEqual([undefined, "yellow"]);
  });
});

test("what a section does not show is counted in its own words", () => {
  expect([tensorSection(check), layerSection(check, "training"), runSection(check)].map(({ noun }) => noun)).toEqual(["tensor", "layer", "run"]);
});

describe("the report on a plan", () => {
  const reportOf = (found: Partial<PlanCheck>): string => [...checkReport({ ...check, ...found }, (colour, text) => (colour === undefined ? text : `<${colour}> ${text}`), false)].join("");
  const tensorsOf = (...ratios: readonly (number | null)[]): readonly TensorCheck[] => ratios.map((ratio, index) => ({ ...tensor, tensor: index, training: { ...tensor.training, ratio } }));
  const worst = (...ratios: readonly (number | null)[]): string => /^Tensors: .*\n(?: .*\n)*/m.exec(reportOf({ tensors: tensorsOf(...ratios) }))![0].replaceAll(/\n */g, " ").replace(/^.* parameters/, "");

  test("of nothing is its verdict", () => {
    expect(reportOf({})).toBe("Tensors: none has an intended standard deviation, since every head is\n  overridden.\n<green> Verdict: fine.\n");
  });

  test("counts tensors, and their parameters, of those that have an intent", () => {
    const tensors: readonly TensorCheck[] = [{ ...tensor, training: { ...tensor.training, ratio: 1 } }, { ...tensor, shape: [4], verdict: "off-intent", training: { ...tensor.training, ratio: 1 } }, { ...tensor, shape: [100], verdict: null }];
    expect(reportOf({ tensors })).toContain("\nTensors: 1 of 2 on intent, 60.0 % of the parameters.\n");
    expect(reportOf({ tensors: Array<TensorCheck>(1000).fill(tensors[0]!) })).toContain("\nTensors: 1,000 of 1,000 on intent, 100.0 % of the parameters.\n");
  });

  test("names the tensor that is farthest off, unless all are as good as there", () => {
    expect(worst(1, 0.4, 2, 0.5)).toBe("; worst: 1 weight, 0.400× its target std. ");
    expect(worst(2, 0.5)).toContain("; worst: 0 weight, 2.000×");
    expect(worst(null, 1.0006)).toContain("; worst: 1 weight, 1.001×");
    expect(worst(null, 1.0004, 1)).toBe(". ");
  });

  const layers = [layer, { ...layer, weight: 1, training: signals(signal(0.5), signal(0.25)), evaluation: signals(signal(5), signal(6)) }];

  test("says what arrives at the ends of the main network, in each mode", () => {
    const inTraining = ["Forward: through all layers in a row, activations reach the output with 0.500", "  times their second moment.", "Backward: through all layers in a row, gradients reach the input with 3.000", "  times their second moment."];
    expect(reportOf({ layers: [layers[0]!, layer, { ...layers[1]!, evaluation: null }] })).toContain(`\n${inTraining.join("\n")}\n<green> Verdict`);
    const both = reportOf({ layers: [{ ...layers[0]!, evaluation: signals(signal(7), signal(8)) }, layers[1]!], modesDiffer: true }).replaceAll(/\n {2}/g, " ");
    expect(both).toContain("\nForward in training: through all layers in a row, activations reach the output with 0.500 times");
    expect(both).toContain("\nBackward in training: through all layers in a row, gradients reach the input with 3.000 times");
    expect(both).toContain("\nForward in evaluation: through all layers in a row, activations reach the output with 5.000 times");
    expect(both).toContain("\nBackward in evaluation: through all layers in a row, gradients reach the input with 8.000 times");
    expect(both).toMatch(/\n<bold> The same in evaluation layer .* 0 weight +7\.000 +7\.000 +8\.000 +8\.000 1 weight/);
    expect(reportOf({ layers })).not.toContain("The same in evaluation");
    expect(reportOf({ layers: [{ ...layer, training: signals(signal(null), signal(null)) }] })).not.toContain("through all layers");
  });

  test("says what chunks do", () => {
    const wordsOf = (found: object): string => reportOf({ tensors: tensorsOf(1, 1), chunks: { ...chunks, ...found } }).replaceAll(/\n {2}/g, " ");
    const draw = "\nOne draw of a chunk's embedding moves the chunk's variance by up to 12.3 % (standard deviation).\n";
    expect(wordsOf({})).toContain(`\nChunks: 1 of 1,000 chunks hold tensors of different intent; 1,234 are clipped.${draw}`);
    expect(wordsOf({ count: 1, mixed: 1234, worstMixed: { tensor: 1, ratio: 2 } })).toContain(`\nChunks: 1,234 of 1 chunk hold tensors of different intent, which leaves 1 weight at 2.000× its target std; 1,234 are clipped.${draw}`);
    expect(reportOf({})).not.toContain("Chunks");
  });

  test("has its notes, and ends with its verdict", () => {
    expect(reportOf({ notes: [{ code: "a", message: "One." }, { code: "b", message: `${"word ".repeat(20)}end.` }] })).toMatch(/\nNote: One\.\nNote: word .*\n {2}word .* end\.\n<green> Verdict: fine\.\n$/);
    expect(reportOf({ verdict: "off-intent" })).toMatch(/\n<yellow> Verdict: off-intent: some tensors do not get the standard deviation that they\n<yellow> {3}should have\.\n$/);
    expect(reportOf({ verdict: "vanishes" })).toMatch(/\n<red> Verdict: vanishes: a signal of the main network fades away\.\n$/);
    expect(reportOf({ verdict: "explodes" })).toMatch(/\n<red> Verdict: explodes: a signal of the main network grows too large\.\n$/);
  });

  test("has a section for tensors, layers and runs of chunks, with their headings", () => {
    const report = reportOf({ tensors: tensorsOf(1), layers: [layer], chunks: { ...chunks, runs: [run] } });
    expect([...report.matchAll(/^<bold> (.*)$/gm)].map(([, title]) => title)).toEqual([
      "Standard deviation of each tensor",
      "Second moments through each layer: activations forward, gradients backward",
      "Chunks that hold tensors of different intent, or were clipped",
    ]);
  });
});
