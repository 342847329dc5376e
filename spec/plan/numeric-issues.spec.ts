import { planHyperfan, type RequestInput } from "../../src/index.js";
import { chunked, full, of } from "../request/requests.js";
import { planIssuesOf } from "../request/issues-of.js";

const ZERO = { pointer: "/inputs", code: "zero-second-moment", message: "The second moment of what reaches the output layer is 0, so all that it generates would be constant. Give at least one input block a non-zero variance or mean that does not underflow." };
const OVERFLOW = { pointer: "/inputs", code: "overflow", message: "The second moment of the inputs is too large for double precision. Use smaller variances, means and noise." };

/** A layer that narrows: by fan-out its bias has no variance. */
const narrowing = of(["weight", [3, 4], { layer: 1 }], ["bias", [3], { layer: 1, label: "fc.bias" }]);

describe("numbers that cannot be planned with", () => {
  it("are inputs without a second moment", () => {
    expect(planIssuesOf({ ...full, inputs: [{ dim: 8, variance: 0 }] })).toEqual([ZERO]);
    expect(planIssuesOf({ ...of(["bn_scale", [3]], ["weight", [3, 4]]), inputs: [{ dim: 8, variance: 0 }] })).toEqual([ZERO]);
    // The square underflows.
    expect(planIssuesOf({ ...full, inputs: [{ dim: 8, variance: 0, mean: 1e-200 }] })).toEqual([ZERO]);
  });

  it("are not inputs without a second moment where every head is made by its bias", () => {
    expect(() => planIssuesOf({ ...of(["bn_scale", [3]], ["embedding", [3]]), inputs: [{ dim: 8, variance: 0 }] })).toThrow("nothing was thrown");
  });

  it("are inputs whose second moment overflows", () => {
    expect(planIssuesOf({ ...full, inputs: [{ dim: 8, mean: 1e200 }] })).toEqual([OVERFLOW]);
    expect(planIssuesOf({ ...full, inputs: [{ dim: 8, noiseStd: 1e200 }] })).toEqual([OVERFLOW]);
    expect(planIssuesOf({ ...full, inputs: [{ dim: 8, variance: 1.7e308, mean: 1e154 }] })).toEqual([OVERFLOW]);
    expect(planIssuesOf({ ...chunked, inputs: [{ dim: 8, mean: 1e200 }] })).toEqual([OVERFLOW]);
  });

  it("are not large variances of which the mean is a double", () => {
    expect(() => planIssuesOf({ ...full, inputs: [{ dim: 8, variance: 1e300 }, { dim: 1e6, variance: 1e300 }] })).toThrow("nothing was thrown");
  });

  it("are not variances whose sum over the input is none, where no head reads it", () => {
    const { heads } = planHyperfan({ ...of(["bn_scale", [3]]), inputs: [{ dim: 10, variance: 1e308 }], hypernet: { hiddenDims: [] } });
    expect(heads[0]?.predicted).toEqual({ mean: 1, variance: 0 });
  });

  it.each<[string, RequestInput["conventions"], RequestInput["method"], string]>([
    ["harmonicMean", "hypnettorch", "harmonic", 'harmonicMean = "reciprocal-sum" divides by it. Use "harmonic"'],
    ["harmonicMean", { harmonicMean: "reciprocal-sum" }, "harmonic", 'harmonicMean = "reciprocal-sum" divides by it. Use "harmonic"'],
    ["outBias", { outBias: "reciprocal" }, "out", 'outBias = "reciprocal" divides by it. Use "clipped"'],
    ["outBias", { preset: "hypercl", outBias: "reciprocal" }, "harmonic", 'outBias = "reciprocal" divides by it. Use "clipped"'],
  ])("are reciprocals of a bias's zero, by the convention %s (%#)", (_, conventions, method, advice) => {
    expect(planIssuesOf({ ...narrowing, conventions, method })).toEqual([
      {
        pointer: "/targetShapes/1",
        code: "zero-in-reciprocal",
        message: `The variance of tensor 1 (fc.bias [3]) is 0, and conventions.${advice} (the "exact" preset), another method, or a target variance.`,
      },
    ]);
  });

  it.each([full, chunked])("are reciprocals of a weight's zero, which an activation without bounds makes ($kind)", (request) => {
    // E[φ²] overflows, so that the gain is 0.
    const mainActivation = { name: "elu", alpha: 1e200 } as const;
    const [issue, ...others] = planIssuesOf({ ...request, mainActivation, method: "harmonic", conventions: { harmonicMean: "reciprocal-sum", outBias: "reciprocal" } }).filter(({ pointer }) => pointer === "/targetShapes/0");
    expect(issue).toMatchObject({ code: "zero-in-reciprocal", message: expect.stringContaining("and conventions.harmonicMean = \"reciprocal-sum\" divides by it. Use \"harmonic\" (the \"exact\" preset)") as unknown });
    expect(others).toEqual([]);
  });

  it("are no such reciprocals by the method in, with a target variance, or in chunks", () => {
    const good: RequestInput[] = [
      { ...narrowing, conventions: "hypnettorch", method: "in" },
      { ...narrowing, conventions: { outBias: "reciprocal" }, method: "in" },
      { ...narrowing, conventions: "hypnettorch", method: "harmonic", targetVariances: { bias: 0 } },
      { ...narrowing, conventions: { outBias: "reciprocal" }, method: "harmonic", targetVariances: [null, 0.1] },
      { ...narrowing, kind: "chunked-hyperfan", chunking: { size: 5 }, conventions: "hypnettorch", method: "harmonic" },
    ];
    for (const request of good) expect(() => planIssuesOf(request)).toThrow("nothing was thrown");
  });

  it("are variances that underflow where one is needed", () => {
    const inputs = [{ dim: 8, variance: 1e300 }];
    expect(planIssuesOf({ ...full, inputs, targetVariances: [1e-100, 1] })).toEqual([
      {
        pointer: "/targetShapes/0",
        code: "underflow",
        message: "The variance for tensor 0 (weight [3, 4]) is too small for double precision. Set a larger target variance, or smaller input variances.",
      },
    ]);
  });

  it("are variances that overflow, each of them told", () => {
    const inputs = [{ dim: 8, variance: 1e-300 }];
    expect(planIssuesOf({ ...full, inputs, targetVariances: [1e100, 1e101] })).toEqual(
      ["tensor 0 (weight [3, 4])", "tensor 1 (bias [3])"].map((tensor, index) => ({
        pointer: `/targetShapes/${index}`,
        code: "overflow",
        message: `The variance for ${tensor} is too large for double precision. Set a smaller target variance, or larger input variances.`,
      })),
    );
  });

  it("are fans so small that a variance overflows", () => {
    expect(planIssuesOf(of(["weight", [3], { fanIn: 1e-310, fanOut: 1 }]))).toEqual([expect.objectContaining({ pointer: "/targetShapes/0", code: "overflow" })]);
    expect(planIssuesOf({ ...of(["weight", [3], { fanIn: 1e-310, fanOut: 1 }]), kind: "chunked-hyperfan", chunking: { size: 5 } })).toEqual([expect.objectContaining({ pointer: "/targetShapes/0", code: "overflow" })]);
    const overflow = [expect.objectContaining({ pointer: "/targetShapes/0", code: "overflow" })];
    for (const method of ["out", "harmonic"] as const) {
      expect(planIssuesOf({ ...of(["weight", [3], { fanIn: 1e-310, fanOut: 1e-310 }]), method })).toEqual(overflow);
      expect(planIssuesOf({ ...of(["weight", [3], { fanIn: 1, fanOut: 1e-310 }]), method: "out", conventions: { harmonicMean: "reciprocal-sum" } })).toEqual(overflow);
      // The sum of reciprocals is 0, but what is intended overflows.
      expect(planIssuesOf({ ...of(["weight", [3], { fanIn: 1e-310, fanOut: 1e-310 }]), method, kind: "chunked-hyperfan", chunking: { size: 5 }, conventions: "hypnettorch" })).toEqual(overflow);
    }
  });

  it("are predictions that overflow", () => {
    const headOverrides = { weight: { weightMean: 1e200, weightVariance: 0, biasMean: 0, biasVariance: 0 } };
    expect(planIssuesOf({ ...full, headOverrides })).toEqual([expect.objectContaining({ pointer: "/targetShapes/0", code: "overflow" })]);
  });

  it("are predictions of tensors that overflow by their scale", () => {
    // hypercl takes no account of the hypernetwork's gain: here about 10^6 in each of two layers.
    const hypernet = { hiddenInit: "kaiming", activation: { name: "leaky_relu", negativeSlope: 1000 } } as const;
    const request: RequestInput = { ...chunked, chunking: { size: 5, strategy: "per-tensor-scale" }, conventions: "hypercl", hypernet, targetVariances: [1e300, 1] };
    expect(planIssuesOf(request)).toEqual([expect.objectContaining({ pointer: "/targetShapes/0", code: "overflow" })]);
  });

  it("are embeddings that overflow", () => {
    expect(planIssuesOf({ ...chunked, targetVariances: [8e307, 1] })).toEqual([
      {
        pointer: "/targetShapes",
        code: "overflow",
        message: "The embedding variance of chunk 0 (target variance 8e+307) is outside double precision. Set target variances nearer to 1, or use another hypernetwork.",
      },
    ]);
  });
});
