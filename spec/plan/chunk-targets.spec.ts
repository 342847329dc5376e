import type { TargetRun } from "../../src/plan/chunk-targets.js";
import { targetsOf, type Stretch } from "./stretches.js";

const stretches = (...pairs: readonly (readonly [size: number, variance: number])[]): Stretch[] => pairs.map(([size, variance]) => ({ size, variance }));
const run = (first: number, count: number, targetVariance: number): TargetRun => ({ first, count, targetVariance });

describe("chunkTargets", () => {
  it("gives a chunk inside one tensor that tensor's variance", () => {
    expect(targetsOf(stretches([10, 0.3]), 5, false)).toEqual([run(0, 2, 0.3)]);
  });

  it("gives a chunk over two tensors the mean of their variances by elements", () => {
    expect(targetsOf(stretches([3, 1], [1, 5]), 4, false)).toEqual([run(0, 1, 2)]);
  });

  it("cuts the tensors in order: whole chunks of the first, a shared one, whole chunks of the second", () => {
    // 2·4 + 1 elements of the first; the shared chunk has 1 of it and 3 of the second; 4 more, and 1 in the last.
    expect(targetsOf(stretches([9, 1], [8, 2]), 4, false)).toEqual([run(0, 2, 1), run(2, 1, 1.75), run(3, 2, 2)]);
  });

  it("joins neighbouring chunks of equal variance, also across tensors", () => {
    expect(targetsOf(stretches([4, 1], [4, 1], [4, 2]), 4, false)).toEqual([run(0, 2, 1), run(2, 1, 2)]);
    expect(targetsOf(stretches([5, 1], [3, 1]), 2, false)).toEqual([run(0, 4, 1)]);
    // The shared chunk has 1 too, by its mean.
    expect(targetsOf(stretches([4, 1], [2, 0], [2, 2], [4, 1]), 4, false)).toEqual([run(0, 3, 1)]);
  });

  it("keeps apart runs of equal variance with another between them", () => {
    expect(targetsOf(stretches([4, 1], [4, 2], [4, 1]), 4, false)).toEqual([run(0, 1, 1), run(1, 1, 2), run(2, 1, 1)]);
  });

  it("means a last chunk over the rows that are used", () => {
    expect(targetsOf(stretches([5, 1], [2, 4]), 4, false)).toEqual([run(0, 1, 1), run(1, 1, 3)]);
  });

  it("counts the unused rows of the last chunk as elements of the last tensor, if it is told to", () => {
    // 1 of the first, 2 of the second and 1 row of padding: (1 + 3·4)/4
    expect(targetsOf(stretches([5, 1], [2, 4]), 4, true)).toEqual([run(0, 1, 1), run(1, 1, 3.25)]);
    expect(targetsOf(stretches([4, 1], [4, 2]), 4, true)).toEqual(targetsOf(stretches([4, 1], [4, 2]), 4, false));
  });

  it("puts everything into one chunk that is larger than all tensors", () => {
    expect(targetsOf(stretches([1, 1], [1, 2]), 100, false)).toEqual([run(0, 1, 1.5)]);
    expect(targetsOf(stretches([1, 1], [1, 2]), 100, true)).toEqual([run(0, 1, 1.99)]);
  });

  it("gives every element a chunk of its own at chunk size 1", () => {
    expect(targetsOf(stretches([2, 1], [3, 2]), 1, true)).toEqual([run(0, 2, 1), run(2, 3, 2)]);
  });

  it("makes no runs of nothing", () => {
    expect(targetsOf([], 4, true)).toEqual([]);
  });

  it("counts up to 2^53 elements one by one", () => {
    const [all] = targetsOf(stretches([Number.MAX_SAFE_INTEGER, 0.1]), 1, false);
    expect(all).toEqual(run(0, Number.MAX_SAFE_INTEGER, 0.1));
    expect(targetsOf(stretches([Number.MAX_SAFE_INTEGER - 1, 1], [1, 3]), 2, false)).toEqual([run(0, 2 ** 52 - 1, 1), run(2 ** 52 - 1, 1, 3)]);
  });
});
