import { embeddingPart, blockPart, realisedInput } from "../../src/compare/realised-input.js";
import { drawnNetwork } from "../../src/compare/drawn-network.js";
import { excessOfSum, realisedLayers, type DrawnLayer, type Realised } from "../../src/compare/realised.js";
import { valueAt } from "../../src/compare/spread.js";
import { activationFunction } from "../../src/math/activation-function.js";
import { gaussianMean } from "../../src/math/quadrature.js";
import type { HiddenStack } from "../../src/plan/propagation.js";
import { planHyperfan, type RequestInput } from "../../src/index.js";
import { seeded, type Random } from "./draw.js";

const block = (dim: number, mean: number, variance: number, noiseStd = 0) => blockPart({ name: "x", dim, mean, variance, noiseStd });

describe("the realised second moment of an input", () => {
  it("of normal entries scatters by 2/n", () => {
    expect(realisedInput([block(8, 0, 3)])).toEqual({ mean: 3, spread: { variance: 0.25, skewness: 1 }, kurtosis: 3 });
    expect(realisedInput([block(8, 0, 2, 1)])).toEqual({ mean: 3, spread: { variance: 0.25, skewness: 1 }, kurtosis: 3 });
    expect(realisedInput([block(8, 0, 2, 3)]).mean).toBe(11);
  });

  it("scatters less around a mean: (4μ²σ² + 2σ⁴)/(n (μ² + σ²)²)", () => {
    const { mean, spread, kurtosis } = realisedInput([block(10, 2, 1)]);
    expect(mean).toBe(5);
    expect(spread.variance).toBeCloseTo((4 * 4 + 2) / 10 / 25, 12);
    expect(kurtosis).toBeCloseTo((16 + 6 * 4 + 3) / 25, 12);
    expect(realisedInput([block(10, 2, 0)]).spread.variance).toBe(0);
  });

  it("of several parts is their mean by entries, each scattering by its share", () => {
    const { mean, spread, kurtosis } = realisedInput([block(4, 0, 1), block(12, 0, 5)]);
    expect(mean).toBe(4);
    expect(spread.variance).toBeCloseTo((4 * 2 * 1 + 12 * 2 * 25) / 64 ** 2, 12);
    expect(kurtosis).toBeCloseTo((4 * 3 + 12 * 3 * 25) / 16 / 16, 12);
  });

  it.each([["uniform", 0.8 / 5, 1.8], ["normal", 2 / 5, 3], ["sphere", 0, 15 / 7]] as const)("of %s chunk embeddings is known, and a mean over chunks scatters less", (distribution, variance, kurtosis) => {
    const chunks = { embeddingDim: 5, distribution } as Parameters<typeof embeddingPart>[0];
    expect(embeddingPart(chunks, 2, 1)).toEqual({ entries: 5, secondMoment: 2, kurtosis, variance });
    expect(embeddingPart(chunks, 2, 4).variance).toBe(variance / 4);
  });

  it("of nothing is nothing", () => {
    expect(realisedInput([block(8, 0, 0)])).toMatchObject({ mean: 0, spread: { variance: 0 } });
  });
});

interface Sampled {
  readonly mean: number;
  readonly variance: number;
  readonly skewness: number;
}

/** Moments of Σ h²/d of the last hidden layer over drawn networks, the slow way. */
function sampled({ inputs, hypernet }: RequestInput, draws: number, random: Random): Sampled {
  const made = planHyperfan({ kind: "hyperfan", targetShapes: [[2, 2]], inputs, hypernet });
  const { value } = activationFunction(made.hypernet.activation);
  const keep = 1 - made.hypernet.dropout;
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const found = Array.from({ length: draws }, () => {
    let h = made.input.blocks.flatMap(({ dim, mean, variance }) => Array.from({ length: dim }, () => mean + Math.sqrt(variance) * normal()));
    for (const { weight: { shape: [width = 0], distribution } } of made.hidden) {
      const bound = distribution.type === "uniform" ? distribution.high : 0;
      h = Array.from({ length: width }, () => {
        const z = h.reduce((sum, x) => sum + bound * (2 * random() - 1) * x, 0);
        return keep === 1 || random() < keep ? value(z) / keep : 0;
      });
    }
    return h.reduce((sum, x) => sum + x * x, 0) / h.length;
  });
  const mean = found.reduce((sum, q) => sum + q, 0) / draws;
  const central = (power: number): number => found.reduce((sum, q) => sum + (q / mean - 1) ** power, 0) / draws;
  return { mean, variance: central(2), skewness: central(3) / central(2) ** 1.5 };
}

