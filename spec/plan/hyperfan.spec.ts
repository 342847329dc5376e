import { planHyperfan, type Distribution, type HyperfanPlan, type RequestInput } from "../../src/index.js";
import { full, of } from "../request/requests.js";
import { gaussianMeanBySimpson } from "./simpson.js";

const bound = (distribution: Distribution | undefined): number => (distribution?.type === "uniform" ? distribution.high : NaN);
/** Variance of U(−a, a). */
const varianceOf = (distribution: Distribution | undefined): number => bound(distribution) ** 2 / 3;
const headOf = (request: RequestInput, index = 0): HyperfanPlan["heads"][number] => planHyperfan(request).heads[index]!;

describe("a full plan", () => {
  it("is, for a layer 4 → 3 and a hypernetwork 2 → 5, what is worked out by hand", () => {
    const plan = planHyperfan({
      kind: "hyperfan",
      targetShapes: [[3, 4], [3]],
      paramMeta: [{ name: "weight", layer: 1, label: "fc.weight" }, { name: "bias", layer: 1 }],
      inputs: [{ name: "task", dim: 2 }],
      hypernet: { hiddenDims: [5] },
    });
    // Hidden: 2/fan_in = 1, so that q stays 1. The weight gets 2/(2·4), its head 1/5 of it; the bias 2/2, and 1/5 of it.
    const uniform = (variance: number): object => ({ type: "uniform", low: expect.closeTo(-Math.sqrt(3 * variance), 15) as number, high: expect.closeTo(Math.sqrt(3 * variance), 15) as number });
    const zero = { type: "constant", value: 0 };
    expect(plan).toStrictEqual({
      format: "hyperfan-plan",
      version: 1,
      kind: "hyperfan",
      method: "in",
      conventions: {
        harmonicMean: "harmonic", outputLayerInit: "linear", headSecondMoment: "propagated", biasFanOut: "layer",
        lastChunk: "used", outBias: "clipped", biasSharing: "layer", unknownLayer: "adjacent",
      },
      mainActivation: { name: "relu" },
      hypernet: { activation: { name: "relu" }, norm: "none", dropout: 0 },
      input: { dim: 2, secondMoment: 1, blocks: [{ name: "task", dim: 2, mean: 0, variance: 1, noiseStd: 0 }] },
      hidden: [{ weight: { shape: [5, 2], distribution: uniform(1) }, bias: { shape: [5], distribution: zero }, secondMoment: 1 }],
      heads: [
        {
          tensor: 0, name: "weight", layer: 1, shape: [3, 4], fans: { fanIn: 4, fanOut: 3 }, rows: [0, 12],
          weight: uniform(0.05), bias: zero, intended: { mean: 0, variance: 0.25 }, predicted: { mean: 0, variance: 0.25 }, label: "fc.weight",
        },
        {
          tensor: 1, name: "bias", layer: 1, shape: [3], fans: { fanIn: 4, fanOut: 3 }, rows: [12, 15],
          weight: uniform(0.2), bias: zero, intended: { mean: 0, variance: 1 }, predicted: { mean: 0, variance: 1 },
        },
      ],
      warnings: [],
    });
  });

  it("has its heads in the order of generation, with rows that follow each other", () => {
    const { heads } = planHyperfan({ ...of(["weight", [3, 4]], ["bn_scale", []], ["bias", [3]]), generated: [2, 0, 1] });
    expect(heads.map(({ tensor, rows }) => [tensor, ...rows])).toEqual([[2, 0, 3], [0, 3, 15], [1, 15, 16]]);
  });

  it("reads the input where there is no hidden layer", () => {
    const { hidden, heads } = planHyperfan({ ...full, hypernet: { hiddenDims: [] }, inputs: [{ dim: 8, variance: 4 }] });
    expect(hidden).toEqual([]);
    // 2/(2·4) over 8 entries of second moment 4
    expect(varianceOf(heads[0]?.weight)).toBeCloseTo(0.25 / (8 * 4), 16);
  });

  it("has no biases anywhere in a hypernetwork without them", () => {
    const { hidden, heads } = planHyperfan({ ...full, hypernet: { hiddenDims: [5, 7], useBias: false } });
    expect([...hidden, ...heads].map(({ bias }) => bias)).toEqual([null, null, null, null]);
  });

  it("keeps an activation of a layer's own beside the layer", () => {
    const [weight, bias] = planHyperfan(of(["weight", [3, 4], { activation: "elu" }], ["bias", [3]])).heads;
    expect(weight).toHaveProperty("activation", { name: "elu", alpha: 1 });
    expect(bias).not.toHaveProperty("activation");
  });
});

