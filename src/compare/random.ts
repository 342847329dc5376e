/** A stream of random numbers: whoever takes from it moves it on. */
export interface RandomSource {
  /** Uniform on (0, 1): neither end occurs. */
  readonly uniform: () => number;
  /** Standard normal. */
  readonly normal: () => number;
}

const CELL = 2 ** -32;
/** Outputs thrown away at the start, which still show the zeros of the seed. */
const WARM_UP = 16;

/** Whole numbers from 0 to 2³² − 1. Source: sfc32 of C. Doty-Humphrey, PractRand 0.93. */
function words(seed: number): () => number {
  let a = 0;
  let b = 0;
  let c = seed | 0;
  let counter = 1;
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let skipped = 0; skipped < WARM_UP; skipped += 1) next();
  return next;
}

/** The stream of a seed. */
export function randomSource(seed: number): RandomSource {
  const next = words(seed);
  const uniform = (): number => (next() + 0.5) * CELL;
  let spare: number | null = null;
  // Two at a time. Source: Marsaglia & Bray 1964 (SIAM Review 6, 260–264).
  const normal = (): number => {
    if (spare !== null) {
      const kept = spare;
      spare = null;
      return kept;
    }
    for (;;) {
      const x = 2 * uniform() - 1;
      const y = 2 * uniform() - 1;
      const square = x * x + y * y;
      if (square >= 1) continue;
      const scale = Math.sqrt((-2 * Math.log(square)) / square);
      spare = y * scale;
      return x * scale;
    }
  };
  return { uniform, normal };
}

/** A gamma variable of mean 1 and variance 1/shape. Source: Marsaglia & Tsang 2000 (ACM TOMS 26, 363–372). */
export function gammaOfMeanOne(shape: number, random: RandomSource): number {
  // Below 1 a larger shape is drawn, and scaled by a power of a uniform number.
  const boost = shape < 1 ? random.uniform() ** (1 / shape) : 1;
  const d = (shape < 1 ? shape + 1 : shape) - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(random.uniform()) < (x * x) / 2 + d * (1 - v + Math.log(v))) return (boost * d * v) / shape;
  }
}
