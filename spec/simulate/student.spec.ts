import { studentAt } from "../../src/simulate/student.js";

describe("studentAt", () => {
  // Quantiles of Student's distribution (Abramowitz & Stegun, table 26.10) for two-sided tails of 0.05, 0.01 and 0.001.
  it.each([
    [1.959964, 3, 3.182],
    [1.959964, 120, 1.98],
    [2.575829, 5, 4.032],
    [2.575829, 30, 2.75],
    [3.290527, 10, 4.587],
    [3.290527, 120, 3.373],
  ])("gives for the normal score %d and %d degrees of freedom %d or a little more", (score, degrees, t) => {
    expect(studentAt(score, degrees) / t).toBeGreaterThan(0.9995);
    expect(studentAt(score, degrees) / t).toBeLessThan(1.06);
  });

  it("needs hardly any more than a normal variable where there are many", () => {
    expect(studentAt(4, 999)).toBeCloseTo(4.016, 2);
    expect(studentAt(0, 5)).toBe(0);
  });
});
