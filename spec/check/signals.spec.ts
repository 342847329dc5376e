import { checkPlan, planHyperfan, type PlanCheck, type RequestInput } from "../../src/index.js";
import { layerSignals } from "../../src/check/signals.js";

const square = (depth: number, change: Partial<RequestInput> = {}): PlanCheck =>
  checkPlan(
    planHyperfan({
      kind: "hyperfan",
      targetShapes: Array.from({ length: depth }, () => [64, 64]),
      paramMeta: Array.from({ length: depth }, (_, layer) => ({ name: "weight", layer })),
      inputs: [{ dim: 8 }],
      ...change,
    }),
  );
const scaledBy = (variance: number, depth: number): PlanCheck => square(depth, { targetVariances: { weight: variance / 64 } });

describe("a deep network of equal layers", () => {
  it.each(["in", "out", "harmonic"] as const)("is fine both ways under %s, at any depth", (method) => {
    const check = square(100, { method });
    expect(check.verdict).toBe("fine");
    expect(check.layers.at(-1)?.training.forward.product).toBeCloseTo(1, 9);
    expect(check.layers[0]?.training.backward.product).toBeCloseTo(1, 9);
  });

  it("explodes from the layer on at which the second moment has grown a hundredfold", () => {
    // Each layer doubles it: 2^6 = 64, 2^7 = 128.
    const check = scaledBy(4, 9);
    expect(check.verdict).toBe("explodes");
    expect(check.layers.map(({ training }) => training.forward.verdict)).toEqual([...Array<string>(6).fill("fine"), ...Array<string>(3).fill("explodes")]);
    expect(check.layers.map(({ training }) => training.backward.verdict)).toEqual([...Array<string>(3).fill("explodes"), ...Array<string>(6).fill("fine")]);
    expect(check.layers[6]?.training.forward).toMatchObject({ gain: expect.closeTo(2, 12), product: expect.closeTo(128, 9) });
    expect(check.layers[2]?.training.backward).toMatchObject({ gain: expect.closeTo(2, 12), product: expect.closeTo(128, 9) });
  });

  it("vanishes as far on the other side", () => {
    const check = scaledBy(1, 9);
    expect(check.verdict).toBe("vanishes");
    expect(check.layers.map(({ verdict }) => verdict)).toEqual(["vanishes", "vanishes", "vanishes", "fine", "fine", "fine", "vanishes", "vanishes", "vanishes"]);
  });

  it("loses half of its gradient in every layer that shares its variance with a bias", () => {
    const depth = 9;
    const check = checkPlan(
      planHyperfan({
        kind: "hyperfan",
        targetShapes: Array.from({ length: 2 * depth }, (_, index) => (index % 2 === 0 ? [64, 64] : [64])),
        paramMeta: Array.from({ length: 2 * depth }, (_, index) => ({ name: index % 2 === 0 ? "weight" : "bias", layer: Math.floor(index / 2) })),
        inputs: [{ dim: 8 }],
      }),
    );
    expect(check.layers.at(-1)?.training.forward.product).toBeCloseTo(1, 12);
    expect(check.layers[0]?.training.backward).toMatchObject({ gain: expect.closeTo(0.5, 12), product: expect.closeTo(2 ** -9, 12), verdict: "vanishes" });
  });
});

describe("a network that narrows", () => {
  const narrowing = (method: "in" | "out"): PlanCheck =>
    checkPlan(planHyperfan({ kind: "hyperfan", targetShapes: [[300, 3072], [10, 300]], paramMeta: [{ name: "weight", layer: 0 }, { name: "weight", layer: 1 }], inputs: [{ dim: 8 }], method }));

  it("is fine though gradients shrink by the ratio of its ends when activations are kept", () => {
    expect(narrowing("in").layers[0]?.training).toMatchObject({ forward: { product: expect.closeTo(1, 9) }, backward: { product: expect.closeTo(10 / 3072, 9), verdict: "fine" } });
  });

  it("is fine though activations grow by that ratio when gradients are kept", () => {
    expect(narrowing("out").layers[1]?.training).toMatchObject({ forward: { product: expect.closeTo(3072 / 10, 9), verdict: "fine" }, backward: { product: expect.closeTo(1, 9) } });
  });
});

describe("a network that widens", () => {
  it("is fine though activations shrink by the ratio of its ends when gradients are kept", () => {
    const widening = checkPlan(planHyperfan({ kind: "hyperfan", targetShapes: [[300, 10], [3072, 300]], paramMeta: [{ name: "weight", layer: 0 }, { name: "weight", layer: 1 }], inputs: [{ dim: 8 }], method: "out" }));
    expect(widening.layers[1]?.training.forward).toMatchObject({ product: expect.closeTo(10 / 3072, 9) as number, verdict: "fine" });
    expect(widening.verdict).toBe("fine");
  });
});

describe("layerSignals", () => {
  it("grants no more than the widest ratio of two fans where layers do not follow each other in a row", () => {
    const branch = { fanIn: 10, fanOut: 40, forward: 1, reached: 1, backward: 4 };
    const signals = layerSignals(Array.from({ length: 12 }, () => branch), false);
    // 4^4 = 256 is within 100 times 4, 4^5 = 1024 is not.
    expect(signals.map(({ backward }) => backward.verdict)).toEqual([...Array<string>(8).fill("explodes"), ...Array<string>(4).fill("fine")]);
  });

  it("has nothing to say of no layers", () => {
    expect(layerSignals([], false)).toEqual([]);
  });
});

describe("norm layers in the main network", () => {
  const request: RequestInput = {
    kind: "hyperfan",
    targetShapes: [[64], [64, 64], [64, 64]],
    paramMeta: [{ name: "bn_scale" }, { name: "weight", layer: 0 }, { name: "weight", layer: 1 }],
    inputs: [{ dim: 8 }],
    targetVariances: { weight: 4 },
  };

  it("reset the scale: each layer's gains are for an input of 1, products are not judged, and a note says so", () => {
    const check = checkPlan(planHyperfan(request));
    const alone = { gain: 128, product: null, verdict: null };
    for (const { training, verdict } of check.layers) {
      expect(training).toEqual({ forward: { ...alone, gain: expect.closeTo(128, 9) }, backward: { ...alone, gain: expect.closeTo(128, 9) } });
      expect(verdict).toBe("fine");
    }
    expect(check.notes.map(({ code }) => code)).toEqual(["norm-resets-scale"]);
  });
});

describe("notes on the layers", () => {
  const codes = (change: Partial<RequestInput>): readonly string[] =>
    checkPlan(planHyperfan({ kind: "hyperfan", targetShapes: [[8, 8], [8], [8, 8]], paramMeta: [{ name: "weight" }, { name: "bias" }, { name: "weight" }], inputs: [{ dim: 8 }], ...change })).notes.map(({ code }) => code);

  it("tell when tensors of the main network are not generated", () => {
    expect(codes({})).toEqual([]);
    expect(codes({ generated: [0, 2] })).toEqual(["tensors-not-generated"]);
  });

  it("tell when there is no layer at all", () => {
    expect(codes({ generated: [1] })).toEqual(["no-layers"]);
  });
});
