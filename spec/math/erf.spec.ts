import fc from "fast-check";
import { erf, erfc } from "../../src/math/erf.js";

// The reference: the power series of erf in integer arithmetic, in units of 2^-1600. Its terms reach 1e317 at x = 27
// and erfc falls to 1e-319 there; a unit is 1e-481, so that 1e-160 of erfc is left where it is smallest.
const BITS = 1600n;
const ONE = 1n << BITS;

/** A double in those units, exactly. */
function toUnits(x: number): bigint {
  if (x === 0) return 0n;
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(x))), -1022) - 53;
  return BigInt((x / 2 ** (exponent + 53)) * 2 ** 53) << (BITS + BigInt(exponent));
}

function squareRoot(value: bigint): bigint {
  let root = value;
  for (let next = (root + 1n) >> 1n; next < root; next = (root + value / root) >> 1n) root = next;
  return root;
}

/** arctan(1/n) in units, by its series. */
function arctanOfInverse(n: bigint): bigint {
  let [sum, power, k] = [0n, ONE / n, 1n];
  for (let sign = 1n; power !== 0n; sign = -sign, power /= n * n, k += 2n) sum += (sign * power) / k;
  return sum;
}

// Machin's formula
const PI = 4n * (4n * arctanOfInverse(5n) - arctanOfInverse(239n));
const TWO_OVER_SQRT_PI = (2n * ONE * ONE) / squareRoot(PI * ONE);

/** erf(x) = (2/√π) Σ (−1)ⁿ x^(2n+1)/(n! (2n+1)), in units. */
function erfInUnits(x: bigint): bigint {
  const square = (x * x) >> BITS;
  let [sum, power] = [0n, x];
  for (let n = 0n; power !== 0n; n++) {
    sum += (n % 2n === 0n ? power : -power) / (2n * n + 1n);
    power = ((power * square) >> BITS) / (n + 1n);
  }
  return (sum * TWO_OVER_SQRT_PI) >> BITS;
}

/** |value/exact − 1| for a value that is a double and an exact one in units. */
function relativeError(value: number, exact: bigint): number {
  const difference = toUnits(value) - exact;
  return Math.abs(Number((difference << 120n) / exact) / 2 ** 120);
}

const near = (x: number): readonly number[] => [x * (1 - Number.EPSILON), x, x * (1 + Number.EPSILON)];

// Both sides of the places where the approximation changes, and a grid that is no multiple of 1/16.
const positive = [
  1e-290, 1e-100, 1e-17, 1e-8, 0.001, 0.1, 0.3, ...near(0.46875), ...near(4), ...near(0.5), 1,
  ...Array.from({ length: 80 }, (_, i) => 0.5 + i * 0.3217),
  26, 26.5,
];

describe("erf", () => {
  it("has constants in the reference that are right to the last double", () => {
    expect(relativeError(Math.PI, PI)).toBeLessThan(2 ** -53);
    expect(relativeError(2 / Math.sqrt(Math.PI), TWO_OVER_SQRT_PI)).toBeLessThan(2 ** -52);
  });

  it("agrees with its power series in integer arithmetic to 2 units in the last place", () => {
    const worst = Math.max(...positive.map((x) => relativeError(erf(x), erfInUnits(toUnits(x)))));
    expect(worst).toBeLessThan(2 * Number.EPSILON);
  });

  it("is odd, zero at zero and one at infinity", () => {
    fc.assert(fc.property(fc.double({ noNaN: true }), (x) => Object.is(erf(-x), -erf(x))));
    expect([erf(0), erf(-0), erf(Infinity), erf(-Infinity), erf(NaN)]).toEqual([0, -0, 1, -1, NaN]);
  });

  it("repeats published values (Abramowitz & Stegun 1964, table 7.1)", () => {
    expect(erf(0.5)).toBeCloseTo(0.5204998778, 10);
    expect(erf(1)).toBeCloseTo(0.8427007929, 10);
    expect(erf(2)).toBeCloseTo(0.995322265, 10);
  });
});

describe("erfc", () => {
  it("agrees with one minus the power series to 5 units in the last place, down the tail until it underflows", () => {
    const worst = Math.max(...positive.map((x) => relativeError(erfc(x), ONE - erfInUnits(toUnits(x)))));
    expect(worst).toBeLessThan(5 * Number.EPSILON);
  });

  it("agrees with it on the left as well", () => {
    const worst = Math.max(...positive.map((x) => relativeError(erfc(-x), ONE + erfInUnits(toUnits(x)))));
    expect(worst).toBeLessThan(2 * Number.EPSILON);
  });

  it("falls through the subnormal numbers to zero without a jump", () => {
    const tail = Array.from({ length: 200 }, (_, i) => erfc(26.4 + i * 0.005));
    expect(tail.every((value, i) => value <= (tail[i - 1] ?? 1) && value >= 0)).toBe(true);
    expect(erfc(27.2)).toBeGreaterThan(0);
    expect([erfc(27.3), erfc(28), erfc(1e300), erfc(Infinity), erfc(-Infinity), erfc(NaN)]).toEqual([0, 0, 0, 0, 2, NaN]);
  });

  it("is the complement of erf, and twice one less its mirror image", () => {
    fc.assert(
      fc.property(fc.double({ min: -30, max: 30, noNaN: true }), (x) => {
        expect(erfc(x) + erf(x)).toBeCloseTo(1, 15);
        expect(erfc(x) + erfc(-x)).toBeCloseTo(2, 15);
      }),
    );
  });
});
