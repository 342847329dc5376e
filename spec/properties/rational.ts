/** A fraction of whole numbers, the denominator above 0. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Every double is a whole number of these: 2^-1074. */
const LEAST = 1n << 1074n;

/** A finite double, exactly. */
export function toRational(x: number): Rational {
  // The exponent from the bits, since logarithms round.
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const exponent = (bits >> 52n) & 0x7ffn;
  const fraction = bits & 0xfffffffffffffn;
  const size = exponent === 0n ? fraction : (fraction | 0x10000000000000n) << (exponent - 1n);
  return { numerator: x < 0 ? -size : size, denominator: LEAST };
}

/** Distance between two neighbouring doubles at x. */
function ulp(x: number): Rational {
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(x))), -1022);
  return { numerator: 1n << BigInt(exponent - 52 + 1074), denominator: LEAST };
}

/** How far a double is from an exact number, in units of its last place. */
export function ulpsFrom(x: number, { numerator, denominator }: Rational): number {
  const { numerator: value } = toRational(x);
  const distance = value * denominator - numerator * LEAST;
  const scaled = (1000n * (distance < 0n ? -distance : distance)) / (ulp(x).numerator * denominator);
  return Number(scaled) / 1000;
}
