import { drawnNetwork } from "../../src/compare/drawn-network.js";
import { jointShare, likenessOf, type Likeness } from "../../src/compare/likeness.js";
import { embeddingPart } from "../../src/compare/realised-input.js";
import { planChunkedHyperfan, type RequestInput } from "../../src/index.js";

function likeness(change: Partial<RequestInput>, embeddingDim = 1e6): Likeness {
  const made = planChunkedHyperfan({
    kind: "chunked-hyperfan", targetShapes: [[50, 50]], inputs: [{ dim: 8, variance: 0.01 }], targetVariances: { weight: 1 }, chunking: { size: 100, embeddingDim, distribution: "normal" }, ...change,
  });
  return likenessOf(drawnNetwork(made, "training"), embeddingPart(made.chunks, made.chunks.runs[0]!.variance, 1));
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
