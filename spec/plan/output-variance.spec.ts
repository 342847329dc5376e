import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { Node } from "../../src/hypernetwork/node.js";
import { activationNames, type Activation } from "../../src/math/activation.js";
import { outputVariance } from "../../src/plan/output-variance.js";
import { layersOf } from "../hypernetwork/layers.js";
import { toActivation } from "../../src/request/activation-spec.js";

const activation = fc.constantFrom(...activationNames).map(toActivation);
const layersWith = (kind: Activation, keep: number): readonly Node[] => layersOf([10, 7], 1.3, { activation: kind, dropout: 1 - keep });

describe("outputVariance", () => {
  it("is inverted wherever it can be", () => {
    fc.assert(
      fc.property(activation, fc.constantFrom(1, 0.6), fc.double({ min: 0.1, max: 3, noNaN: true }), fc.double({ min: -3, max: 3, noNaN: true }), (kind, keep, gain, power) => {
        const { of, inverse, range } = outputVariance(layersWith(kind, keep), gain);
        const variance = of(10 ** power);
        fc.pre(range === null || variance < range.high);
        const { inputSecondMoment, reachable } = inverse(variance);
        expect(reachable).toBe(true);
        expect(of(inputSecondMoment) / variance).toBeCloseTo(1, 12);
      }),
    );
  });

  it("goes to the nearest end for what it cannot be, and reaches the ends themselves", () => {
    const { of, inverse, range } = outputVariance(layersWith({ name: "sigmoid" }, 1), 2);
    const { low, high } = range ?? { low: NaN, high: NaN };
    expect(low).toBe(of(0));
    expect(high).toBeLessThan(of(1e290));
    expect(inverse(low)).toEqual({ inputSecondMoment: 0, reachable: true });
    expect(inverse(low * 0.999)).toEqual({ inputSecondMoment: 0, reachable: false });
    expect(inverse(high).reachable).toBe(true);
    const beyond = inverse(high * 1.001);
    expect(beyond.reachable).toBe(false);
    expect(of(beyond.inputSecondMoment) / high).toBeCloseTo(1, 12);
  });
});
