import { checkPlan, plan, planChunkedHyperfan, planHyperfan, type Plan, type PlanCheck, type RequestInput } from "../../src/index.js";
import { growth } from "../growth.js";

const dense: RequestInput = {
  kind: "hyperfan",
  targetShapes: [[300, 784], [300], [10, 300], [10]],
  paramMeta: [{ name: "weight", layer: 1, label: "first" }, { name: "bias", layer: 1 }, { name: "weight", layer: 2 }, { name: "bias", layer: 2 }],
  inputs: [{ dim: 8 }],
};

const ratiosOf = ({ tensors }: PlanCheck): readonly (number | null)[] => tensors.map(({ training }) => training.ratio);

describe("checkPlan", () => {
  it("finds a plan without defects on intent, tensor by tensor", () => {
    const check = checkPlan(planHyperfan(dense));
    expect(check).toMatchObject({ format: "hyperfan-check", version: 1, kind: "hyperfan", verdict: "fine", modesDiffer: false, chunks: null, gate: null });
    expect(check.tensors).toEqual([
      expect.objectContaining({ tensor: 0, label: "first", name: "weight", layer: 1, shape: [300, 784], verdict: "fine", off: [], evaluation: null }),
      expect.objectContaining({ tensor: 1, name: "bias", intended: { mean: 0, std: 1 } }),
      expect.objectContaining({ tensor: 2 }),
      expect.objectContaining({ tensor: 3 }),
    ]);
    expect(check.tensors.map((tensor) => "label" in tensor)).toEqual([true, false, false, false]);
    expect(check.layers.map((layer) => "label" in layer)).toEqual([true, false]);
    expect(check.layers).toMatchObject([
      { weight: 0, biases: [1], label: "first", layer: 1, fanIn: 784, fanOut: 300, activation: { name: "relu" }, verdict: "fine" },
      { weight: 2, biases: [3], layer: 2, fanIn: 300, fanOut: 10, evaluation: null },
    ]);
    for (const ratio of ratiosOf(check)) expect(ratio).toBeCloseTo(1, 12);
  });

  it("shows the defects that a preset repeats: half the standard deviation behind two xavier layers", () => {
    const made = planHyperfan({ ...dense, hypernet: { hiddenInit: "xavier" }, conventions: "hypnettorch" });
    const check = checkPlan(made);
    expect(check.verdict).toBe("off-intent");
    for (const ratio of ratiosOf(check)) expect(ratio).toBeCloseTo(0.5, 12);
    expect(check.tensors.every(({ off }) => off.length === 1 && off[0] === "std")).toBe(true);
    // A layer is as its worst tensor is, though signals are fine.
    expect(check.layers.map(({ training, verdict }) => [training.forward.verdict, verdict])).toEqual([["fine", "off-intent"], ["fine", "off-intent"]]);
  });

  it("reads predictions off the plan's distributions, not off what it says that it predicts", () => {
    const made = planHyperfan(dense);
    const edited = { ...made, heads: made.heads.map((head) => ({ ...head, weight: { type: "normal", mean: 0, std: 0 } })) };
    expect(checkPlan(edited).tensors.map(({ training }) => training.std)).toEqual([0, 0, 0, 0]);
  });

  it("takes plain data, changes nothing, and answers the same twice", () => {
    const made: unknown = JSON.parse(JSON.stringify(planHyperfan(dense)));
    const before = JSON.stringify(made);
    expect(checkPlan(made)).toEqual(checkPlan(planHyperfan(dense)));
    expect(JSON.stringify(made)).toBe(before);
  });

  it("refuses what is no plan, by a typed error", () => {
    expect(() => checkPlan({ format: "hyperfan-plan" })).toThrow(expect.objectContaining({ code: "invalid-plan" }));
    expect(() => checkPlan(undefined)).toThrow(expect.objectContaining({ code: "invalid-plan" }));
  });
});

