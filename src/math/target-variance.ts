import type { Fans } from "./fans.js";
import { harmonicMean } from "./means.js";

/** Which side of the main network keeps its variance: activations (fan-in), gradients (fan-out), or both by half. */
export type Method = "in" | "out" | "harmonic";

/** A variance from the fan-in argument and one from the fan-out argument. */
export interface VariancePair {
  readonly in: number;
  readonly out: number;
}

/** The gains c of the main network's activation φ: 1/E[φ(g)²] forward and 1/E[φ'(g)²] backward, g ~ N(0, 1). */
export type Gains = VariancePair;

/**
 * Hyperfan variances of a generated weight: c_in/(β·fan_in) and c_out/fan_out, where `sharing` β is 2 when the layer
 * also has a generated bias, else 1. Source: Chang, Flokas & Lipson 2020 (arXiv 2312.08399), section 4.
 */
export function weightVariances(gains: Gains, fans: Fans, sharing = 1): VariancePair {
  return { in: gains.in / (sharing * fans.fanIn), out: gains.out / fans.fanOut };
}

/**
 * Hyperfan variances of a generated bias: c_in/2 and max(0, c_out(1 - fan_in/fan_out)), with the fans of the bias's
 * layer. Source: as {@link weightVariances}.
 */
export function biasVariances(gains: Gains, fans: Fans): VariancePair {
  return { in: gains.in / 2, out: Math.max(0, gains.out * (1 - fans.fanIn / fans.fanOut)) };
}

/** Variance of PyTorch's default bias initialisation U(±1/√fan_in): 1/(3·fan_in). */
export function defaultBiasVariance(fanIn: number): number {
  return 1 / (3 * fanIn);
}

/** The variance that `method` picks from a pair; `join` is its notion of a harmonic mean. */
export function pickVariance(method: Method, pair: VariancePair, join: (a: number, b: number) => number = harmonicMean): number {
  return method === "harmonic" ? join(pair.in, pair.out) : pair[method];
}
