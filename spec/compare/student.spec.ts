import fc from "fast-check";
import { scoreOfStudent, studentAt } from "../../src/compare/student.js";

describe("scoreOfStudent", () => {
  // Quantiles of Student's distribution (Abramowitz & Stegun, table 26.10) for two-sided tails of 0.05, 0.01 and 0.001.
  it.each([
    [3, 3.182, 1.959964],
    [3, 12.924, 3.290527],
    [5, 4.032, 2.575829],
    [10, 2.228, 1.959964],
    [10, 4.587, 3.290527],
    [30, 2.75, 2.575829],
    [120, 3.373, 3.290527],
  ])("of %d degrees of freedom errs by at most 0.07 at t = %d, to the side of no false alarm", (degrees, t, z) => {
    expect(z - scoreOfStudent(t, degrees)).toBeLessThan(0.07);
    expect(scoreOfStudent(t, degrees)).toBeLessThan(z + 1e-3);
    expect(scoreOfStudent(-t, degrees)).toBe(-scoreOfStudent(t, degrees));
  });

  it("is inverted by studentAt", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 8, noNaN: true }), fc.double({ min: 1, max: 1e6, noNaN: true }), (z, degrees) => {
        expect(scoreOfStudent(studentAt(z, degrees), degrees)).toBeCloseTo(z, 6);
      }),
    );
  });

  it("does not leave the doubles", () => {
    expect(scoreOfStudent(1e290, 1)).toBeLessThan(100);
    expect(scoreOfStudent(1e9, 4)).toBeGreaterThan(scoreOfStudent(1e7, 4));
    expect(scoreOfStudent(0, 4)).toBe(0);
  });
});
