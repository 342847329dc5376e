import { planChunkedHyperfan, planHyperfan, type Plan, type RequestInput } from "../../src/index.js";
import { evaluate } from "../../src/hypernetwork/program.js";
import type { Mode } from "../../src/hypernetwork/trunk.js";
import { modesDiffer } from "../../src/kinds/common.js";
import { kindOf } from "../../src/kinds/index.js";
import type { Moments } from "../../src/hypernetwork/distribution.js";
import { chunked, full } from "../request/requests.js";

const predicted = (plan: Plan, mode: Mode): readonly Moments[] => evaluate(kindOf(plan).program(plan, mode)).tensors;

/** What becomes of the first tensor's variance in evaluation, of what it is in training. */
function evaluationRatio(more: Partial<RequestInput>): number {
  const plan = planHyperfan({ ...full, ...more });
  return (predicted(plan, "evaluation")[0]?.variance ?? NaN) / (predicted(plan, "training")[0]?.variance ?? NaN);
}

describe("the program of a plan", () => {
  it("repeats in training what the plan predicts", () => {
    const hypernets = [{ hiddenDims: [9, 7], dropout: 0.3, activation: "tanh" }, { norm: "batch" }, { norm: "layer" }, { useBias: false }] as const;
    const inputs = [{ dim: 8, variance: 4 }];
    for (const plan of [...hypernets.map((hypernet) => planHyperfan({ ...full, inputs, hypernet })), planChunkedHyperfan(chunked)]) {
      const stated = (plan.kind === "hyperfan" ? plan.heads : plan.tensors).map((entry) => entry.predicted);
      predicted(plan, "training").forEach(({ mean, variance }, index) => {
        expect(mean).toBe(stated[index]?.mean);
        expect(variance).toBeCloseTo(stated[index]?.variance ?? NaN, 12);
      });
    }
  });

  it("has a quarter of the variance in evaluation, behind two layers of dropout ½", () => {
    expect(evaluationRatio({ hypernet: { hiddenDims: [9, 7], dropout: 0.5 } })).toBeCloseTo(0.25, 12);
  });

  it("has no noise in evaluation", () => {
    // Second moments 1 + 0.5² and 1
    expect(evaluationRatio({ inputs: [{ dim: 8, noiseStd: 0.5 }] })).toBeCloseTo(1 / 1.25, 12);
  });

  it("does not normalise over the batch in evaluation, when running statistics are still 0 and 1", () => {
    // relu halves: behind the norm ½, without it 4·2/2 in each of the two layers
    expect(evaluationRatio({ hypernet: { hiddenDims: [9, 7], norm: "batch" }, inputs: [{ dim: 8, variance: 4 }] })).toBeCloseTo(4 / 0.5, 12);
  });

  it("normalises layers in both modes", () => {
    expect(evaluationRatio({ hypernet: { hiddenDims: [9, 7], norm: "layer" }, inputs: [{ dim: 8, variance: 4 }] })).toBeCloseTo(1, 12);
  });

  it("tells each tensor of a chunked plan its scale and offset", () => {
    const plan = planChunkedHyperfan({ ...chunked, chunking: { size: 5, strategy: "per-tensor-scale" }, targetVariances: { weight: 4, bias: 0.25 } });
    expect(predicted(plan, "training").map(({ variance }) => variance)).toEqual([expect.closeTo(4, 12), expect.closeTo(0.25, 12)]);
  });
});

describe("modesDiffer", () => {
  const differ = (more: Partial<RequestInput>): boolean => modesDiffer(planHyperfan({ ...full, ...more }));

  it("tells whether training and evaluation differ", () => {
    expect(differ({})).toBe(false);
    expect(differ({ hypernet: { dropout: 0.1 } })).toBe(true);
    expect(differ({ hypernet: { norm: "batch" } })).toBe(true);
    expect(differ({ hypernet: { norm: "layer" } })).toBe(false);
    expect(differ({ inputs: [{ dim: 8 }, { dim: 8, noiseStd: 0.1 }] })).toBe(true);
  });

  it("knows that dropout and batch norm are between hidden layers only", () => {
    expect(differ({ hypernet: { hiddenDims: [], dropout: 0.1, norm: "batch" } })).toBe(false);
  });
});
