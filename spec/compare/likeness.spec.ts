import { drawnNetwork } from "../../src/compare/drawn-network.js";
import { jointShare, likenessOf, type Likeness } from "../../src/compare/likeness.js";
import { embeddingPart } from "../../src/compare/realised-input.js";
import { planChunkedHyperfan, type RequestInput } from "../../src/index.js";
import { firstMoment, secondMoment } from "../../src/math/moments.js";

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

  it("behind layers with a mean is (m² + ρ(S − m²))/S, layer by layer", () => {
    const parts = [{ entries: 8, secondMoment: 2, kurtosis: 3, variance: 0.25 }];
    const embedding = { entries: 8, secondMoment: 0.5, kurtosis: 3, variance: 0.25 };
    const start = Math.hypot(16, 4 / Math.sqrt(8)) / 20;
    for (const name of ["relu", "sigmoid", "softplus"] as const) {
      const stack = { layers: [{ width: 9, gain: 1.5 }, { width: 9, gain: 0.7 }], activation: { name }, normalised: false, keep: 0.9 };
      let [rho, q] = [start, 1.25];
      const cosines = stack.layers.map(({ gain }) => {
        const [mean, square] = [firstMoment({ name }, gain * q), secondMoment({ name }, gain * q)];
        rho = (0.9 * (mean ** 2 + rho * (square - mean ** 2))) / square;
        q = square / 0.9;
        return rho;
      });
      const { before, last } = likenessOf({ stack, inputs: parts }, embedding);
      expect([...before, last]).toEqual([start, ...cosines].map((cosine) => expect.closeTo(cosine, 12) as number));
    }
  });

  it("where nothing is put in at all, is full", () => {
    const nothing = { entries: 8, secondMoment: 0, kurtosis: 1, variance: 0 };
    const stack = { layers: [], activation: { name: "relu" as const }, normalised: false, keep: 1 };
    expect(likenessOf({ stack, inputs: [nothing] }, nothing)).toEqual({ before: [], last: 1 });
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
