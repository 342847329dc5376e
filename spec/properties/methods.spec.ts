import fc from "fast-check";
import { planHyperfan, type HyperfanPlan, type RequestInput } from "../../src/index.js";
import { activation, fullRequest, network, weightLayer, weightWithFans } from "./arbitraries.js";
import { relativeError } from "./relative-error.js";

const planWith = (request: RequestInput, method: HyperfanPlan["method"]): HyperfanPlan => planHyperfan({ ...request, method });
const intended = ({ heads }: HyperfanPlan): number[] => heads.map(({ intended }) => intended?.variance ?? NaN);

describe("the three methods", () => {
  const computed = { conventions: fc.constant("exact" as const), without: ["targetVariances", "headOverrides"] as const };

  it("agree on weights when fan-in equals fan-out, no bias shares the variance, and the activation is relu", () => {
    const square = weightWithFans().map(({ meta, ...weight }) => ({ ...weight, meta: { ...meta, fanOut: meta.fanIn } }));
    const layer = weightLayer({ weight: square, bias: fc.constant(false), activation: fc.constant(undefined) });
    fc.assert(
      fc.property(fullRequest({ ...computed, network: network({ layer }), mainActivation: activation({ names: ["relu", "leaky_relu", "linear"] }) }), (request) => {
        const { heads } = planWith(request, "in");
        planWith(request, "out").heads.forEach(({ weight }, head) => { expect(weight).toEqual(heads[head]?.weight); });
        planWith(request, "harmonic").heads.forEach(({ weight }, head) => { expect(weight).toEqual(heads[head]?.weight); });
      }),
    );
  });

  it("differ by β = 2 on such a weight when a bias is generated with it: only the fan-in method shares", () => {
    const square = weightWithFans().map(({ meta, ...weight }) => ({ ...weight, meta: { ...meta, fanOut: meta.fanIn } }));
    const layer = weightLayer({ weight: square, bias: fc.constant(true), activation: fc.constant(undefined) });
    const requests = fullRequest({ ...computed, network: network({ layer, numbered: true, maxLayers: 1 }), mainActivation: fc.constant("relu"), without: [...computed.without, "generated"] });
    fc.assert(
      fc.property(requests, (request) => {
        const [byFanIn = NaN] = intended(planWith(request, "in"));
        const [byFanOut = NaN] = intended(planWith(request, "out"));
        const [byBoth = NaN] = intended(planWith(request, "harmonic"));
        expect(relativeError(byFanOut, 2 * byFanIn)).toBeLessThan(1e-15);
        // The harmonic mean of 1 and 2 is 4/3.
        expect(relativeError(byBoth, (4 / 3) * byFanIn)).toBeLessThan(1e-15);
      }),
    );
  });

  it("have the harmonic one between the other two, and at 0 where one of them is", () => {
    fc.assert(
      fc.property(fullRequest({ ...computed, network: network({ layer: weightLayer() }) }), (request) => {
        const byFanIn = intended(planWith(request, "in"));
        const byFanOut = intended(planWith(request, "out"));
        intended(planWith(request, "harmonic")).forEach((both, head) => {
          const [least = NaN, greatest = NaN] = [byFanIn[head] ?? NaN, byFanOut[head] ?? NaN].sort((a, b) => a - b);
          if (least === 0) expect(both).toBe(0);
          // The harmonic mean is at most twice the smaller of the two, and rounding may put it a bit beside its ends.
          expect(both).toBeGreaterThanOrEqual(least * (1 - 1e-15));
          expect(both).toBeLessThanOrEqual(Math.min(greatest, 2 * least) * (1 + 1e-15));
        });
      }),
    );
  });
});
