import { describe, expect, it } from "@jest/globals";
import { exactly, type Generator } from "../../src/compare/generator.js";
import { compareMean } from "../../src/compare/mean.js";
import { hasVariance, sampleOf, type Sample } from "../../src/compare/sample.js";
import { NO_SPREAD, scoreOf, valueAt } from "../../src/compare/spread.js";
import { studentAt } from "../../src/compare/student.js";
import { compareVariance } from "../../src/compare/variance.js";

/** What draws independent normal numbers of variance 4. */
const normal: Generator = { worth: { variance: 1, mean: 1 }, within: exactly(4), spread: NO_SPREAD, excess: 0, mean: exactly(3), between: exactly(0) };
const measured = { tensor: 0, mean: 3, variance: 4, count: 101 };

describe("the variance of a sample", () => {
  it("of normal numbers scatters as χ²: relative variance 2/ν, skewness √(8/ν)", () => {
    const { spread } = sampleOf(normal, { count: 101, networks: 1 });
    expect(spread.variance).toBeCloseTo(2 / 100, 14);
    expect(spread.skewness).toBeCloseTo(Math.sqrt(8 / 100), 2);
  });

  it("of uniform numbers scatters by 0.8/ν, and is hardly skewed: E[(x² − 1)³] is 16/35", () => {
    const { spread } = sampleOf({ ...normal, excess: -1.2 }, { count: 101, networks: 1 });
    expect(spread.variance).toBeCloseTo(0.8 / 100, 14);
    // In units of the standard deviation of a mean of 100 squares.
    expect(spread.skewness).toBeCloseTo(16 / 35 / 0.8 ** 1.5 / 10, 12);
  });

  it("loses one number in all, not one per network", () => {
    const { spread } = sampleOf({ ...normal, excess: -1.2 }, { count: 101, networks: 4 });
    expect(spread.variance).toBeCloseTo(0.8 / 100, 14);
  });

  it("is worth fewer numbers where they are alike", () => {
    const alike = sampleOf({ ...normal, worth: { variance: 0.5, mean: 0.25 } }, { count: 100, networks: 1 });
    expect(alike.effective).toEqual({ variance: 50, mean: 25 });
    expect(alike.spread.variance).toBeCloseTo(2 / 49, 14);
    const few = (worth: number): boolean => hasVariance(sampleOf({ ...normal, worth: { variance: worth, mean: 1 } }, { count: 4, networks: 1 }));
    expect([few(0.5), few(0.49)]).toEqual([true, false]);
  });

  it("shows what differs between networks as far as several show it, which scatters as the mean of few squares", () => {
    const between = { planned: 2, corrected: 1 };
    const one = sampleOf({ ...normal, between }, { count: 1000, networks: 1 });
    expect(one.variance).toEqual({ planned: 4, corrected: 4 });
    expect(one.meanVariance).toBe(1);
    const five = sampleOf({ ...normal, between }, { count: 1e9, networks: 5 });
    expect(five.variance.planned).toBeCloseTo(4 + 0.8 * 2, 14);
    expect(five.variance.corrected).toBeCloseTo(4 + 0.8, 14);
    expect(five.meanVariance).toBe(0.2);
    // 0.8 of 4.8 by four degrees of freedom
    expect(five.spread.variance).toBeCloseTo((0.8 / 4.8) ** 2 * (2 / 4), 8);
  });

  it("is on intent with either divisor, from the count to one less", () => {
    const sample = sampleOf(normal, { count: 11, networks: 1 });
    const z = (variance: number): number | null => compareVariance({ ...measured, count: 11, variance }, sample, 2).z;
    expect(z(5)).toBe(scoreOf(5 / 4, sample.spread));
    expect(z(2)).toBe(scoreOf(2 / ((4 * 10) / 11), sample.spread));
    // The median lies below the mean.
    expect(z(valueAt(0, sample.spread) * 3.8)).toBe(0);
  });

  it("may lie anywhere between the plan and its correction for finite width, whichever is larger", () => {
    for (const within of [{ planned: 4, corrected: 5 }, { planned: 5, corrected: 4 }]) {
      const sample = sampleOf({ ...normal, within }, { count: 101, networks: 1 });
      const z = (variance: number): number | null => compareVariance({ ...measured, variance }, sample, 2).z;
      const median = valueAt(0, sample.spread);
      expect([z(4 * median), z(4.5 * median), z(4.999 * median)]).toEqual([0, 0, 0]);
      expect(z(6)).toBe(scoreOf(6 / 5, sample.spread));
      expect(z(3)).toBe(scoreOf(3 / (4 * (1 - 1 / 101)), sample.spread));
    }
  });

  it("of numbers at the end of its interval has the critical score, and agrees", () => {
    const sample = sampleOf(normal, { count: 101, networks: 1 });
    const { low, high } = compareVariance(measured, sample, 2);
    const at = (variance: number) => compareVariance({ ...measured, variance }, sample, 2);
    expect(at(high ?? NaN).z).toBeCloseTo(2, 9);
    expect(at(low ?? NaN).z).toBeCloseTo(-2, 9);
    expect([at((high ?? NaN) * 1.0001).agrees, at((low ?? NaN) * 0.9999).agrees]).toEqual([false, false]);
    expect([at((high ?? NaN) * 0.9999).agrees, at((low ?? NaN) * 1.0001).agrees]).toEqual([true, true]);
  });
});

describe("the mean of a sample", () => {
  const sample: Sample = { ...sampleOf(normal, { count: 101, networks: 1 }), effective: { variance: 11, mean: 5 }, meanVariance: 0.5 };

  it("reaches as far as Student's variable, by the measured variance over one number less, and that between networks", () => {
    const { low, high, predicted } = compareMean({ ...measured, variance: 6 }, sample, 2);
    const reach = Math.sqrt(6 / 4 + 0.5) * studentAt(2, 10);
    expect(predicted).toBe(3);
    expect(low).toBeCloseTo(3 - reach, 12);
    expect(high).toBeCloseTo(3 + reach, 12);
  });

  it("has its score beside the nearer of plan and correction", () => {
    const shifted = { ...sample, mean: { planned: 3, corrected: 4 } };
    const z = (mean: number): number | null => compareMean({ ...measured, mean, variance: 6 }, shifted, 2).z;
    expect([z(3), z(3.5), z(4)]).toEqual([0, 0, 0]);
    expect(z(5)).toBeCloseTo(-(z(2) ?? NaN), 12);
    expect(z(5)).toBeGreaterThan(0.5);
    const end = 4 + Math.sqrt(2) * studentAt(2, 10);
    expect(z(end)).toBeCloseTo(2, 12);
    expect([end - 1e-9, end + 1e-9].map((mean) => compareMean({ ...measured, mean, variance: 6 }, shifted, 2).agrees)).toEqual([true, false]);
  });
});
