import fc from "fast-check";
import { expandChunks, planChunkedHyperfan, type ChunkedHyperfanPlan } from "../../src/index.js";
import type { TargetRun } from "../../src/plan/chunk-targets.js";
import { targetsOf, type Stretch } from "../plan/stretches.js";
import { activation, chunkedRequest, chunking, plainHypernet, positive, quickNames } from "./arbitraries.js";
import { relativeError } from "./relative-error.js";

/** The variance of every single element, in order. */
const elements = (stretches: readonly Stretch[]): number[] => stretches.flatMap(({ size, variance }) => Array.from({ length: size }, () => variance));

/**
 * Target of every chunk as the formulas describe it: the flattened tensors are cut in order, and a chunk's target is the
 * mean over its elements. The reference pads the last chunk with elements of the last tensor.
 */
function chunkByChunk(stretches: readonly Stretch[], chunkSize: number, padLast: boolean): number[] {
  const flat = elements(stretches);
  if (padLast) while (flat.length % chunkSize !== 0) flat.push(stretches.at(-1)?.variance ?? NaN);
  const targets: number[] = [];
  for (let start = 0; start < flat.length; start += chunkSize) {
    const chunk = flat.slice(start, start + chunkSize);
    targets.push(chunk.reduce((sum, variance) => sum + variance, 0) / chunk.length);
  }
  return targets;
}

const expand = (runs: readonly TargetRun[]): number[] => runs.flatMap(({ count, targetVariance }) => Array.from({ length: count }, () => targetVariance));

const worstError = (actual: readonly number[], expected: readonly number[]): number => Math.max(...actual.map((value, index) => relativeError(value, expected[index] ?? NaN)));

const total = (stretches: readonly Stretch[]): number => stretches.reduce((sum, { size }) => sum + size, 0);

function elementsIn(plan: ChunkedHyperfanPlan): Stretch[] {
  return plan.tensors.map(({ shape, intended }) => ({ size: shape.reduce((size, dim) => size * dim, 1), variance: intended.variance }));
}

// Few different variances, so that tensors with equal ones are often neighbours.
const stretches = fc.array(fc.record({ size: fc.integer({ min: 1, max: 120 }), variance: fc.oneof(fc.constantFrom(0, 0.5, 1 / 3), positive()) }), { minLength: 1, maxLength: 12 });
const chunkSize = fc.integer({ min: 1, max: 80 });

describe("runs of chunk targets", () => {
  it("say of every chunk what walking through its elements says, whichever rule the last chunk follows", () => {
    fc.assert(
      fc.property(stretches, chunkSize, fc.boolean(), (given, size, padLast) => {
        const expected = chunkByChunk(given, size, padLast);
        const found = expand(targetsOf(given, size, padLast));
        expect(found).toHaveLength(expected.length);
        expect(worstError(found, expected)).toBeLessThan(1e-13);
      }),
      { numRuns: 1000 },
    );
  });

  it("are maximal, follow each other, and hold all elements", () => {
    fc.assert(
      fc.property(stretches, chunkSize, fc.boolean(), (given, size, padLast) => {
        const runs = targetsOf(given, size, padLast);
        runs.forEach(({ first, targetVariance }, index) => {
          const before = runs[index - 1];
          expect(first).toBe(before === undefined ? 0 : before.first + before.count);
          expect(targetVariance).not.toBe(before?.targetVariance);
        });
        const last = runs.at(-1);
        expect((last?.first ?? 0) + (last?.count ?? 0)).toBe(Math.ceil(total(given) / size));
      }),
      { numRuns: 500 },
    );
  });

  it("are few: at most two for each tensor", () => {
    fc.assert(fc.property(stretches, chunkSize, (given, size) => targetsOf(given, size, false).length <= 2 * given.length));
  });

  it("conserve the sum of all elements' variances, over the elements that are used", () => {
    fc.assert(
      fc.property(stretches, chunkSize, (given, size) => {
        const used = (chunk: number): number => Math.min(size, total(given) - chunk * size);
        const targets = expand(targetsOf(given, size, false));
        const asked = given.reduce((sum, stretch) => sum + stretch.size * stretch.variance, 0);
        expect(relativeError(targets.reduce((sum, target, chunk) => sum + used(chunk) * target, 0), asked)).toBeLessThan(1e-12);
      }),
      { numRuns: 500 },
    );
  });

  it("take a tensor's own variance, to the last bit, for a chunk inside it", () => {
    fc.assert(
      fc.property(stretches, chunkSize, (given, size) => {
        const own = elements(given);
        expand(targetsOf(given, size, false)).forEach((target, chunk) => {
          const inside = own.slice(chunk * size, (chunk + 1) * size);
          if (inside.every((variance) => variance === inside[0])) expect(target).toBe(inside[0]);
        });
      }),
    );
  });
});

