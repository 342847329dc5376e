import { describe, expect, it } from "@jest/globals";
import { checkPlan, expandChunks, parsePlan, plan, planChunkedHyperfan, planHyperfan, type ChunkedHyperfanPlan, type RequestInput } from "../../src/index.js";
import { planIssuesOf } from "../request/issues-of.js";
import { chunked, full, of } from "../request/requests.js";

const codesOf = (request: RequestInput): readonly string[] => planIssuesOf(request).map(({ pointer, code }) => `${pointer} ${code}`);
const warningsOf = (request: RequestInput): readonly string[] => plan(request).warnings.map(({ code }) => code);

describe("shares of the input", () => {
  const large: RequestInput = { kind: "chunked-hyperfan", targetShapes: [[4, 4]], inputs: [{ dim: 64, variance: 1e307 }], chunking: { size: 4 }, hypernet: { hiddenDims: [4], activation: "tanh" } };

  it("do not overflow in a check of a plan whose inputs are as large as doubles allow", () => {
    const made = planChunkedHyperfan(large);
    const [tensor] = checkPlan(made).tensors;
    expect(tensor?.training.std).toBeCloseTo(Math.sqrt(made.tensors[0]?.predicted.variance ?? NaN), 12);
    expect(checkPlan(made).verdict).not.toBe("explodes");
  });

  it("do not overflow in remedies, which never multiply by 0", () => {
    const made = plan({ ...large, inputs: [{ dim: 4e8, variance: 1e300 }], hypernet: { hiddenDims: [4] } });
    const clipped = made.warnings.find(({ code }) => code === "chunk-variance-clipped");
    const [{ gain }] = (clipped?.["remedies"] ?? [{}]) as unknown as readonly [{ readonly gain: number }];
    expect(gain).toBeGreaterThan(1e-302);
    expect(plan({ ...large, inputs: [{ dim: 4e8, variance: 1e300 }], hypernet: { hiddenDims: [4] }, chunking: { size: 4, strategy: "rescale" } })).toMatchObject({ output: { gain } });
  });
});

describe("gains that are lost", () => {
  const steep = [{ name: "elu", alpha: 1e160 }, { name: "leaky_relu", negativeSlope: 1e155 }] as const;

  it.each(steep)("of $name in the main network are an underflow, not a variance of 0", (mainActivation) => {
    expect(codesOf({ ...full, mainActivation })).toContain("/targetShapes/0 underflow");
    expect(codesOf({ ...chunked, mainActivation })).toContain("/targetShapes/0 underflow");
    expect(() => plan({ ...full, mainActivation, targetVariances: { weight: 0.1, bias: 0.1 } })).not.toThrow();
  });

  it.each(steep)("of $name in the hypernetwork are an underflow of its hidden layers", (activation) => {
    for (const request of [full, chunked]) expect(codesOf({ ...request, hypernet: { hiddenDims: [4], activation } })).toEqual(["/hypernet/activation underflow"]);
  });

  it("of an embedding whose second moment no double holds are an underflow, and not called reachable", () => {
    const request: RequestInput = { ...chunked, inputs: [], chunking: { size: 4, perCondition: true, minVariance: 0 }, hypernet: { hiddenDims: [4], activation: { name: "elu", alpha: 1e100 } }, targetVariances: { weight: 1e-300, bias: 1e-300 } };
    expect(codesOf(request)).toEqual(["/targetShapes underflow"]);
  });

  it("of a head whose variance has lost digits are an underflow", () => {
    expect(codesOf({ ...full, targetVariances: { weight: 1e-307 }, inputs: [{ dim: 8, variance: 1e10 }] })).toEqual(["/targetShapes/0 underflow"]);
  });
});

describe("a spread around a mean", () => {
  const scale = of(["weight", [3, 4]], ["bn_scale", [3]]);

  it("that rounding takes away is predicted as it is, with a warning", () => {
    const made = planHyperfan({ ...scale, targetVariances: { bn_scale: 1e-34 } });
    expect(made.heads[1]).toMatchObject({ bias: { low: 1, high: 1 }, intended: { variance: 1e-34 }, predicted: { mean: 1, variance: 0 } });
    expect(made.warnings).toContainEqual(expect.objectContaining({ code: "bounds-rounded", tensors: [1] }));
  });

  it("that rounding changes is predicted from the bounds", () => {
    const { heads } = planHyperfan({ ...scale, targetVariances: { bn_scale: 3e-31 } });
    const { bias, predicted } = heads[1] ?? {};
    if (bias?.type !== "uniform") throw new Error("no bounds");
    expect(predicted?.variance).toBeCloseTo((bias.high - bias.low) ** 2 / 12, 40);
    expect(predicted?.variance).not.toBe(3e-31);
  });

  it("that survives is as it was asked for, without a warning", () => {
    const request: RequestInput = { ...scale, targetVariances: { bn_scale: 0.01 } };
    expect(planHyperfan(request).heads[1]?.predicted.variance).toBe(0.01);
    expect(warningsOf(request)).not.toContain("bounds-rounded");
  });
});

describe("heads without weights", () => {
  it("are told of when there are no others: nothing depends on the input", () => {
    expect(warningsOf({ ...of(["bn_scale", [3]], ["embedding", [5, 2]]), targetVariances: { bn_scale: 0.1 } })).toContain("output-ignores-input");
    expect(warningsOf({ ...full, headOverrides: { weight: { weightMean: 0, weightVariance: 0, biasMean: 1, biasVariance: 1 }, bias: { weightMean: 0, weightVariance: 0, biasMean: 1, biasVariance: 0 } } })).toContain("output-ignores-input");
  });

  it("are not told of beside one that has weights", () => {
    expect(warningsOf(of(["weight", [3, 4]], ["bn_scale", [3]]))).not.toContain("output-ignores-input");
    expect(warningsOf({ ...full, headOverrides: { weight: { weightMean: 0.1, weightVariance: 0, biasMean: 1, biasVariance: 1 } } })).not.toContain("output-ignores-input");
  });
});

describe("what is no plan", () => {
  it.each([undefined, null, 5, {}, [], planHyperfan(full), { chunks: { runs: 5 } }])("has no chunks to expand, by a typed error (%#)", (given) => {
    expect(() => expandChunks(given as unknown as ChunkedHyperfanPlan)).toThrow(expect.objectContaining({ code: "invalid-plan" }));
  });

  it("has bounds the wrong way round", () => {
    const { heads, ...rest } = planHyperfan(full);
    const turned = { ...rest, heads: heads.map((head) => ({ ...head, weight: { type: "uniform", low: 1, high: -1 } })) };
    expect(() => parsePlan(turned)).toThrow(expect.objectContaining({ issues: expect.arrayContaining([expect.objectContaining({ pointer: "/heads/0/weight" })]) as unknown }));
  });
});
