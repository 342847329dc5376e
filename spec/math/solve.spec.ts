import fc from "fast-check";
import { activationNames } from "../../src/math/activation.js";
import { secondMoment } from "../../src/math/moments.js";
import { solveIncreasing } from "../../src/math/solve.js";
import { toActivation } from "../../src/request/activation-spec.js";

interface Outcome {
  readonly x: number;
  /** |f(x)/target − 1| */
  readonly error: number;
  readonly evaluations: number;
}

function solve(f: (x: number) => number, target: number, lower = 0, upper = 1e300): Outcome {
  let evaluations = 0;
  const x = solveIncreasing((at) => (evaluations++, f(at)), target, lower, upper);
  return { x, error: Math.abs(f(x) / target - 1), evaluations };
}

const decade = (min: number, max: number) => fc.double({ min, max, noNaN: true }).map((power) => 10 ** power);

describe("solveIncreasing", () => {
  it("solves a power of x along the first chord, whatever its scale", () => {
    fc.assert(
      fc.property(decade(-60, 60), fc.constantFrom(0.5, 1, 2, 3), decade(-50, 50), (x, power, factor) => {
        const f = (at: number): number => factor * at ** power;
        const found = solve(f, f(x), 1e-65, 1e65);
        expect(found.error).toBeLessThan(1e-14);
        expect(found.evaluations).toBeLessThanOrEqual(5);
      }),
    );
  });

  it("solves functions that saturate, or start from a floor, down to x = 0", () => {
    fc.assert(
      fc.property(decade(-8, 8), decade(-3, 3), (x, floor) => {
        const families = [(at: number) => at / (1 + at), (at: number) => floor + at, (at: number) => Math.atan(at), (at: number) => Math.log1p(at)];
        for (const f of families) {
          const found = solve(f, f(x));
          expect(found.error).toBeLessThan(1e-14);
          expect(found.evaluations).toBeLessThanOrEqual(32);
        }
      }),
    );
  });

  it("inverts the second moment of every activation, in 10 evaluations on average", () => {
    const activations = activationNames.map((name) => toActivation(name));
    const variances = Array.from({ length: 16 }, (_, i) => 10 ** (i - 10.3));
    const found = activations.flatMap((activation) => {
      const f = (variance: number): number => secondMoment(activation, variance);
      return variances.map((variance) => solve(f, f(variance), 0, 1e290));
    });
    expect(Math.max(...found.map(({ error }) => error))).toBeLessThan(1e-14);
    expect(Math.max(...found.map(({ evaluations }) => evaluations))).toBeLessThanOrEqual(30);
    expect(found.reduce((sum, { evaluations }) => sum + evaluations, 0) / found.length).toBeLessThan(11);
  });

  it("finds x itself to the last digits where f is not flat", () => {
    fc.assert(
      fc.property(decade(-250, 250), (x) => {
        expect(Math.abs(solve((at) => at * 3, x * 3).x / x - 1)).toBeLessThan(4e-15);
      }),
      { examples: [[1e-300], [1e299], [1]] },
    );
  });

  it("stays inside the bracket, also for a root just below its upper end", () => {
    const lower = decade(-10, 10);
    const width = decade(0, 250);
    fc.assert(
      fc.property(lower, width, fc.double({ min: 0, max: 1, noNaN: true }), (low, factor, share) => {
        const high = low * factor;
        for (const f of [(x: number) => x / (1 + x), (x: number) => x]) {
          const seen: number[] = [];
          for (const root of [low * factor ** share, high * (1 - Number.EPSILON)]) {
            seen.push(solveIncreasing((at) => (seen.push(at), f(at)), f(root), low, high));
          }
          if (!seen.every((at) => at >= low && at <= high)) return false;
        }
        return true;
      }),
    );
  });

  it("returns the end that is nearest to a target out of reach", () => {
    expect(solve((x) => x, 2, 3, 4)).toMatchObject({ x: 3, evaluations: 1 });
    expect(solve((x) => x, 7, 3, 4)).toMatchObject({ x: 4, evaluations: 2 });
    expect(solve((x) => 0.25 + x, 0.25).x).toBe(0);
    expect(solve((x) => 0.25 + x, 0.2).x).toBe(0);
    expect(solve((x) => x, 0).x).toBe(0);
    expect(solve((x) => x, 2, 2, 2).x).toBe(2);
  });

  it("copes with a function that underflows to 0 on the left and overflows on the right", () => {
    expect(solve((x) => Math.exp(-1 / x), 0.3)).toMatchObject({ x: expect.closeTo(-1 / Math.log(0.3), 14) as number });
    const sinh = solve(Math.sinh, 1e-3);
    expect(sinh.x).toBeCloseTo(Math.asinh(1e-3), 17);
    expect(sinh.evaluations).toBeLessThan(30);
    expect(solve((x) => x * x, 1e308).x).toBeCloseTo(1e154, -140);
    expect(solve((x) => x, 1e-323).x).toBe(1e-323);
  });

  it("is content with what the spacing of the doubles allows, and with noise", () => {
    const steep = solve((x) => x ** 1000, 7);
    expect(steep.error).toBeLessThan(1000 * Number.EPSILON);
    const noisy = solve((x) => x * (1 + 1e-13 * Math.sin(x * 1e17)), 3, 0, 1e100);
    expect(noisy.error).toBeLessThan(1e-12);
    expect(Math.max(steep.evaluations, noisy.evaluations)).toBeLessThanOrEqual(30);
  });

  it("closes in on a jump by bisection, to neighbouring doubles", () => {
    fc.assert(
      fc.property(decade(-280, 280), (jump) => {
        const { x, evaluations } = solve((at) => (at < jump ? 1 : 5), 2);
        expect(Math.abs(x / jump - 1)).toBeLessThan(2 * Number.EPSILON);
        expect(evaluations).toBeLessThanOrEqual(70);
      }),
    );
  });

  it("takes of the two doubles at a jump the one whose value is nearer", () => {
    const jump = (x: number): number => (x < 1.5 ? 1 : 5);
    for (const target of [1.1, 2, 2.2]) expect(solve(jump, target).x).toBeLessThan(1.5);
    for (const target of [2.3, 3, 4.9]) expect(solve(jump, target).x).toBe(1.5);
  });

  it("ends somewhere on a plateau at the target", () => {
    const plateau = (x: number): number => Math.min(x, Math.max(1, x - 3));
    for (const upper of [5, 1e10, 1e300]) {
      const { x, error } = solve(plateau, 1, 1e-3, upper);
      expect(error).toBeLessThan(1e-14);
      expect(x).toBeGreaterThanOrEqual(1 - 1e-14);
      expect(x).toBeLessThanOrEqual(4 + 4e-14);
    }
  });
});