describe("maxRatio", () => {
  const xavier = planHyperfan({ ...dense, hypernet: { hiddenDims: [100], hiddenInit: "xavier" }, conventions: "hypnettorch" });

  it("names the tensors whose ratio or its inverse is above it", () => {
    // 1/√2 of the standard deviation.
    expect(checkPlan(xavier, { maxRatio: 1.41 }).gate).toEqual({ maxRatio: 1.41, outside: [0, 1, 2, 3] });
    expect(checkPlan(xavier, { maxRatio: 1.415 }).gate).toEqual({ maxRatio: 1.415, outside: [] });
    expect(checkPlan(planHyperfan(dense), { maxRatio: 1.000001 }).gate?.outside).toEqual([]);
  });

  it("lets overridden tensors pass, and what should not vary only as long as it does not", () => {
    const { heads, ...rest } = planHyperfan({ ...dense, method: "out", headOverrides: { weight: { weightMean: 0, weightVariance: 9, biasMean: 0, biasVariance: 0 } } });
    expect(heads.map(({ intended }) => intended?.variance ?? null)).toEqual([null, 0, null, 0]);
    expect(checkPlan({ ...rest, heads }, { maxRatio: 1 }).gate?.outside).toEqual([]);
    const varied = heads.map((head) => (head.name === "bias" ? { ...head, bias: { type: "normal", mean: 0, std: 0.1 } } : head));
    expect(checkPlan({ ...rest, heads: varied }, { maxRatio: 100 }).gate?.outside).toEqual([1, 3]);
  });
});

describe("both modes", () => {
  const dropping = { ...dense, hypernet: { hiddenDims: [50, 50], dropout: 0.5 } };

  it("stand side by side where they differ: dropout 0.5 behind two layers leaves half the standard deviation", () => {
    const check = checkPlan(planHyperfan(dropping));
    expect(check.modesDiffer).toBe(true);
    for (const { training, evaluation } of check.tensors) {
      expect(training.ratio).toBeCloseTo(1, 12);
      expect(evaluation?.ratio).toBeCloseTo(0.5, 12);
    }
    expect(check.layers[0]?.evaluation?.forward.gain).toBeCloseTo(0.25, 12);
    expect(check.verdict).toBe("fine");
    expect(check.notes.map(({ code }) => code)).toEqual(["evaluation-off-intent"]);
    expect(check.notes[0]?.message).toBe("In evaluation 4 tensors that are on intent in training are off it, because of dropout.");
  });

  it("name all their causes", () => {
    const noisy = { ...dense, inputs: [{ dim: 8, noiseStd: 3 }], hypernet: { hiddenDims: [50], dropout: 0.2 } };
    expect(checkPlan(planHyperfan(noisy)).notes[0]?.message).toMatch(/because of dropout and noise on the inputs\.$/u);
    expect(checkPlan(planHyperfan({ ...dense, hypernet: { norm: "batch", activation: "tanh", hiddenInit: "xavier", hiddenDims: [9, 9, 9, 9] } })).notes[0]?.message).toMatch(/because of batch norm\.$/u);
  });

  it("need no note where evaluation stays on intent", () => {
    const check = checkPlan(planHyperfan({ ...dense, hypernet: { hiddenDims: [50], dropout: 0.1 } }));
    expect(check.modesDiffer).toBe(true);
    expect(check.notes).toEqual([]);
  });
});

describe("tensors", () => {
  it("that a caller overrode have nothing to be judged by", () => {
    const check = checkPlan(planHyperfan({ ...dense, headOverrides: { bias: { weightMean: 0, weightVariance: 0, biasMean: 2, biasVariance: 0 } } }));
    expect(check.tensors[1]).toMatchObject({ intended: null, training: { mean: 2, std: 0, ratio: null }, verdict: null, off: [] });
    expect(check.verdict).toBe("fine");
  });

  it("are off their intent by a mean alone: scales that chunks cannot centre at 1", () => {
    const made = planChunkedHyperfan({
      kind: "chunked-hyperfan", targetShapes: [[1000]], paramMeta: [{ name: "bn_scale" }], inputs: [{ dim: 8, variance: 0.01 }], chunking: { size: 100 },
    });
    expect(checkPlan(made).tensors[0]).toMatchObject({ intended: { mean: 1, std: 1 }, training: { mean: 0 }, verdict: "off-intent", off: ["mean"] });
    expect(checkPlan(made).tensors[0]?.training.ratio).toBeCloseTo(1, 9);
  });

  it("are on intent with the mean that they should have", () => {
    const made = planHyperfan({ ...dense, targetShapes: [[10]], paramMeta: [{ name: "bn_scale" }] });
    expect(checkPlan(made).tensors[0]).toMatchObject({ intended: { mean: 1, std: 0 }, training: { mean: 1 }, verdict: "fine", off: [] });
  });

  it("may be off by the square root of 2 either way, and no further", () => {
    const scaled = (factor: number): PlanCheck => {
      const { heads, ...rest } = planHyperfan(dense);
      return checkPlan({ ...rest, heads: heads.map((head) => ({ ...head, intended: head.intended === null ? null : { mean: 0, variance: head.intended.variance * factor } })) });
    };
    expect(scaled(1.99).verdict).toBe("fine");
    expect(scaled(1 / 1.99).verdict).toBe("fine");
    expect(scaled(2.01).verdict).toBe("off-intent");
    expect(scaled(1 / 2.01).verdict).toBe("off-intent");
  });
});

