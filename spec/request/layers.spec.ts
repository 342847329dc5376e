import { planHyperfan, type HyperfanPlan, type RequestInput } from "../../src/index.js";
import { full } from "./requests.js";

type Pair = RequestInput["paramMeta"];

// A convolution 3 → 64 of 3×3 has fan-in 27 and fan-out 576; with gain 2 its weight has 2/27, or 1/27 if a bias shares.
const conv = [64, 3, 3, 3];
const SHARED = 1 / 27;
const ALONE = 2 / 27;
// By fan-out its bias has 2(1 − 27/576); a bias of no known layer has its length 64 for both fans, and 0.
const OF_LAYER = 2 * 0.953125;

function planFor(targetShapes: number[][], paramMeta: Pair, more: Partial<RequestInput> = {}): HyperfanPlan {
  return planHyperfan({ ...full, targetShapes, paramMeta, ...more });
}

const varianceOf = ({ heads }: HyperfanPlan, index: number): number | undefined => heads[index]?.intended?.variance;

/** Whether the weight at `weight` shares its variance, and the bias at `bias` takes its fans. */
function expectPair(shapes: number[][], meta: Pair, [weight, bias]: readonly [number, number], isPair: boolean, more: Partial<RequestInput> = {}): void {
  expect(varianceOf(planFor(shapes, meta, more), weight)).toBeCloseTo(isPair ? SHARED : ALONE, 15);
  const byFanOut = planFor(shapes, meta, { ...more, method: "out" });
  expect(varianceOf(byFanOut, bias)).toBeCloseTo(isPair ? OF_LAYER : 0, 15);
  expect(byFanOut.heads[bias]?.fans).toEqual(isPair ? { fanIn: 27, fanOut: 576 } : null);
}

