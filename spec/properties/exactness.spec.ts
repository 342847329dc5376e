import fc from "fast-check";
import { targetsOf, type Stretch } from "../plan/stretches.js";
import { positive } from "./arbitraries.js";
import { toRational, ulpsFrom, type Rational } from "./rational.js";

/** Σ n·Var / Σ n over the chunks of some tensors, in whole numbers; runs of equal chunks as one. */
function exactTargets(stretches: readonly Stretch[], chunkSize: number): Rational[] {
  const targets: Rational[] = [];
  let [sum, filled] = [0n, 0];
  const close = (): void => {
    if (filled > 0) targets.push({ numerator: sum, denominator: BigInt(filled) * toRational(1).denominator });
    [sum, filled] = [0n, 0];
  };
  for (const { size, variance } of stretches) {
    for (let left = size; left > 0; ) {
      const taken = Math.min(left, chunkSize - filled);
      sum += BigInt(taken) * toRational(variance).numerator;
      filled += taken;
      left -= taken;
      if (filled === chunkSize) close();
    }
  }
  close();
  return targets;
}

function worst(stretches: readonly Stretch[], chunkSize: number): number {
  const found = targetsOf(stretches, chunkSize, false).flatMap(({ count, targetVariance }) => Array.from({ length: count }, () => targetVariance));
  const expected = exactTargets(stretches, chunkSize);
  expect(found).toHaveLength(expected.length);
  return Math.max(...found.map((value, chunk) => ulpsFrom(value, expected[chunk] ?? { numerator: 0n, denominator: 1n })));
}

describe("the exact numbers of these specs", () => {
  it("hold a double with all its bits", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        const { numerator, denominator } = toRational(x);
        expect(numerator * toRational(1).numerator).toBe(numerator * denominator);
        expect(ulpsFrom(x, { numerator, denominator })).toBe(0);
      }),
    );
    expect(toRational(0.75)).toEqual({ numerator: 3n << 1072n, denominator: 1n << 1074n });
    expect(toRational(Number.MIN_VALUE).numerator).toBe(1n);
  });

  it("tell how far a double is off, in units of its last place", () => {
    expect(ulpsFrom(1 + Number.EPSILON, toRational(1))).toBe(1);
    expect(ulpsFrom(1, { numerator: 1n, denominator: 3n })).toBeCloseTo(2 / 3 / Number.EPSILON, -3);
  });
});

describe("chunk targets", () => {
  const variance = fc.oneof(positive({ exponents: [-8, 2] }), fc.double({ min: 1e-12, max: 1e3, noNaN: true }));
  const stretches = fc.array(fc.record({ size: fc.integer({ min: 1, max: 1e9 }), variance }), { minLength: 1, maxLength: 20 });

  it("are within 4 units in the last place of the exact mean, for few large tensors", () => {
    fc.assert(fc.property(stretches, fc.integer({ min: 1e9, max: 1e10 }), (given, size) => { expect(worst(given, size)).toBeLessThanOrEqual(4); }), { numRuns: 300 });
  });

  it("are so for small tensors in small chunks", () => {
    const small = fc.array(fc.record({ size: fc.integer({ min: 1, max: 50 }), variance }), { minLength: 1, maxLength: 40 });
    fc.assert(fc.property(small, fc.integer({ min: 1, max: 60 }), (given, size) => { expect(worst(given, size)).toBeLessThanOrEqual(4); }), { numRuns: 300 });
  });

  it("are so when thousands of tensors share one chunk: the error does not grow with their number", () => {
    fc.assert(
      fc.property(fc.infiniteStream(variance), fc.infiniteStream(fc.integer({ min: 1, max: 1e6 })), (variances, sizes) => {
        const given = Array.from({ length: 5000 }, () => ({ size: sizes.next().value, variance: variances.next().value }));
        expect(worst(given, 1e10)).toBeLessThanOrEqual(4);
      }),
      { numRuns: 10 },
    );
  });

  it("do not lose a small variance between large ones", () => {
    // 1 + 2^-60 - 2^-60 + … added naively from the left drops all of the small ones: 2^20 of them make 2^-40.
    const given = [{ size: 1, variance: 1 }, ...Array.from({ length: 2 ** 12 }, () => ({ size: 2 ** 8, variance: 2 ** -60 }))];
    expect(worst(given, 2 ** 21)).toBeLessThanOrEqual(1);
  });
});