describe("layers", () => {
  it("take their own activation before the network's", () => {
    const paramMeta = [{ name: "weight", layer: 1, activation: "linear" as const }, { name: "bias", layer: 1 }, { name: "weight", layer: 2 }, { name: "bias", layer: 2 }];
    const { layers } = checkPlan(planHyperfan({ ...dense, paramMeta, mainActivation: "tanh" }));
    expect(layers.map(({ activation }) => activation.name)).toEqual(["linear", "tanh"]);
    // Forward: all of the second moment behind linear, that of tanh behind tanh.
    expect(layers[0]?.training.forward.gain).toBeCloseTo(1, 12);
    expect(layers[1]?.training.forward.gain).toBeLessThan(0.99);
  });
});

describe("numbers", () => {
  const finite = (value: unknown): boolean => {
    if (typeof value === "number") return Number.isFinite(value);
    return typeof value !== "object" || value === null || Object.values(value).every(finite);
  };

  it("stay finite when a plan of unknown origin holds distributions that leave the doubles", () => {
    const { hidden, heads, ...rest } = planHyperfan(dense);
    const wild = { type: "uniform", low: -1e308, high: 1e308 };
    const check = checkPlan({ ...rest, hidden: hidden.map((layer) => ({ ...layer, weight: { ...layer.weight, distribution: wild } })), heads: heads.map((head) => ({ ...head, weight: wild })) }, { maxRatio: 2 });
    expect(finite(check)).toBe(true);
    expect(check.verdict).toBe("explodes");
  });

  it("stay finite when nothing is generated at all", () => {
    const { heads, ...rest } = planHyperfan(dense);
    const nothing = { type: "constant", value: 0 };
    const check = checkPlan({ ...rest, heads: heads.map((head) => ({ ...head, weight: nothing, bias: nothing })) });
    expect(finite(check)).toBe(true);
    expect(check.verdict).toBe("vanishes");
    expect(check.layers.map(({ training }) => training.forward)).toEqual([{ gain: 0, product: 0, verdict: "vanishes" }, { gain: null, product: 0, verdict: "vanishes" }]);
  });
});

describe("the time to check a plan", () => {
  const planned = (count: number): Plan => plan({
    kind: "hyperfan",
    targetShapes: Array.from({ length: 2 * count }, (_, index) => (index % 2 === 0 ? [20, 20] : [20])),
    paramMeta: Array.from({ length: 2 * count }, (_, index) => ({ name: index % 2 === 0 ? "weight" : "bias", layer: Math.floor(index / 2) })),
    inputs: [{ dim: 8 }],
    method: "out",
  });

  /** Least processor time of a few checks. */
  const checked = (count: number) => {
    const made = planned(count);
    return (): void => {
      const { layers } = checkPlan(made);
      expect(layers).toHaveLength(count);
      expect(layers[0]?.training.backward.product).toBeCloseTo(1, 6);
    };
  };

  it("grows with the number of tensors, not with its square", () => {
    // Between 6, and 36 for the square.
    expect(growth(checked(1000), checked(6000), 18)).toBeLessThan(18);
  });
});