describe("a bias", () => {
  it("belongs to the weight of its layer's number, wherever that stands", () => {
    expectPair([conv, [64]], [{ name: "weight", layer: 3 }, { name: "bias", layer: 3 }], [0, 1], true);
    expectPair([[64], [7, 7], conv], [{ name: "bias", layer: 0 }, { name: "weight", layer: 1 }, { name: "weight", layer: 0 }], [2, 0], true);
  });

  it("belongs to no weight of another layer, though it stands beside it and is as long as its output", () => {
    expectPair([conv, [64]], [{ name: "weight", layer: 3 }, { name: "bias", layer: 4 }], [0, 1], false);
    expectPair([conv, [64]], [{ name: "weight", layer: 3 }, { name: "bias" }], [0, 1], false);
    expectPair([conv, [64]], [{ name: "weight" }, { name: "bias", layer: 4 }], [0, 1], false);
  });

  it("of unknown layer belongs to the weight of unknown layer right before it", () => {
    expectPair([conv, [64]], [{ name: "weight", layer: -1 }, { name: "bias", layer: -1 }], [0, 1], true);
    expectPair([conv, [64]], [{ name: "weight" }, { name: "bias" }], [0, 1], true);
    expectPair([[9], conv, [64]], [{ name: "bn_shift" }, { name: "weight" }, { name: "bias" }], [1, 2], true);
  });

  it("of unknown layer belongs to no weight that is not right before it, or whose output is of another length", () => {
    expectPair([conv, [9], [64]], [{ name: "weight" }, { name: "bn_shift" }, { name: "bias" }], [0, 2], false);
    expectPair([[64], conv], [{ name: "bias" }, { name: "weight" }], [1, 0], false);
    expectPair([conv, [65]], [{ name: "weight" }, { name: "bias" }], [0, 1], false);
  });

  it("of unknown layer belongs to a grouped or transposed weight by that weight's own number of outputs", () => {
    // [in, out/groups] = [16, 8] in 4 groups: 32 outputs.
    const byFanOut = planFor([[16, 8, 2, 2], [32]], [{ name: "weight", transposed: true, groups: 4 }, { name: "bias" }], { method: "out" });
    expect(byFanOut.heads[1]?.fans).toEqual({ fanIn: 16, fanOut: 32 });
  });

  it("of unknown layer belongs to none where the conventions pair no neighbours, though the plan intends it", () => {
    const meta = [{ name: "weight" }, { name: "bias" }];
    const [weight, bias] = planFor([conv, [64]], meta, { conventions: { unknownLayer: "none" }, method: "out" }).heads;
    expect(weight?.intended).toEqual({ mean: 0, variance: 2 / 576 });
    expect(bias?.intended?.variance).toBeCloseTo(OF_LAYER, 15);
    expect(bias?.predicted.variance).toBe(0);
    const shared = planFor([conv, [64]], meta, { conventions: { unknownLayer: "none" } }).heads[0];
    expect(shared?.intended?.variance).toBeCloseTo(SHARED, 15);
    expect(shared?.predicted.variance).toBeCloseTo(ALONE, 15);
  });

  it("shares the weight's variance only where it is generated itself, but takes the weight's fans in any case", () => {
    const meta = [{ name: "weight", layer: 1 }, { name: "bias", layer: 1 }];
    expect(varianceOf(planFor([conv, [64]], meta, { generated: [0] }), 0)).toBeCloseTo(ALONE, 15);
    expect(varianceOf(planFor([conv, [64]], meta, { generated: [1], method: "out" }), 0)).toBeCloseTo(OF_LAYER, 15);
    const unknown = [{ name: "weight" }, { name: "bias" }];
    expect(varianceOf(planFor([conv, [64]], unknown, { generated: [0] }), 0)).toBeCloseTo(ALONE, 15);
    expect(varianceOf(planFor([conv, [64]], unknown, { generated: [1], method: "out" }), 0)).toBeCloseTo(OF_LAYER, 15);
  });

  it("of a layer with several weights belongs to the last of them, and the plan says so where their fan-in differs", () => {
    const meta = [{ name: "weight", layer: 1 }, { name: "weight", layer: 1 }, { name: "bias", layer: 1 }];
    // The two matrices of an Elman network, from 7 inputs and from 64 units.
    const plan = planFor([[64, 7], [64, 64], [64]], meta, { method: "out" });
    expect(plan.heads[2]?.fans).toEqual({ fanIn: 64, fanOut: 64 });
    expect(plan.warnings).toEqual([
      expect.objectContaining({ code: "layer-weights-differ", tensors: [2] }),
      expect.objectContaining({ code: "bias-variance-clipped", tensors: [2] }),
    ]);
    expect(planFor([[64, 64], [64, 64], [64]], meta).warnings).toEqual([]);
  });

  it("with fans of its own takes these", () => {
    const meta = [{ name: "weight", layer: 1 }, { name: "bias", layer: 1, fanIn: 1, fanOut: 4 }];
    const { heads } = planFor([conv, [64]], meta, { method: "out" });
    expect(heads[1]).toMatchObject({ fans: { fanIn: 1, fanOut: 4 }, intended: { variance: 2 * 0.75 } });
    const half = planFor([conv, [64]], [{ name: "weight", layer: 1 }, { name: "bias", layer: 1, fanIn: 144 }], { method: "out" }).heads[1];
    expect(half).toMatchObject({ fans: { fanIn: 144, fanOut: 576 }, intended: { variance: 2 * 0.75 } });
  });

  it("has no say in its layer's weights, of which each has its own activation", () => {
    const meta: Pair = [{ name: "weight", layer: 1 }, { name: "weight", layer: 1, activation: "linear" }, { name: "bias", layer: 1 }];
    // Half of c/4 with c = 2 of relu and 1 of linear
    const plan = planFor([[4, 4], [4, 4], [4]], meta);
    expect([varianceOf(plan, 0), varianceOf(plan, 1)]).toEqual([0.25, 0.125]);
  });

  it("takes the activation of its layer's weight, unless it has its own", () => {
    const meta = (own: object): Pair => [{ name: "weight", layer: 1, activation: "linear" }, { name: "bias", layer: 1, ...own }];
    // c/2 with c = 1 of linear, 2 of relu
    expect(varianceOf(planFor([conv, [64]], meta({})), 1)).toBe(0.5);
    expect(varianceOf(planFor([conv, [64]], meta({ activation: "relu" })), 1)).toBe(1);
  });
});
