import fc from "fast-check";
import { expandChunks, plan, planChunkedHyperfan, planHyperfan } from "../../src/index.js";
import { activationNames } from "../../src/math/index.js";
import { activation, allConventions, anyRequest, chunkedRequest, conventions, fullRequest, hypernet, plainHypernet, quickNames } from "./arbitraries.js";
import { evaluate } from "../../src/hypernetwork/program.js";
import { kindOf } from "../../src/kinds/index.js";
import { relativeError } from "./relative-error.js";

const exact = fc.constant("exact" as const);

describe.each(activationNames)("under exact conventions, with %s in the hypernetwork", (name) => {
  const names = [name];

  it("every head that nothing overrides is predicted to have what is intended, at any depth, norm and dropout", () => {
    fc.assert(
      fc.property(fullRequest({ hypernet: hypernet({ activation: activation({ names }) }), conventions: exact }), (request) => {
        for (const { intended, predicted } of planHyperfan(request).heads) {
          if (intended === null) continue;
          expect(predicted.mean).toBe(intended.mean);
          expect(relativeError(predicted.variance, intended.variance)).toBeLessThan(1e-12);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("every chunk that is not clipped is predicted to have its target variance, at any depth and dropout", () => {
    fc.assert(
      fc.property(chunkedRequest({ hypernet: plainHypernet({ activation: activation({ names }) }), conventions: exact }), (request) => {
        for (const { clipped, predictedVariance, targetVariance } of expandChunks(planChunkedHyperfan(request))) {
          if (!clipped) expect(relativeError(predictedVariance, targetVariance)).toBeLessThan(1e-12);
        }
      }),
      { numRuns: 15 },
    );
  });
});

const quick = plainHypernet({ activation: activation({ names: quickNames }), useBias: fc.constant(true) });

describe("predictions", () => {
  it("do not depend on whether the hypernetwork has biases, as these start at zero", () => {
    fc.assert(
      fc.property(chunkedRequest({ hypernet: quick }), (request) => {
        const predicted = (useBias: boolean): unknown => planChunkedHyperfan({ ...request, hypernet: { ...request.hypernet, useBias } }).tensors;
        expect(predicted(true)).toEqual(predicted(false));
      }),
    );
  });

  it("are the same for chunk embeddings of every distribution", () => {
    fc.assert(
      fc.property(chunkedRequest({ hypernet: quick }), (request) => {
        const predicted = (distribution: "uniform" | "normal" | "sphere"): unknown =>
          planChunkedHyperfan({ ...request, chunking: { size: 1, ...request.chunking, distribution } }).tensors;
        expect(predicted("normal")).toEqual(predicted("uniform"));
        expect(predicted("sphere")).toEqual(predicted("uniform"));
      }),
    );
  });
});

describe("a plan's distributions", () => {
  it("give what the plan predicts, under any conventions, when they are propagated again", () => {
    fc.assert(
      fc.property(anyRequest({ hypernet: quick }), (request) => {
        const made = plan(request);
        const replayed = evaluate(kindOf(made).program(made, "training")).tensors;
        (made.kind === "hyperfan" ? made.heads : made.tensors).forEach(({ predicted }, index) => {
          expect(relativeError(replayed[index]?.variance ?? NaN, predicted.variance)).toBeLessThan(1e-9);
          expect(replayed[index]?.mean).toBeCloseTo(predicted.mean, 6);
        });
      }),
    );
  });
});

describe("what is intended", () => {
  it("follows the documented rules whatever the conventions", () => {
    // A variance that the caller was made to give, because of the conventions, is the caller's.
    const requests = anyRequest({ hypernet: quick, conventions: conventions() });
    fc.assert(
      fc.property(requests, (request) => {
        const made = plan(request);
        const documented = plan({ ...request, conventions: "exact" });
        expect(made.conventions).toEqual(allConventions(request.conventions));
        const intendedBy = (of: typeof made): unknown => (of.kind === "hyperfan" ? of.heads : of.tensors).map(({ intended }) => intended);
        expect(intendedBy(made)).toEqual(intendedBy(documented));
      }),
    );
  });
});
