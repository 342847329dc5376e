import { parseRequest } from "../../src/index.js";
import { chunked, full } from "./requests.js";

describe("a request's defaults", () => {
  it("are filled in for a full request that gives only what is required", () => {
    expect(parseRequest({ kind: "hyperfan", targetShapes: [[3, 4]], inputs: [{ dim: 8 }] })).toStrictEqual({
      kind: "hyperfan",
      targetShapes: [[3, 4]],
      inputs: [{ name: "input", dim: 8, variance: 1, mean: 0, noiseStd: 0 }],
      hypernet: { hiddenDims: [100, 100], activation: "relu", hiddenInit: "matched", useBias: true, norm: "none", dropout: 0 },
      method: "in",
      mainActivation: "relu",
      conventions: "exact",
    });
  });

  it("are filled in for the chunks of a chunked request", () => {
    expect(parseRequest({ ...chunked, chunking: { size: 1000 } }).chunking).toStrictEqual({
      size: 1000,
      embeddingDim: 8,
      distribution: "uniform",
      strategy: "embedding",
      minShare: 0.5,
      minVariance: 1e-5,
      perCondition: false,
      conditions: 1,
    });
  });

  it("leave a given hypernetwork's other settings alone", () => {
    expect(parseRequest({ ...full, hypernet: { hiddenDims: [] } }).hypernet).toEqual({ hiddenDims: [], activation: "relu", hiddenInit: "matched", useBias: true, norm: "none", dropout: 0 });
  });

  it("are a layer of -1 for metadata without one", () => {
    expect(parseRequest({ ...full, paramMeta: [{ name: "weight" }, { name: "bias", layer: 0 }] }).paramMeta).toEqual([{ name: "weight", layer: -1 }, { name: "bias", layer: 0 }]);
  });

  it("are the parameters of an activation given as an object", () => {
    const { hypernet, mainActivation } = parseRequest({ ...full, mainActivation: { name: "elu" }, hypernet: { activation: { name: "leaky_relu" } } });
    expect([mainActivation, hypernet.activation]).toEqual([{ name: "elu", alpha: 1 }, { name: "leaky_relu", negativeSlope: 0.01 }]);
  });

  it("are exact where conventions name no preset", () => {
    expect(parseRequest({ ...full, conventions: { lastChunk: "padded" } }).conventions).toEqual({ preset: "exact", lastChunk: "padded" });
  });
});

describe("a request", () => {
  it("may hold what hypnettorch's own dumps of metadata have: index, group and info", () => {
    const paramMeta = [{ name: "weight", layer: 1, index: 0, group: 3, info: { kind: "conv" } }, { name: "bias", layer: 1, index: 1, group: null, info: "" }];
    expect(parseRequest({ ...full, paramMeta }).paramMeta).toEqual(paramMeta);
  });

  it("has no minus zeros: they would not survive JSON", () => {
    const minus = parseRequest({
      kind: "hyperfan",
      targetShapes: [[3, 4], [3]],
      paramMeta: [{ name: "weight", layer: -0 }, { name: "bias", layer: -0 }],
      generated: [-0],
      inputs: [{ dim: 8, variance: 1, mean: -0, noiseStd: -0 }],
      hypernet: { dropout: -0, activation: { name: "leaky_relu", negativeSlope: -0 } },
      mainActivation: { name: "elu", alpha: -0 },
      headOverrides: { weight: { weightMean: -0, weightVariance: -0, biasMean: -0, biasVariance: -0 } },
      targetVariances: [-0],
    });
    expect(minus).toStrictEqual(JSON.parse(JSON.stringify(minus)));
  });

  it("may have an embedding of the least variance 0", () => {
    expect(parseRequest({ ...chunked, chunking: { size: 5, minVariance: 0 } }).chunking?.minVariance).toBe(0);
  });

  it("may have as many conditions, with embeddings of their own, as it likes, and then no other inputs", () => {
    expect(parseRequest({ ...chunked, inputs: [], chunking: { size: 5, perCondition: true, conditions: 1e6 } }).inputs).toEqual([]);
  });

  it("may name layers by any whole number from -1, in any order", () => {
    expect(parseRequest({ ...full, paramMeta: [{ name: "weight", layer: 1e15 }, { name: "bias", layer: -1 }] }).paramMeta?.map(({ layer }) => layer)).toEqual([1e15, -1]);
  });
});