describe("the input's second moment", () => {
  it("is the mean of variance, squared mean and squared noise over all entries", () => {
    const inputs = [{ dim: 8, variance: 0.25, mean: -0.5, noiseStd: 0.5 }, { dim: 2, variance: 1 }];
    // (8·(0.25 + 0.25 + 0.25) + 2·1)/10
    expect(planHyperfan({ ...full, inputs }).input).toEqual({
      dim: 10,
      secondMoment: expect.closeTo(0.8, 15),
      blocks: [{ name: "input", dim: 8, mean: -0.5, variance: 0.25, noiseStd: 0.5 }, { name: "input", dim: 2, mean: 0, variance: 1, noiseStd: 0 }],
    });
  });

  it("may come from means alone", () => {
    expect(headOf({ ...full, inputs: [{ dim: 8, variance: 0, mean: 1 }] })).toEqual(headOf(full));
  });
});

describe("hidden layers", () => {
  const hiddenOf = (hypernet: RequestInput["hypernet"]): HyperfanPlan["hidden"] => planHyperfan({ ...full, hypernet }).hidden;

  it.each([
    ["matched", 2],
    ["kaiming", 2],
    ["xavier", 1],
  ] as const)("of a relu network have, initialised as %s, variance %d over their fan-in", (hiddenInit, gain) => {
    const [first, second] = hiddenOf({ hiddenDims: [10, 20], hiddenInit });
    expect(first?.weight.shape).toEqual([10, 8]);
    expect(second?.weight.shape).toEqual([20, 10]);
    expect(varianceOf(first?.weight.distribution)).toBeCloseTo(gain / 8, 15);
    expect(varianceOf(second?.weight.distribution)).toBeCloseTo(gain / 10, 15);
    // relu halves: 1 · gain/2 in each layer
    expect([first?.secondMoment, second?.secondMoment]).toEqual([gain / 2, gain ** 2 / 4]);
  });

  it("keep a second moment of S_φ(1) from 1 on where their gain is matched to a tanh", () => {
    // S_tanh(1) = 0.39429449 by quadrature
    const [first] = hiddenOf({ hiddenDims: [10], activation: "tanh" });
    expect(varianceOf(first?.weight.distribution)).toBeCloseTo(1 / 0.39429449 / 8, 8);
    const gain = 1 / gaussianMeanBySimpson((g) => Math.tanh(g) ** 2);
    expect(first?.secondMoment).toBeCloseTo(gaussianMeanBySimpson((g) => Math.tanh(Math.sqrt(gain) * g) ** 2), 12);
  });

  it("stay without one behind a norm layer, which has nothing to scale", () => {
    const { hidden } = planHyperfan({ ...of(["bn_scale", [3]]), inputs: [{ dim: 8, variance: 0 }], hypernet: { hiddenDims: [5], norm: "layer" } });
    expect(hidden[0]?.secondMoment).toBe(0);
  });

  it("have a second moment of ½ behind a norm layer and relu, whatever the input", () => {
    for (const norm of ["batch", "layer"] as const) {
      expect(hiddenOf({ hiddenDims: [10, 20], norm }).map(({ secondMoment }) => secondMoment)).toEqual([0.5, 0.5]);
    }
  });

  it("have 1/(1 − p) times the second moment behind dropout", () => {
    expect(hiddenOf({ hiddenDims: [10, 20], dropout: 0.5 }).map(({ secondMoment }) => secondMoment)).toEqual([2, 4]);
    expect(headOf({ ...full, hypernet: { hiddenDims: [10, 20], dropout: 0.5 } }).predicted.variance).toBeCloseTo(0.25, 15);
  });
});

describe("the last second moment", () => {
  it("is, under the reference's convention, that of the input, but 1 behind batch norm", () => {
    const ratioOf = (hypernet: RequestInput["hypernet"]): number => {
      const { intended, predicted } = headOf({ ...full, inputs: [{ dim: 8, variance: 4 }], hypernet, conventions: { headSecondMoment: "input" } });
      return predicted.variance / (intended?.variance ?? NaN);
    };
    expect(ratioOf({ hiddenDims: [5] })).toBeCloseTo(1, 14);
    expect(ratioOf({ hiddenDims: [5], norm: "batch" })).toBeCloseTo(0.5, 14);
    expect(ratioOf({ hiddenDims: [5], norm: "layer" })).toBeCloseTo(0.125, 14);
    expect(ratioOf({ hiddenDims: [], norm: "batch" })).toBeCloseTo(1, 14);
  });
});

