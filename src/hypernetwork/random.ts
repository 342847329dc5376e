import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** A stream of random numbers: whoever takes from it moves it on. */
export interface Random {
  /** Uniform on (0, 1): the middle of one of 2³² cells, so that the mean is ½ and neither end occurs. */
  readonly uniform: () => number;
}

const CELL = 2 ** -32;
/** Outputs thrown away at the start: the generator's first ones still show the zeros of its seed. */
const WARM_UP = 64;

/** Spreads a seed over all 32 bits, one to one. Source: the finaliser of MurmurHash3 (A. Appleby). */
function scramble(seed: number): number {
  const once = Math.imul(seed ^ (seed >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}

/**
 * The stream of a seed from 0 to 2³² − 1. The same seed gives the same uniform numbers everywhere; what is made of them by
 * Math.log, Math.cos and activations may differ in its last digits between JavaScript engines.
 */
export function randomOf(seed: number): Random {
  const generator = xoroshiro128plus(scramble(seed));
  for (let skipped = 0; skipped < WARM_UP; skipped += 1) generator.next();
  // next() is a signed 32-bit integer.
  return { uniform: () => (generator.next() + 0x8000_0000 + 0.5) * CELL };
}
