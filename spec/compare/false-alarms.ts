import { planTensors } from "../../src/kinds/index.js";
import { expectations } from "../../src/compare/expectation.js";
import { compareMean, compareVariance } from "../../src/compare/judge.js";
import type { Plan } from "../../src/index.js";
import { drawMoments, pooled, seeded, type Moments } from "./draw.js";

/** What one hypernetwork after the other gives each tensor. */
export type Networks = readonly (readonly Moments[])[];

export function drawSeeded(plan: Plan, networks: number, seed: number): Networks {
  const random = seeded(seed);
  return Array.from({ length: networks }, () => drawMoments(plan, random));
}

/** Whether measurements of a plan disagree with it, for many sets of as many networks: everything but the reading of them. */
export function judgeOf(plan: Plan, networks: number, level: number): (set: Networks, factor?: number) => boolean {
  const planned = planTensors(plan).map(({ shape }, position) => ({ position, networks, count: networks * shape.reduce((size, dim) => size * dim, 1) }));
  const { criticalZ, tensors } = expectations(plan, "training", planned, level);
  return (set, factor = 1) =>
    tensors.every(({ sample, nulls }, tensor) => {
      const { mean, variance, count } = pooled(set.map((moments) => moments[tensor]!));
      const measured = { tensor, mean: mean * Math.sqrt(factor), variance: variance * factor, count };
      return compareMean(measured, sample, nulls, criticalZ).agrees && compareVariance(measured, sample, nulls, criticalZ).agrees;
    });
}

/** Networks in sets of as many. */
export function setsOf(drawn: Networks, networks: number): readonly Networks[] {
  return Array.from({ length: Math.floor(drawn.length / networks) }, (_, set) => drawn.slice(set * networks, (set + 1) * networks));
}

/** The share of sets that disagree. */
export function rateOf(sets: readonly Networks[], disagrees: (set: Networks) => boolean): number {
  return sets.filter(disagrees).length / sets.length;
}