function predicted({ inputs, hypernet }: RequestInput): Realised {
  const made = planHyperfan({ kind: "hyperfan", targetShapes: [[2, 2]], inputs, hypernet });
  const { inputs: parts, layers, stack } = drawnNetwork(made, "training");
  return realisedLayers(realisedInput(parts), layers, stack).at(-1)!;
}

describe("the realised second moment of a hidden layer", () => {
  it("of relu units scatters as docs/formulas.md tells: (1 + 2/n)(1 + 5/d)² − 1", () => {
    const { mean, spread } = predicted({ kind: "hyperfan", targetShapes: [], inputs: [{ dim: 8 }], hypernet: { hiddenDims: [100, 100] } });
    expect(mean).toBeCloseTo(1, 12);
    expect(spread.variance).toBeCloseTo(1.25 * 1.05 ** 2 - 1, 12);
  });

  it("forgets its input behind a norm layer", () => {
    const { spread } = predicted({ kind: "hyperfan", targetShapes: [], inputs: [{ dim: 2 }], hypernet: { hiddenDims: [50], norm: "batch" } });
    expect(spread.variance).toBeCloseTo(5 / 50, 12);
  });

  it("scatters more with dropout: E[h⁴]/E[h²]² is 6/keep for relu", () => {
    const { spread, kurtosis } = predicted({ kind: "hyperfan", targetShapes: [], inputs: [{ dim: 8 }], hypernet: { hiddenDims: [40], dropout: 0.5 } });
    expect(kurtosis).toBeCloseTo(12, 9);
    expect(spread.variance).toBeCloseTo(1.25 * (1 + 11 / 40) - 1, 9);
  });

  const cases: readonly (readonly [title: string, inputs: RequestInput["inputs"], hypernet: RequestInput["hypernet"]])[] = [
    ["relu", [{ dim: 8 }], { hiddenDims: [20, 20] }],
    ["tanh", [{ dim: 8 }], { hiddenDims: [20, 20], activation: "tanh" }],
    ["tanh on a short input", [{ dim: 3 }], { hiddenDims: [20], activation: "tanh" }],
    ["sigmoid", [{ dim: 6 }], { hiddenDims: [15, 15], activation: "sigmoid" }],
    ["gelu with a mean", [{ dim: 6, mean: 1 }], { hiddenDims: [20], activation: "gelu" }],
    ["tanh with dropout", [{ dim: 8 }], { hiddenDims: [30], activation: "tanh", dropout: 0.3 }],
    ["softplus, large", [{ dim: 8, variance: 30 }], { hiddenDims: [20], activation: "softplus" }],
  ];

  it.each(cases)("is what is measured over 4000 networks: %s", (_, inputs, hypernet) => {
    const request: RequestInput = { kind: "hyperfan", targetShapes: [], inputs: inputs!, hypernet };
    const measured = sampled(request, 4000, seeded(11));
    const { mean, spread } = predicted(request);
    // Standard errors: of the mean 1 % to 2 %, of the variance 5 %, of the skewness 0.1 where it is small.
    expect(Math.abs(measured.mean / mean - 1)).toBeLessThan(0.05);
    expect(Math.abs(measured.variance / spread.variance - 1)).toBeLessThan(0.2);
    expect(spread.skewness - measured.skewness).toBeLessThan(0.3);
  });
});

/** Mean, spread and kurtosis behind a layer, by the law of total cumulants on a fine grid of inputs. */
function byCumulants({ mean, spread }: Realised, { width, gain }: DrawnLayer, { activation, keep }: HiddenStack): Realised {
  const { value } = activationFunction(activation);
  const step = 0.01;
  const nodes = Array.from({ length: 1601 }, (_, index) => (index - 800) * step).map((z) => {
    const std = Math.sqrt(gain * mean * valueAt(z, spread));
    const square = gaussianMean((x) => value(x) ** 2, std) / keep;
    // A mean over `width` independent units, of the variance and skewness that a gamma variable would have.
    const own = (gaussianMean((x) => value(x) ** 4, std) / keep ** 3 - square ** 2) / width;
    return { weight: (step * Math.exp(-z * z / 2)) / Math.sqrt(2 * Math.PI), square, fourth: own * width + square ** 2, own, third: square === 0 ? 0 : (2 * own ** 2) / square };
  });
  const expected = (of: (node: (typeof nodes)[number]) => number): number => nodes.reduce((total, node) => total + node.weight * of(node), 0);
  const m = expected(({ square }) => square);
  const variance = expected(({ square, own }) => own + (square - m) ** 2);
  const third = expected(({ square, own, third: ofOwn }) => ofOwn + 3 * own * (square - m) + (square - m) ** 3);
  // No skewer than a gamma variable.
  const skewness = Math.min(third / variance ** 1.5, 2 * Math.sqrt(variance) / m);
  return { mean: m, spread: { variance: variance / m ** 2, skewness }, kurtosis: expected(({ fourth }) => fourth) / expected(({ square }) => square ** 2) };
}

