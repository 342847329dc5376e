import { requestSchema } from "../../src/index.js";
import { knownKeys } from "../../src/request/known-keys.js";

describe("knownKeys", () => {
  it.each<[readonly PropertyKey[], readonly string[]]>([
    [["inputs", 0], ["name", "dim", "variance", "mean", "noiseStd"]],
    [["hypernet"], ["hiddenDims", "activation", "hiddenInit", "useBias", "norm", "dropout"]],
    [["headOverrides", "weight"], ["weightMean", "weightVariance", "biasMean", "biasVariance"]],
    [["headOverrides", 3], ["weightMean", "weightVariance", "biasMean", "biasVariance"]],
    [["mainActivation"], ["name", "negativeSlope", "alpha"]],
  ])("are those that the object at %j may have, behind defaults and unions", (path, keys) => {
    expect(knownKeys(requestSchema, path)).toEqual(keys);
  });

  it("are none for what is no object, and where no schema leads", () => {
    expect(knownKeys(requestSchema, ["method"])).toEqual([]);
    expect(knownKeys(requestSchema, ["seed", 0])).toEqual([]);
    expect(knownKeys(requestSchema, ["targetShapes", 0, 0])).toEqual([]);
  });
});