describe("what a method intends", () => {
  const intended = (request: RequestInput, index = 0): number | undefined => planHyperfan(request).heads[index]?.intended?.variance;
  // 784 → 300 with a bias, relu: gains 2
  const dense = of(["weight", [300, 784], { layer: 1 }], ["bias", [300], { layer: 1 }]);
  const conv = of(["weight", [64, 3, 3, 3], { layer: 1 }], ["bias", [64], { layer: 1 }]);

  it.each([
    ["in", dense, 2 / (2 * 784), 1],
    ["out", dense, 2 / 300, 0],
    ["harmonic", dense, 2 / (784 + 150), 0],
    ["in", conv, 2 / (2 * 27), 1],
    ["out", conv, 2 / 576, 2 * 0.953125],
    ["harmonic", conv, 2 / (27 + 288), 2 / (1 + 1 / (2 * 0.953125))],
  ] as const)("by %s is the formula's variance for weight and bias (%#)", (method, request, weight, bias) => {
    expect(intended({ ...request, method }, 0)).toBeCloseTo(weight, 15);
    expect(intended({ ...request, method }, 1)).toBeCloseTo(bias, 14);
  });

  it("takes the gains of the main network's activation: 1/E[φ(g)²] forward, 1/E[φ′(g)²] backward", () => {
    const forward = gaussianMeanBySimpson((g) => Math.tanh(g) ** 2);
    const backward = gaussianMeanBySimpson((g) => Math.cosh(g) ** -4);
    const weight = of(["weight", [3, 4]]);
    expect(intended({ ...weight, mainActivation: "tanh" })).toBeCloseTo(1 / forward / 4, 13);
    expect(intended({ ...weight, mainActivation: "tanh", method: "out" })).toBeCloseTo(1 / backward / 3, 13);
    expect(intended({ ...weight, mainActivation: "linear" })).toBe(1 / 4);
    expect(intended({ ...weight, mainActivation: { name: "leaky_relu", negativeSlope: 1 } })).toBe(1 / 4);
    expect(intended({ ...weight, mainActivation: "linear", paramMeta: [{ name: "weight", activation: "relu" }] })).toBe(2 / 4);
  });

  it("takes a weight's fans from groups, transposition, parts and layout", () => {
    expect(intended(of(["weight", [64, 8, 3, 3], { groups: 8 }]))).toBe(2 / 72);
    expect(intended({ ...of(["weight", [64, 8, 3, 3], { groups: 8 }]), method: "out" })).toBe(2 / 72);
    expect(intended(of(["weight", [64, 32, 4, 4], { transposed: true }]))).toBe(2 / 1024);
    expect(intended({ ...of(["weight", [1536, 512], { parts: 3 }]), method: "out" })).toBe(2 / 512);
    expect(intended(of(["weight", [3, 3, 3, 64], { layout: "HWIO" }]))).toBe(2 / 27);
    expect(intended(of(["weight", [5], { fanIn: 2.5, fanOut: 7 }]))).toBe(2 / 2.5);
  });

  it("is the caller's variance in place of the method's, by name or by tensor", () => {
    expect(intended({ ...dense, targetVariances: { bias: 0.5 } }, 1)).toBe(0.5);
    expect(intended({ ...dense, targetVariances: { bias: 0.5 } }, 0)).toBe(2 / (2 * 784));
    expect(intended({ ...dense, targetVariances: [0.25, null] }, 0)).toBe(0.25);
    expect(headOf({ ...dense, targetVariances: [0.25, null] }).predicted.variance).toBeCloseTo(0.25, 15);
  });

  it("may be the variance zero: a head of zeros", () => {
    expect(headOf({ ...dense, targetVariances: [0, null] })).toMatchObject({ weight: { type: "constant", value: 0 }, intended: { variance: 0 }, predicted: { variance: 0 } });
  });
});