describe("a layer of any activation", () => {
  const input: Realised = { mean: 2, spread: { variance: 0.2, skewness: 0.8 }, kurtosis: 3 };
  const stackOf = (name: "tanh" | "sigmoid" | "relu", keep: number): HiddenStack => ({ activation: { name }, keep, normalised: false, layers: [] });

  it.each([
    ["tanh", 1.7, 7, 0.6],
    ["tanh", 0.3, 40, 1],
    ["sigmoid", 2.5, 5, 0.8],
  ] as const)("%s with gain %d, %d units and %d of them kept scatters by the law of total cumulants", (name, gain, width, keep) => {
    const [layer, stack] = [{ width, gain, fanIn: 9, excess: 0, kurtosis: null }, stackOf(name, keep)];
    const [expected, found] = [byCumulants(input, layer, stack), realisedLayers(input, [layer], stack).at(-1)!];
    for (const [a, b] of [[found.mean, expected.mean], [found.spread.variance, expected.spread.variance], [found.spread.skewness, expected.spread.skewness], [found.kurtosis, expected.kurtosis]] as const) {
      expect(Math.abs(a / b - 1)).toBeLessThan(5e-3);
    }
  });

  it("gives what one that is proportional gives, where it is", () => {
    const [layer, stack] = [{ width: 30, gain: 2.5, fanIn: 9, excess: 0 }, stackOf("relu", 0.5)];
    const [, proportional] = realisedLayers(input, [{ ...layer, kurtosis: 12 }], stack);
    const [, general] = realisedLayers(input, [{ ...layer, kurtosis: null }], stack);
    // E[relu²] is half the variance.
    expect(proportional?.mean).toBeCloseTo((2.5 * 2) / 2 / 0.5, 12);
    expect(proportional?.spread.variance).toBeCloseTo(1.2 * (1 + 11 / 30) - 1, 12);
    expect(Math.abs((general?.mean ?? 0) / (proportional?.mean ?? 0) - 1)).toBeLessThan(1e-3);
    expect(Math.abs((general?.spread.variance ?? 0) / (proportional?.spread.variance ?? 0) - 1)).toBeLessThan(1e-2);
  });

  it("takes weights of few uniform terms for flatter than normal ones: E[tanh²] of a pre-activation of kurtosis 3 + excess", () => {
    const certain: Realised = { mean: 1, spread: { variance: 0, skewness: 0 }, kurtosis: 1 };
    const found = realisedLayers(certain, [{ width: 10, gain: 1, fanIn: 1, excess: -1.2, kurtosis: null }], stackOf("tanh", 1)).at(-1)!;
    const density = (x: number): number => 1 + (-1.2 / 24) * (x ** 4 - 6 * x ** 2 + 3);
    expect(found.mean).toBeCloseTo(gaussianMean((x) => Math.tanh(x) ** 2 * density(x), 1), 9);
  });

  it("reads pre-activations of variance 1 behind a norm, whatever the gain", () => {
    const layer = { width: 10, gain: 2.5, fanIn: 9, excess: 0, kurtosis: null };
    const [, found] = realisedLayers(input, [layer], { ...stackOf("tanh", 1), normalised: true });
    expect(found?.mean).toBeCloseTo(gaussianMean((x) => Math.tanh(x) ** 2, 1), 9);
  });

  it("reads nothing where nothing comes in", () => {
    const nothing: Realised = { mean: 0, spread: { variance: 0, skewness: 0 }, kurtosis: 1 };
    for (const normalised of [true, false]) expect(realisedLayers(nothing, [{ width: 10, gain: 2.5, fanIn: 9, excess: 0, kurtosis: null }], { ...stackOf("tanh", 1), normalised }).at(-1)).toEqual(nothing);
  });
});

it("saturation turns the skewness around: a long input can do no more than a middling one", () => {
  const { spread } = predicted({ kind: "hyperfan", targetShapes: [], inputs: [{ dim: 3 }], hypernet: { hiddenDims: [500], activation: "tanh" } });
  expect(spread.skewness).toBeLessThan(-0.5);
});

it("a sum of few uniform terms is flatter than a normal variable, as Σh⁴/(Σh²)² tells", () => {
  // For normal h that is 3/(n + 2) on average; a single term has the kurtosis of its weight.
  expect(excessOfSum(-1.2, 3, 8)).toBeCloseTo((-1.2 * 3) / 10, 12);
  expect(excessOfSum(-1.2, 3, 1)).toBe(-1.2);
});
