import type { Distribution } from "./distribution.js";
import type { Random } from "./random.js";

function fillUniform(target: Float64Array, count: number, low: number, high: number, { uniform }: Random): void {
  const width = high - low;
  for (let index = 0; index < count; index += 1) target[index] = low + width * uniform();
}

/** Two at a time. Source: Box & Muller 1958 (Ann. Math. Statist. 29, 610–611). */
function fillNormal(target: Float64Array, count: number, mean: number, std: number, { uniform }: Random): void {
  for (let index = 0; index < count; index += 2) {
    const radius = std * Math.sqrt(-2 * Math.log(uniform()));
    const angle = 2 * Math.PI * uniform();
    target[index] = mean + radius * Math.cos(angle);
    if (index + 1 < count) target[index + 1] = mean + radius * Math.sin(angle);
  }
}

/** Draws the first `count` entries of `target`, independently of each other. */
export function fill(target: Float64Array, count: number, distribution: Distribution, random: Random): void {
  switch (distribution.type) {
    case "constant":
      target.fill(distribution.value, 0, count);
      break;
    case "uniform":
      fillUniform(target, count, distribution.low, distribution.high, random);
      break;
    case "normal":
      fillNormal(target, count, distribution.mean, distribution.std, random);
      break;
  }
}
