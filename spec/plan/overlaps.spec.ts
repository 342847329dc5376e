import fc from "fast-check";
import { overlaps } from "../../src/plan/overlaps.js";

interface Run {
  readonly first: number;
  readonly count: number;
}

/** Elements of each tensor in each run, and chunks of the run that hold them, one element after the other. */
function oneByOne(sizes: readonly number[], runs: readonly Run[], chunkSize: number): { run: Run; elements: number; chunks: number }[][] {
  let at = 0;
  return sizes.map((size) => {
    const chunks = Array.from({ length: size }, () => Math.floor(at++ / chunkSize));
    return runs.flatMap((run) => {
      const inRun = chunks.filter((chunk) => chunk >= run.first && chunk < run.first + run.count);
      return inRun.length === 0 ? [] : [{ run, elements: inRun.length, chunks: new Set(inRun).size }];
    });
  });
}

describe("overlaps", () => {
  const [a, b] = [{ first: 0, count: 2 }, { first: 2, count: 1 }];

  it("tells for each tensor which runs its elements fall into, and how many", () => {
    expect(overlaps([5, 4], [a, b], 3)).toEqual([
      [{ run: a, elements: 5, chunks: 2 }],
      [{ run: a, elements: 1, chunks: 1 }, { run: b, elements: 3, chunks: 1 }],
    ]);
  });

  it("starts the next tensor with the next run where one ends with the other", () => {
    expect(overlaps([6, 3], [a, b], 3)).toEqual([[{ run: a, elements: 6, chunks: 2 }], [{ run: b, elements: 3, chunks: 1 }]]);
  });

  it("leaves the unused rows of the last chunk to no tensor", () => {
    expect(overlaps([7], [a, b], 3)).toEqual([[{ run: a, elements: 6, chunks: 2 }, { run: b, elements: 1, chunks: 1 }]]);
  });

  it("agrees with counting the elements one by one", () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 6 });
    const counts = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 180, maxLength: 180 });
    fc.assert(
      fc.property(sizes, counts, fc.integer({ min: 1, max: 10 }), (given, lengths, chunkSize) => {
        // Enough runs for all elements; as in a plan, none begins after the last one.
        let first = 0;
        const needed = Math.ceil(given.reduce((sum, size) => sum + size, 0) / chunkSize);
        const runs = lengths.flatMap((count) => {
          const run = { first, count: Math.min(count, needed - first) };
          first += Math.max(0, run.count);
          return run.count > 0 ? [run] : [];
        });
        expect(overlaps(given, runs, chunkSize)).toEqual(oneByOne(given, runs, chunkSize));
      }),
    );
  });
});
