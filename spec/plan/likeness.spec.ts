import { layersOf } from "../hypernetwork/layers.js";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { alikePairs, outputCorrelations, type AlikeRun } from "../../src/plan/likeness.js";

const run = (inputSecondMoment: number, chunks: number): AlikeRun => ({ chunks, run: { embedding: { inputSecondMoment } } });

/** The second moment of every chunk's input, in order. */
const sortedMoments = (runs: readonly AlikeRun[]): readonly number[] =>
  runs.flatMap(({ chunks, run: { embedding } }) => Array.from({ length: chunks }, () => embedding.inputSecondMoment)).sort((a, b) => a - b);

const runs = fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 3 })), { maxLength: 60 }).map((list) => list.map(([moment, chunks]) => run(moment, chunks)));

describe("alikePairs", () => {
  it("has the two chunks of least second moment in a proportional network", () => {
    fc.assert(fc.property(runs, (list) => {
      const sorted = sortedMoments(list);
      expect(alikePairs(list, true)).toEqual(sorted.length < 2 ? [] : [sorted.slice(0, 2)]);
    }));
  });

  it("has all neighbours of a short list in any other", () => {
    const list = [run(5, 1), run(2, 1), run(9, 4), run(3, 2)];
    expect(alikePairs(list, false)).toEqual([[2, 3], [3, 3], [3, 5], [5, 9], [9, 9]]);
    expect(alikePairs([run(5, 1)], false)).toEqual([]);
    expect(alikePairs([], false)).toEqual([]);
  });

  it("has 16 pairs of neighbours, evenly from a long list, the least first", () => {
    fc.assert(fc.property(fc.integer({ min: 17, max: 400 }), (length) => {
      const list = Array.from({ length: length + 1 }, (_, position) => run(length - position, 1));
      const pairs = alikePairs(list, false);
      expect(pairs).toHaveLength(16);
      expect(pairs[0]).toEqual([0, 1]);
      expect(pairs.every(([a, b]) => b === a + 1)).toBe(true);
      pairs.forEach(([a], index) => {
        expect(Math.abs(a - (index * length) / 16)).toBeLessThan(1);
      });
    }));
  });
});

describe("outputCorrelations", () => {
  /** Mean product of two relu units with these second moments of their pre-activations. Source: Cho & Saul 2009. */
  const reluProduct = (a: number, b: number, product: number): number => {
    const angle = Math.acos(product / Math.sqrt(a * b));
    return (Math.sqrt(a * b) / (2 * Math.PI)) * (Math.sin(angle) + (Math.PI - angle) * Math.cos(angle));
  };

  it("divides second moments by what dropout keeps, and not the product of two masks", () => {
    const [a, b, shared, keep, gain] = [1, 2, 0.6, 0.7, 2];
    const [a1, b1, shared1] = [(gain * a) / 2 / keep, (gain * b) / 2 / keep, reluProduct(gain * a, gain * b, gain * shared)];
    const [a2, b2, shared2] = [(gain * a1) / 2 / keep, (gain * b1) / 2 / keep, reluProduct(gain * a1, gain * b1, gain * shared1)];
    const layers = layersOf([10, 20], gain, { activation: { name: "relu" }, dropout: 1 - keep });
    expect(outputCorrelations(layers)(shared, a, b)).toBeCloseTo(shared2 / Math.sqrt(a2 * b2), 12);
  });

  it("is 1 where nothing is generated", () => {
    expect(outputCorrelations([])(0, 0, 1)).toBe(1);
  });
});
