import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { defaultSizes } from "../../src/advise/chunk-sizes.js";
import { isUndominated } from "../../src/advise/undominated.js";
import { adviseChunkSize, planChunkedHyperfan, type ChunkedHyperfanPlan, type RequestInput } from "../../src/index.js";

const wideResNet = JSON.parse(readFileSync(join(__dirname, "../../docs/examples/wrn-28-10.request.json"), "utf8")) as RequestInput & { chunking: object };

const small: RequestInput & { chunking: object } = {
  kind: "chunked-hyperfan",
  targetShapes: [[30, 20], [30], [10, 30], [10]],
  inputs: [{ dim: 4 }],
  hypernet: { hiddenDims: [16] },
  chunking: { size: 1, embeddingDim: 3 },
};

/** Weights, biases and embeddings, counted one by one. */
function countParameters(plan: ChunkedHyperfanPlan): number {
  let count = plan.chunks.count * plan.chunks.embeddingDim * (plan.chunks.perCondition ? plan.chunks.conditions : 1);
  for (const { weight, bias } of [...plan.hidden, plan.output]) {
    for (const shape of [weight.shape, bias?.shape ?? [0]]) count += shape.reduce((product, dim) => product * dim);
  }
  return count;
}

describe("adviseChunkSize", () => {
  it("says for each size what the plan for that size says", () => {
    const sizes = [100, 2000, 10_000, 250_000];
    const advice = adviseChunkSize(wideResNet, { sizes });
    expect(advice.elements).toBe(36_488_170);
    for (const row of advice.rows) {
      const plan = planChunkedHyperfan({ ...wideResNet, chunking: { ...wideResNet.chunking, size: row.size } });
      const ratios = plan.tensors.map(({ ratio }) => ratio ?? NaN).sort((a, b) => a - b);
      expect(row).toMatchObject({
        chunks: plan.chunks.count,
        hypernetParameters: countParameters(plan),
        compression: advice.elements / countParameters(plan),
        clippedChunks: plan.chunks.runs.reduce((total, run) => total + (run.clipped ? run.count : 0), 0),
        worstRatio: plan.summary.worstRatio,
        medianRatio: ratios[(ratios.length - 1) / 2],
        largestCorrelation: plan.summary.largestCorrelation,
      });
    }
    expect(advice.rows.map(({ size }) => size)).toEqual(sizes);
  });

  it("marks what is over the budget, and nothing of it as best", () => {
    const { rows } = adviseChunkSize(wideResNet, { budget: 1_300_000 });
    expect(rows.some(({ withinBudget }) => withinBudget)).toBe(true);
    for (const { hypernetParameters, withinBudget, best } of rows) {
      expect(withinBudget).toBe(hypernetParameters <= 1_300_000);
      expect(best && !withinBudget).toBe(false);
    }
    expect(rows.some(({ best }) => best)).toBe(true);
  });

  it("counts the embeddings of every condition", () => {
    const chunking = { ...small.chunking, size: 100 };
    const [alone, each] = [chunking, { ...chunking, perCondition: true, conditions: 5 }].map((c) => adviseChunkSize({ ...small, chunking: c }, { sizes: [100] }).rows[0]);
    expect(each!.hypernetParameters - alone!.hypernetParameters).toBe(4 * alone!.chunks * 3);
  });

  it("tries sizes up to one chunk for everything", () => {
    const { rows, elements } = adviseChunkSize(small);
    expect(rows.at(-1)).toMatchObject({ size: elements, chunks: 1, largestCorrelation: null });
  });

  it("has the median of an even number of ratios between its two middle ones", () => {
    const { rows } = adviseChunkSize(small, { sizes: [7] });
    const ratios = planChunkedHyperfan({ ...small, chunking: { ...small.chunking, size: 7 } }).tensors.map(({ ratio }) => ratio ?? NaN).sort((a, b) => a - b);
    expect(rows[0]!.medianRatio).toBe((ratios[1]! + ratios[2]!) / 2);
  });

  it("counts no biases where there are none", () => {
    const without = { ...small, hypernet: { ...small.hypernet, useBias: false } };
    const [row] = adviseChunkSize(without, { sizes: [100] }).rows;
    expect(row!.hypernetParameters).toBe(countParameters(planChunkedHyperfan({ ...without, chunking: { ...small.chunking, size: 100 } })));
  });

  it("tries each size once, the smallest first", () => {
    expect(adviseChunkSize(small, { sizes: [200, 7, 200, 30, 7] }).rows.map(({ size }) => size)).toEqual([7, 30, 200]);
  });

  it("keeps what costs exactly the budget", () => {
    const parametersOf = (budget?: number): readonly unknown[] => adviseChunkSize(small, { sizes: [100], budget }).rows.map(({ hypernetParameters, withinBudget }) => [hypernetParameters, withinBudget]);
    const [[exact]] = parametersOf() as [[number, boolean]];
    expect(parametersOf(exact)).toEqual([[exact, true]]);
    expect(parametersOf(exact - 1)).toEqual([[exact, false]]);
  });

  it("has no median where no variance is intended", () => {
    const constant = { ...small, targetShapes: [[4, 4]], targetVariances: { weight: 0 } };
    expect(adviseChunkSize(constant, { sizes: [2] }).rows[0]).toMatchObject({ medianRatio: null, worstRatio: null });
  });

  it("has as best what no other row beats in parameters, ratios, share of clipped chunks, and correlation", () => {
    const distance = (ratio: number | null): number => Math.abs(Math.log(ratio ?? 1));
    const networks = [wideResNet, small, { ...small, hypernet: { activation: "tanh" as const } }];
    for (const { rows } of networks.map((network) => adviseChunkSize(network))) {
      const table = rows.map((row) => [row.hypernetParameters, distance(row.worstRatio), distance(row.medianRatio), row.clippedChunks / row.chunks, row.largestCorrelation ?? 0]);
      const beaten = table.map((own) => table.some((other) => other.every((cost, column) => cost <= own[column]! * (1 + 1e-9)) && other.some((cost, column) => cost < own[column]! * (1 - 1e-9))));
      expect(rows.map(({ best }) => best)).toEqual(beaten.map((is) => !is));
    }
  });

  it("refuses full requests and sizes that are none, with the place and the remedy", () => {
    const issuesOf = (advise: () => unknown, code: string): unknown => {
      try {
        return advise();
      } catch (error) {
        expect((error as { code: unknown }).code).toBe(code);
        return (error as { issues: unknown }).issues;
      }
    };
    expect(issuesOf(() => adviseChunkSize({ kind: "hyperfan", targetShapes: [[2, 2]], inputs: [{ dim: 1 }] }), "invalid-request")).toEqual([
      { pointer: "/kind", code: "wrong-kind", message: 'Expected a request of the kind "chunked-hyperfan", with chunking: only chunks have a size to choose.' },
    ]);
    expect(issuesOf(() => adviseChunkSize(small, { sizes: [5, 0, 2.5], budget: 0 }), "invalid-options")).toEqual([
      { pointer: "/sizes/1", code: "too-small", message: "Expected a whole number of at least 1; got 0." },
      { pointer: "/sizes/2", code: "not-a-whole-number", message: "Expected a whole number of at least 1; got 2.5." },
      { pointer: "/budget", code: "too-small", message: "Expected a finite number above 0; got 0." },
    ]);
  });
});

describe("defaultSizes", () => {
  it("are distinct, increasing, and end with the number of elements", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e12 }), (elements) => {
        const sizes = defaultSizes(elements);
        expect(sizes.at(-1)).toBe(elements);
        expect(sizes.every((size, position) => size > (sizes[position - 1] ?? 0))).toBe(true);
      }),
    );
  });
});

describe("isUndominated", () => {
  it("keeps exactly the rows that no other row beats", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 })), { minLength: 1 }), (rows) => {
        const kept = rows.filter(isUndominated(rows, (row) => row));
        const beats = (a: readonly number[], b: readonly number[]): boolean => a[0]! <= b[0]! && a[1]! <= b[1]! && (a[0]! < b[0]! || a[1]! < b[1]!);
        expect(kept).toEqual(rows.filter((row) => !rows.some((other) => beats(other, row))));
        expect(kept.length).toBeGreaterThan(0);
      }),
    );
  });
});
