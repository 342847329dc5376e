import { describe, expect, it, jest } from "@jest/globals";
import fc from "fast-check";
import type { Activation } from "../../src/math/activation.js";
import { activationFunction } from "../../src/math/activation-function.js";
import { gaussLegendre } from "../../src/math/gauss-legendre.js";
import { jointMoments } from "../../src/math/joint-moment.js";
import { firstMoment, secondMoment } from "../../src/math/moments.js";
import { gaussianMean } from "../../src/math/quadrature.js";

const ACTIVATIONS: readonly Activation[] = [
  ...(["relu", "linear", "tanh", "sigmoid", "selu", "gelu", "silu", "softplus", "mish", "sin", "erf"] as const).map((name) => ({ name })),
  { name: "leaky_relu", negativeSlope: 0.2 },
  { name: "elu", alpha: 1.3 },
];

const jointMoment = (activation: Activation, a: number, b: number, correlation: number): number => jointMoments(activation)(a, b, correlation);

/** Panels from -9 to 9 standard deviations, with an edge at 0. */
const edges = (std: number): readonly number[] => Array.from({ length: 37 }, (_, i) => ((i - 18) / 2) * std);

/** E[φ(x)φ(y)] by quadrature over each of the quadrants, in which activations with a kink at 0 are smooth. */
function onQuadrants(activation: Activation, a: number, b: number, correlation: number): number {
  const { value } = activationFunction(activation);
  const rest = 1 - correlation ** 2;
  const density = (x: number, y: number): number => Math.exp(-((x * x) / a - (2 * correlation * x * y) / Math.sqrt(a * b) + (y * y) / b) / (2 * rest));
  const overY = (x: number): number => gaussLegendre((y) => value(y) * density(x, y), edges(Math.sqrt(b)));
  return gaussLegendre((x) => value(x) * overY(x), edges(Math.sqrt(a))) / (2 * Math.PI * Math.sqrt(a * b * rest));
}

const CASES = [
  [1, 1, 0.5],
  [0.3, 2, -0.7],
  [4, 0.1, 0.95],
  [20, 30, 0.3],
] as const;

const variance = fc.double({ min: 1e-3, max: 20, noNaN: true });
const correlation = fc.double({ min: -1, max: 1, noNaN: true });
const anyActivation = fc.constantFrom(...ACTIVATIONS);

/** The greatest that a joint moment can be: Cauchy–Schwarz. */
const most = (activation: Activation, a: number, b: number): number => Math.sqrt(secondMoment(activation, a) * secondMoment(activation, b));

const PRECISION = 1e-8;