describe("tensors that the head bias generates", () => {
  it.each([
    ["bn_scale", { type: "constant", value: 1 }, { mean: 1, variance: 0 }],
    ["bn_shift", { type: "constant", value: 0 }, { mean: 0, variance: 0 }],
    ["cm_scale", { type: "constant", value: 1 }, { mean: 1, variance: 0 }],
    ["cm_shift", { type: "constant", value: 0 }, { mean: 0, variance: 0 }],
    ["embedding", { type: "uniform", low: -Math.sqrt(3), high: Math.sqrt(3) }, { mean: 0, variance: 1 }],
  ])("have weights of zero and no fans, as %s", (name, bias, moments) => {
    expect(headOf(of([name, [7, 2]]))).toMatchObject({ weight: { type: "constant", value: 0 }, bias, fans: null, intended: moments, predicted: moments });
  });

  it("may be scalars", () => {
    expect(headOf(of(["bn_scale", []]))).toMatchObject({ shape: [], rows: [0, 1], predicted: { mean: 1, variance: 0 } });
  });

  it("are spread about their mean by a target variance", () => {
    expect(headOf({ ...of(["bn_scale", [7]]), targetVariances: { bn_scale: 1 / 3 } })).toMatchObject({
      bias: { type: "uniform", low: expect.closeTo(0, 15) as number, high: expect.closeTo(2, 15) as number },
      intended: { mean: 1, variance: 1 / 3 },
      predicted: { mean: 1, variance: 1 / 3 },
    });
  });
});

describe("an overridden head", () => {
  const override = { weightMean: 0.1, weightVariance: 0.01, biasMean: 2, biasVariance: 3 };

  it("is drawn as given: mean ± √(3·variance), and nothing is intended", () => {
    const head = headOf({ ...full, headOverrides: { weight: override } });
    expect(head).toMatchObject({
      weight: { type: "uniform", low: expect.closeTo(0.1 - Math.sqrt(0.03), 15) as number, high: expect.closeTo(0.1 + Math.sqrt(0.03), 15) as number },
      bias: { type: "uniform", low: expect.closeTo(-1, 15) as number, high: expect.closeTo(5, 15) as number },
      intended: null,
    });
  });

  it("is a constant where its variance is zero", () => {
    expect(headOf({ ...full, headOverrides: [{ weightMean: 1, weightVariance: 0, biasMean: -2, biasVariance: 0 }, null] })).toMatchObject({ weight: { type: "constant", value: 1 }, bias: { type: "constant", value: -2 } });
  });

  it("of weights with a mean is predicted from the mean and variance of the last layer", () => {
    // One relu layer of 10 with matched gain: z ~ N(0, 2), E[relu(z)] = √(2/2π), E[relu(z)²] = 1.
    const mean = Math.sqrt(1 / Math.PI);
    const { predicted } = headOf({ ...full, hypernet: { hiddenDims: [10] }, headOverrides: { weight: override } });
    expect(predicted.mean).toBeCloseTo(10 * 0.1 * mean + 2, 12);
    expect(predicted.variance).toBeCloseTo(10 * 0.01 * 1 + 0.1 ** 2 * 10 * (1 - mean ** 2) + 3, 12);
  });

  it("is predicted from the input blocks where there is no hidden layer", () => {
    const inputs = [{ dim: 4, variance: 0.5, mean: 3, noiseStd: 1 }, { dim: 2 }];
    const { predicted } = headOf({ ...full, inputs, hypernet: { hiddenDims: [] }, headOverrides: { weight: override } });
    // Σ means 12, Σ variances 4·1.5 + 2; Σ second moments 4·10.5 + 2
    expect(predicted.mean).toBeCloseTo(0.1 * 12 + 2, 12);
    expect(predicted.variance).toBeCloseTo(0.01 * 44 + 0.01 * 8 + 3, 12);
  });

  it("changes the others not at all", () => {
    expect(headOf({ ...full, headOverrides: { weight: override } }, 1)).toEqual(headOf(full, 1));
  });

  it("of another name takes single fields", () => {
    expect(headOf({ ...of(["bn_scale", [3]]), headOverrides: { bn_scale: { biasVariance: 3 } } }).bias).toEqual({ type: "uniform", low: expect.closeTo(-2, 15) as number, high: expect.closeTo(4, 15) as number });
  });

  it("of a weight that is incomplete is as if it were not there", () => {
    expect(headOf({ ...full, headOverrides: { weight: { weightMean: 1, weightVariance: 1, biasMean: 1 } } })).toEqual(headOf(full));
  });

  it("may be of a name without a rule, of which nothing else is known", () => {
    expect(headOf({ ...of(["gate", [3]]), headOverrides: { gate: { biasMean: 4 } } })).toMatchObject({
      name: "gate", fans: null, intended: null, weight: { type: "constant", value: 0 }, bias: { type: "constant", value: 4 }, predicted: { mean: 4, variance: 0 },
    });
  });
});
