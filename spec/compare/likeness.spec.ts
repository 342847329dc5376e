import type { InputPart, Source } from "../../src/compare/drawn-networks.js";
import { jointShare, likenessOf, type Likeness } from "../../src/compare/likeness.js";
import { blockParts, sourceOf } from "../../src/compare/source.js";
import { planChunkedHyperfan, type RequestInput } from "../../src/index.js";
import { firstMoment, secondMoment } from "../../src/math/moments.js";

const part = (entries: number, variance: number): InputPart => ({ entries, mean: 0, variance, type: "normal", count: 1 });

/** A source of layers with these gains. */
function sourceWith(inputs: readonly InputPart[], plannedInput: number, name: "relu" | "sigmoid" | "softplus", gains: readonly number[], keep: number): Source {
  let planned = plannedInput;
  const layers = gains.map((gain) => ({ width: 9, gain, fanIn: 9, isUniform: false, planned: (planned = secondMoment({ name }, gain * planned) / keep) }));
  return { inputs, plannedInput, layers, stack: { activation: { name }, keep }, norm: "none", isProportional: name === "relu" };
}

function likeness(change: Partial<RequestInput>, embeddingDim = 1e6): Likeness {
  const made = planChunkedHyperfan({
    kind: "chunked-hyperfan", targetShapes: [[50, 50]], inputs: [{ dim: 8, variance: 0.01 }], targetVariances: { weight: 1 }, chunking: { size: 100, embeddingDim, distribution: "normal" }, ...change,
  });
  const embedding = part(made.chunks.embeddingDim, made.chunks.runs[0]!.variance);
  return likenessOf(sourceOf(made, "training", [...blockParts(made, "training"), embedding]), embedding);
}

describe("how alike two chunks are", () => {
  it("in a linear hypernetwork: their shared share of the input", () => {
    const { last } = likeness({ inputs: [{ dim: 8, variance: 0.25 }], hypernet: { hiddenDims: [] } }, 8);
    // A quarter of the input's half is shared; the rest has a cosine of 1/√8 by chance.
    expect(last).toBeCloseTo(Math.hypot(0.125, 0.875 / Math.sqrt(8)), 9);
  });

  it("behind relu layers is at least 1/π, and never less than the arc-cosine kernel says", () => {
    const { before, last } = likeness({});
    expect(before[1]).toBeCloseTo(1 / Math.PI, 2);
    const kappa = (rho: number): number => (Math.sqrt(1 - rho * rho) + rho * (Math.PI - Math.acos(rho))) / Math.PI;
    expect(last).toBeGreaterThan(kappa(kappa(0)));
  });

  it("behind layers with a mean is (m² + ρ(S − m²))/S, layer by layer", () => {
    const embedding = part(8, 0.5);
    const start = Math.hypot(16, 4 / Math.sqrt(8)) / 20;
    const gains = [1.5, 0.7];
    for (const name of ["relu", "sigmoid", "softplus"] as const) {
      let [rho, q] = [start, 1.25];
      const cosines = gains.map((gain) => {
        const [mean, square] = [firstMoment({ name }, gain * q), secondMoment({ name }, gain * q)];
        rho = (0.9 * (mean ** 2 + rho * (square - mean ** 2))) / square;
        q = square / 0.9;
        return rho;
      });
      const { before, last } = likenessOf(sourceWith([part(8, 2), embedding], 1.25, name, gains, 0.9), embedding);
      expect([...before, last]).toEqual([start, ...cosines].map((cosine) => expect.closeTo(cosine, 12) as number));
    }
  });

  it("where nothing is put in at all, is full", () => {
    const nothing = part(8, 0);
    expect(likenessOf(sourceWith([part(8, 0), nothing], 0, "relu", [], 1), nothing)).toEqual({ before: [], last: 1 });
  });

  it("behind odd activations stays what it was", () => {
    const { before, last } = likeness({ hypernet: { activation: "erf" }, inputs: [{ dim: 8, variance: 0.3 }], targetVariances: { weight: 0.3 } }, 8);
    expect(last).toBeCloseTo(before[0]!, 12);
  });

  it("is less with dropout, which draws a mask for each chunk", () => {
    const { before } = likeness({ hypernet: { dropout: 0.5 } });
    expect(before[1]).toBeCloseTo(0.5 / Math.PI, 2);
  });
});

describe("jointShare", () => {
  it("is the variance of a mean of correlated quantities: of one's own and of what is shared", () => {
    expect([jointShare(0, 4), jointShare(1, 4), jointShare(0.5, 2), jointShare(0.3, 1)]).toEqual([0.25, 1, 0.75, 1]);
  });
});