const hypernet = plainHypernet({ activation: activation({ names: quickNames }) });
// With a scale for each tensor, chunks are all generated alike.
const unscaled = chunking({ strategy: fc.constantFrom("embedding", "rescale") });

describe("runs of a chunked plan", () => {
  it("expand to the chunks of its tensors' intended variances, under exact conventions", () => {
    fc.assert(
      fc.property(chunkedRequest({ hypernet, conventions: fc.constant("exact"), chunking: unscaled }), (request) => {
        const plan = planChunkedHyperfan(request);
        const chunks = [...expandChunks(plan)];
        const expected = chunkByChunk(elementsIn(plan), plan.chunks.size, false);
        expect(chunks.map(({ chunk }) => chunk)).toEqual([...expected.keys()]);
        expect(plan.chunks.count).toBe(expected.length);
        expect(worstError(chunks.map(({ targetVariance }) => targetVariance), expected)).toBeLessThan(1e-13);
      }),
    );
  });

  it("expand to the chunks of the caller's variances, under any conventions", () => {
    const requests = chunkedRequest({ hypernet, without: ["generated", "targetVariances"], chunking: unscaled });
    fc.assert(
      fc.property(requests, fc.infiniteStream(positive()), (request, variances) => {
        const targetVariances = request.targetShapes.map(() => variances.next().value);
        const plan = planChunkedHyperfan({ ...request, targetVariances });
        const expected = chunkByChunk(elementsIn(plan), plan.chunks.size, plan.conventions.lastChunk === "padded");
        expect(plan.tensors.map(({ intended }) => intended.variance)).toEqual(targetVariances);
        expect(worstError([...expandChunks(plan)].map(({ targetVariance }) => targetVariance), expected)).toBeLessThan(1e-13);
      }),
    );
  });

  it("are one run of variance 1 where every tensor has a scale of its own", () => {
    fc.assert(
      fc.property(chunkedRequest({ hypernet, chunking: chunking({ strategy: fc.constant("per-tensor-scale") }) }), (request) => {
        const { count, runs } = planChunkedHyperfan(request).chunks;
        expect(runs).toMatchObject([{ first: 0, count, targetVariance: 1 }]);
      }),
    );
  });

  it("are maximal", () => {
    fc.assert(
      fc.property(chunkedRequest({ hypernet }), (request) => {
        const { runs } = planChunkedHyperfan(request).chunks;
        runs.forEach((run, index) => { expect(run.targetVariance).not.toBe(runs[index - 1]?.targetVariance); });
      }),
    );
  });

  it("predict for each tensor the mean over its elements of what their chunks will have, after its scale", () => {
    fc.assert(
      fc.property(chunkedRequest({ hypernet }), (request) => {
        const plan = planChunkedHyperfan(request);
        const perElement = [...expandChunks(plan)].flatMap(({ predictedVariance }) => Array.from({ length: plan.chunks.size }, () => predictedVariance));
        let start = 0;
        for (const { shape, predicted, scale = 1, offset = 0 } of plan.tensors) {
          const size = shape.reduce((product, dim) => product * dim, 1);
          const own = perElement.slice(start, start + size);
          start += size;
          expect(relativeError(predicted.variance, (scale ** 2 * own.reduce((sum, variance) => sum + variance, 0)) / size)).toBeLessThan(1e-12);
          expect(predicted.mean).toBe(offset);
        }
      }),
    );
  });
});
