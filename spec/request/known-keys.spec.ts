import { requestSchema } from "../../src/index.js";
import { knownKeys } from "../../src/request/known-keys.js";

describe("knownKeys", () => {
  it.each<[readonly PropertyKey[], readonly string[]]>([
    [[], Object.keys(requestSchema.shape)],
    [["inputs", 0], ["name", "dim", "variance", "mean", "noiseStd"]],
    [["hypernet"], ["hiddenDims", "activation", "hiddenInit", "useBias", "norm", "dropout"]],
    [["headOverrides", "weight"], ["weightMean", "weightVariance", "biasMean", "biasVariance"]],
    [["headOverrides", 3], ["weightMean", "weightVariance", "biasMean", "biasVariance"]],
  ])("are those that the object at %j may have, behind defaults and unions", (path, keys) => {
    expect(knownKeys(requestSchema, {}, path)).toEqual(keys);
  });

  it("are those of the alternative that a value names, and none where it names none", () => {
    const keysOf = (mainActivation: unknown): readonly string[] => knownKeys(requestSchema, { mainActivation }, ["mainActivation"]);
    expect(keysOf({ name: "elu", slope: 1 })).toEqual(["name", "alpha"]);
    expect(keysOf({ name: "leaky_relu" })).toEqual(["name", "negativeSlope"]);
    expect(keysOf({ name: "sin", alpha: 2 })).toEqual(["name"]);
    expect(keysOf({ name: "sine" })).toEqual([]);
  });

  it("are none for what is no object, and where no schema leads", () => {
    expect(knownKeys(requestSchema, {}, ["method"])).toEqual([]);
    expect(knownKeys(requestSchema, {}, ["seed", 0])).toEqual([]);
    expect(knownKeys(requestSchema, {}, ["targetShapes", 0, 0])).toEqual([]);
  });
});
