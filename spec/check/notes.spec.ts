import { describe, expect, it } from "@jest/globals";
import { checkPlan, plan, type CheckNote, type RequestInput } from "../../src/index.js";

const layer = (shape: number[], index: number): readonly [number[], { name: string; layer: number }] => [shape, { name: "weight", layer: index }];
const layers = [layer([8, 8], 0), layer([8, 8], 1), layer([8, 8], 2)];
const base: RequestInput = { kind: "hyperfan", targetShapes: layers.map(([shape]) => shape), paramMeta: layers.map(([, meta]) => meta), inputs: [{ dim: 8 }] };

const notesOn = (change: Partial<RequestInput>): readonly CheckNote[] => checkPlan(plan({ ...base, ...change })).notes;

describe("a check notes", () => {
  it("tell that no tensor has an intended spread when every head is overridden", () => {
    const head = { weightMean: 0, weightVariance: 0.1, biasMean: 0, biasVariance: 0 };
    expect(notesOn({ headOverrides: { weight: head, bias: head } }).map(({ code }) => code)).toContain("nothing-intended");
  });

  it("nothing of a plan with nothing to say of", () => {
    expect(notesOn({})).toEqual([]);
  });

  it("norm layers, where there are layers whose scale they set", () => {
    const withScale = { targetShapes: [...base.targetShapes, [8]], paramMeta: [...(base.paramMeta ?? []), { name: "bn_scale" }] };
    const note = {
      code: "norm-resets-scale",
      message: "The main network has norm layers, which set the scale anew: each layer's gains are for a second moment of 1 at its input, and their products are not judged.",
    };
    expect(notesOn(withScale)).toEqual([note]);
    expect(notesOn({ targetShapes: [[8]], paramMeta: [{ name: "bn_scale" }] })).toEqual([{ code: "no-layers", message: "No generated tensor is a weight of known fans, so there are no layers to judge." }]);
  });

  it.each([
    [[0, 2], "1 tensor of the main network is not generated; signals are followed through the layers that are."],
    [[2], "2 tensors of the main network are not generated; signals are followed through the layers that are."],
  ])("what is not generated before the last of %j", (generated, message) => {
    expect(notesOn({ generated })).toEqual([{ code: "tensors-not-generated", message }]);
  });

  it("what dropout, batch norm and noise do to tensors in evaluation, of those that are there", () => {
    const told = (change: Partial<RequestInput>): string | undefined => notesOn(change).find(({ code }) => code === "evaluation-off-intent")?.message;
    const three = "In evaluation 3 tensors that are on intent in training are off it, because of";
    expect(told({ hypernet: { hiddenDims: [9, 9], dropout: 0.6 } })).toBe(`${three} dropout.`);
    expect(told({ hypernet: { hiddenDims: [9, 9], norm: "batch" }, inputs: [{ dim: 8, variance: 9 }] })).toBe(`${three} batch norm.`);
    const noisy = [{ dim: 8 }, { dim: 8, noiseStd: 4 }];
    expect(told({ hypernet: { hiddenDims: [], norm: "batch", dropout: 0.6 }, inputs: noisy })).toBe(`${three} noise on the inputs.`);
    expect(told({ hypernet: { hiddenDims: [9, 9], dropout: 0.6 }, inputs: noisy })).toBe(`${three} dropout and noise on the inputs.`);
    expect(told({ hypernet: { hiddenDims: [9, 9], dropout: 0.6 }, generated: [0] })).toBe("In evaluation 1 tensor that is on intent in training is off it, because of dropout.");
    expect(told({ hypernet: { hiddenDims: [9, 9], dropout: 0.01 } })).toBeUndefined();
  });

  it("embeddings of so few entries that one draw decides, with the chunks and how far", () => {
    const chunks = (size: number): Partial<RequestInput> => ({ kind: "chunked-hyperfan", inputs: [], chunking: { size, embeddingDim: 3, perCondition: true } });
    // √(0.8/3)
    const told = (count: string): CheckNote => ({
      code: "embedding-spread-large",
      message: `One draw of its embedding moves the variance of ${count} by up to 51.6 % (standard deviation); give chunk embeddings more than 3 entries, or the distribution "sphere".`,
    });
    expect(notesOn(chunks(96))).toEqual([told("2 chunks")]);
    expect(notesOn(chunks(192))).toEqual([told("1 chunk")]);
  });
});
