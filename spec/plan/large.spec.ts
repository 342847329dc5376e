import { expandChunks, parsePlan, planChunkedHyperfan, planHyperfan, type RequestInput } from "../../src/index.js";

/** A request for `count` square matrices of `width`² elements, each with a bias. */
function network(kind: RequestInput["kind"], count: number, width: number): RequestInput {
  return {
    kind,
    targetShapes: Array.from({ length: count }, () => [[width, width], [width]]).flat(),
    paramMeta: Array.from({ length: count }, (_, layer) => [{ name: "weight", layer }, { name: "bias", layer }]).flat(),
    inputs: [{ dim: 8, variance: 1e-9 }],
    hypernet: { hiddenDims: [100] },
  };
}

function millisecondsFor(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

describe("a large network", () => {
  it("of 10^12 parameters in 10^9 chunks is planned by its tensors: a small plan at once", () => {
    const request: RequestInput = { ...network("chunked-hyperfan", 10, 316227), chunking: { size: 1000 } };
    const plan = planChunkedHyperfan(request);
    expect(plan.chunks.count).toBe(Math.ceil((10 * (316227 ** 2 + 316227)) / 1000));
    expect(plan.chunks.count).toBeGreaterThan(9.9e8);
    expect(plan.chunks.runs.length).toBeLessThanOrEqual(2 * 20);
    expect(JSON.stringify(plan).length).toBeLessThan(30_000);
    expect(millisecondsFor(() => planChunkedHyperfan(request))).toBeLessThan(1000);
    expect(parsePlan(plan)).toEqual(plan);
  });

  it("of 10^15 parameters still has whole numbers of rows and chunks", () => {
    // 31622776² is just below 10^15, and 2^53 nine times that.
    const width = 31622776;
    const full = planHyperfan(network("hyperfan", 1, width));
    expect(full.heads.map(({ rows }) => rows)).toEqual([[0, width ** 2], [width ** 2, width ** 2 + width]]);
    const chunked = planChunkedHyperfan({ ...network("chunked-hyperfan", 1, width), chunking: { size: 7 } });
    expect(BigInt(chunked.chunks.count)).toBe((BigInt(width) * BigInt(width + 1) + 6n) / 7n);
    const { first, count } = chunked.chunks.runs.at(-1)!;
    expect(first + count).toBe(chunked.chunks.count);
  });

  it("of 2^53 - 1 elements can be cut into chunks of one", () => {
    const plan = planChunkedHyperfan({ ...network("chunked-hyperfan", 1, 1), targetShapes: [[Number.MAX_SAFE_INTEGER - 3], [3]], targetVariances: [1, 2], chunking: { size: 1 } });
    expect(plan.chunks.runs.map(({ first, count }) => [first, count])).toEqual([[0, Number.MAX_SAFE_INTEGER - 3], [Number.MAX_SAFE_INTEGER - 3, 3]]);
    expect(parsePlan(plan)).toEqual(plan);
  });

  it("of any number of parameters can be one chunk", () => {
    const { chunks } = planChunkedHyperfan({ ...network("chunked-hyperfan", 3, 1e7), chunking: { size: Number.MAX_SAFE_INTEGER } });
    expect(chunks.runs).toHaveLength(1);
    expect(chunks.count).toBe(1);
  });

  it("has its first chunks at once, and all of them one by one", () => {
    const plan = planChunkedHyperfan({ ...network("chunked-hyperfan", 10, 316227), chunking: { size: 1000 } });
    let [seen, last] = [0, -1];
    for (const { chunk } of expandChunks(plan)) {
      last = chunk;
      if (++seen === 100_000) break;
    }
    expect([seen, last]).toEqual([100_000, 99_999]);
  });

  it("of thousands of tensors takes time in proportion to them", () => {
    const times = [1000, 8000].map((count) => {
      const full = network("hyperfan", count, 50);
      const chunked: RequestInput = { ...network("chunked-hyperfan", count, 50), chunking: { size: 333 } };
      planHyperfan(full);
      return Math.min(...[1, 2, 3].map(() => millisecondsFor(() => [planHyperfan(full), planChunkedHyperfan(chunked)])));
    });
    // Eight times the tensors; anything quadratic would take 64 times as long. The floor is for a busy machine.
    expect(times[1]).toBeLessThan(30 * Math.max(times[0]!, 20));
  });
});