describe("jointMoments", () => {
  it.each(ACTIVATIONS)("of $name is that over each quadrant", (activation) => {
    for (const [a, b, rho] of CASES) {
      const error = Math.abs(jointMoment(activation, a, b, rho) - onQuadrants(activation, a, b, rho)) / most(activation, a, b);
      expect(error).toBeLessThan(PRECISION);
    }
  });

  it("of relu at correlation 0 is the product of two half-normal means, 1/2π", () => {
    expect(jointMoment({ name: "relu" }, 1, 1, 0)).toBeCloseTo(1 / (2 * Math.PI), 15);
  });

  it("at correlation 0 is the product of the means, and at 1 the second moment", () => {
    fc.assert(
      fc.property(anyActivation, variance, variance, (activation, a, b) => {
        const scale = most(activation, a, b);
        expect(Math.abs(jointMoment(activation, a, b, 0) - firstMoment(activation, a) * firstMoment(activation, b)) / scale).toBeLessThan(3e-8);
        expect(jointMoment(activation, a, a, 1) / secondMoment(activation, a)).toBeCloseTo(1, 7);
      }),
      { numRuns: 60 },
    );
  });

  it("is symmetric, and no larger than the second moments allow", () => {
    fc.assert(
      fc.property(anyActivation, variance, variance, correlation, (activation, a, b, rho) => {
        const [one, other] = [jointMoment(activation, a, b, rho), jointMoment(activation, b, a, rho)];
        const scale = most(activation, a, b);
        expect(Math.abs(one - other) / scale).toBeLessThan(1e-7);
        expect(Math.abs(one) / scale).toBeLessThan(1 + 1e-7);
      }),
      { numRuns: 100 },
    );
  });

  it("grows with the correlation where it is not negative", () => {
    fc.assert(
      fc.property(anyActivation, variance, variance, fc.double({ min: 0, max: 0.9, noNaN: true }), (activation, a, b, rho) => {
        const step = 0.1;
        expect(jointMoment(activation, a, b, rho + step) / most(activation, a, b)).toBeGreaterThan(jointMoment(activation, a, b, rho) / most(activation, a, b) - 1e-7);
      }),
      { numRuns: 60 },
    );
  });

  it("of relu is the arc-cosine kernel, whose angles of 60 and 120 degrees are plain numbers", () => {
    expect(jointMoment({ name: "relu" }, 4, 9, 0.5)).toBeCloseTo(6 * (Math.sqrt(3) / (4 * Math.PI) + 1 / 6), 14);
    expect(jointMoment({ name: "relu" }, 4, 9, -0.5)).toBeCloseTo(6 * (Math.sqrt(3) / (4 * Math.PI) - 1 / 12), 14);
  });

  it("of leaky_relu is that of relu and linear mixed, to rounding", () => {
    fc.assert(
      fc.property(fc.double({ min: -1, max: 2, noNaN: true }), variance, variance, correlation, (slope, a, b, rho) => {
        const covariance = rho * Math.sqrt(a * b);
        // leaky_relu = (1 − slope)·relu + slope·x, and E[max(x, 0)·y] = cov(x, y)/2.
        const mixed = (1 - slope) ** 2 * jointMoment({ name: "relu" }, a, b, rho) + slope * (1 - slope) * covariance + slope ** 2 * covariance;
        const error = jointMoment({ name: "leaky_relu", negativeSlope: slope }, a, b, rho) - mixed;
        expect(Math.abs(error) / Math.sqrt(a * b)).toBeLessThan(1e-13);
      }),
    );
  });

  it("of linear is the covariance, of sin e^(−(a + b)/2)·sinh of it, to rounding", () => {
    fc.assert(
      fc.property(variance, variance, correlation, (a, b, rho) => {
        const covariance = rho * Math.sqrt(a * b);
        expect(jointMoment({ name: "linear" }, a, b, rho)).toBeCloseTo(covariance, 13);
        expect(Math.abs(jointMoment({ name: "sin" }, a, b, rho) - Math.exp(-(a + b) / 2) * Math.sinh(covariance))).toBeLessThan(5e-15);
      }),
    );
  });

  it("of erf is that of the sign of its argument where the variances are large", () => {
    for (const rho of [-1, -0.9, -0.3, 0, 0.5, 1]) {
      expect(jointMoment({ name: "erf" }, 1e30, 1e28, rho)).toBeCloseTo((2 / Math.PI) * Math.asin(rho), 14);
    }
  });

  it("takes arguments of different variance that go together, and one that is always 0", () => {
    for (const activation of ACTIVATIONS) {
      const { value } = activationFunction(activation);
      const [x, y] = [0.7, 2.8];
      const together = gaussianMean((g) => value(Math.sqrt(x) * g) * value(Math.sqrt(y) * g), 1);
      expect(Math.abs(jointMoment(activation, x, y, 1) - together) / most(activation, x, y)).toBeLessThan(3e-8);
      expect(jointMoment(activation, 0, y, 0.4)).toBeCloseTo(value(0) * firstMoment(activation, y), 7);
    }
  });

  // Closed forms in the limit of large variances: the sign for tanh, half of 1 + sign for sigmoid, max(x, 0) for the rest.
  it.each([1e8, 1e12, 1e300])("at variance %d is nearly that of a function without a scale, from correlation -1 to 1", (v) => {
    for (const rho of [-0.9999, -0.9, 0.3, 0.97, 0.9999]) {
      const ofSigns = (2 / Math.PI) * Math.asin(rho);
      const close = 8 / Math.sqrt(v);
      expect(Math.abs(jointMoment({ name: "tanh" }, v, v, rho) - ofSigns)).toBeLessThan(close / Math.sqrt(1 - rho * rho) + 1e-8);
      expect(Math.abs(jointMoment({ name: "sigmoid" }, v, v, rho) - (1 + ofSigns) / 4)).toBeLessThan(close / Math.sqrt(1 - rho * rho) + 1e-8);
      for (const name of ["gelu", "silu", "mish"] as const) expect(Math.abs(jointMoment({ name }, v, v, rho) - jointMoment({ name: "relu" }, v, v, rho)) / v).toBeLessThan(close + 1e-8);
    }
  });

  it("is found where both arguments nearly cancel: E[gelu(x)·gelu(−x)] is not 0", () => {
    // −E[x²·Φ(x)·Φ(−x)] by the one integral that is left at correlation −1, and beside it.
    const { value } = activationFunction({ name: "gelu" });
    for (const v of [1, 1e4, 1e8]) {
      const opposite = gaussianMean((x) => value(x) * value(-x), Math.sqrt(v));
      expect(jointMoment({ name: "gelu" }, v, v, -1) / opposite).toBeCloseTo(1, 6);
    }
    // −0.9999 is far enough from −1 for the quadrants, whose value at 1e8 is that of relu to 1e-4.
    expect(jointMoment({ name: "gelu" }, 1e8, 1e8, -0.9999) / jointMoment({ name: "relu" }, 1e8, 1e8, -0.9999)).toBeCloseTo(1, 2);
  });

  it.each(ACTIVATIONS)("of $name is a double where its bound is one, up to the largest variances", (activation) => {
    for (const rho of [-0.99, 0.5, 0.999]) expect(Number.isFinite(jointMoment(activation, 1.7e308, 1e307, rho))).toBe(true);
  });

  it("asks for the activation once per variance, and not once per pair", () => {
    const asked = (variances: number): number => {
      const tanh = jest.spyOn(Math, "tanh");
      const joint = jointMoments({ name: "tanh" });
      const list = Array.from({ length: variances }, (_, i) => 0.1 + i / 1000);
      for (const a of list) for (const b of list) joint(a, b, 0.8);
      const { length } = tanh.mock.calls;
      tanh.mockRestore();
      return length;
    };
    expect(asked(20) / asked(10)).toBeCloseTo(2, 5);
  });

  it("of leaky_relu joins relu and linear at its ends", () => {
    for (const rho of [-0.9, 0, 0.4, 1]) {
      expect(jointMoment({ name: "leaky_relu", negativeSlope: 0 }, 2, 3, rho)).toBeCloseTo(jointMoment({ name: "relu" }, 2, 3, rho), 12);
      expect(jointMoment({ name: "leaky_relu", negativeSlope: 1 }, 2, 3, rho)).toBeCloseTo(jointMoment({ name: "linear" }, 2, 3, rho), 12);
    }
  });
});

describe("gaussLegendre", () => {
  it("is exact for polynomials of degree 19 on each panel", () => {
    expect(gaussLegendre((x) => x ** 19 + x ** 18, [-1, 0.5, 2])).toBeCloseTo((2 ** 20 - 1) / 20 + (2 ** 19 + 1) / 19, 7);
  });
  it("finds nothing on panels without width", () => {
    expect(gaussLegendre(() => 1, [3, 3, 3])).toBe(0);
  });
});
