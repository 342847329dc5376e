import { planHyperfan, type RequestInput } from "../../src/index.js";
import { inferMeta, mainNetwork, nameOf } from "../../src/request/tensors.js";
import { full, of } from "./requests.js";

describe("inferMeta", () => {
  it("takes more than one dimension for a weight, each of a layer of its own", () => {
    expect(inferMeta([[3, 4], [5, 3], [8, 5, 3, 3]])).toEqual([{ name: "weight", layer: 0 }, { name: "weight", layer: 1 }, { name: "weight", layer: 2 }]);
  });

  it("takes one dimension for a bias of the weight right before it", () => {
    expect(inferMeta([[3, 4], [3], [5, 3], [5]])).toEqual([{ name: "weight", layer: 0 }, { name: "bias", layer: 0 }, { name: "weight", layer: 1 }, { name: "bias", layer: 1 }]);
  });

  it("takes one dimension anywhere else for a bias of unknown layer", () => {
    expect(inferMeta([[3], [3, 4], [3], [3]]).map(({ layer }) => layer)).toEqual([-1, 0, 0, -1]);
  });

  it("takes a scalar for a bias too", () => {
    expect(inferMeta([[3, 4], []])).toEqual([{ name: "weight", layer: 0 }, { name: "bias", layer: 0 }]);
  });
});

describe("inferred roles", () => {
  it("are in the plan, which says that it inferred them", () => {
    const { heads, warnings } = planHyperfan({ kind: "hyperfan", targetShapes: [[3, 4], [3], [7]], inputs: [{ dim: 8 }] });
    expect(heads.map(({ name, layer }) => [name, layer])).toEqual([["weight", 0], ["bias", 0], ["bias", -1]]);
    expect(warnings[0]).toEqual({
      code: "meta-inferred",
      message: expect.stringMatching(/^Roles were inferred from the shapes: .*. Give paramMeta if there are normalisation layers or embeddings\.$/u) as unknown,
    });
  });

  it("are not warned about where metadata is given", () => {
    expect(planHyperfan(full).warnings).toEqual([]);
  });
});

describe("mainNetwork", () => {
  const network = (request: RequestInput): ReturnType<typeof mainNetwork> => mainNetwork(request as Parameters<typeof mainNetwork>[0]);

  it("describes tensors in the order of their shapes, and what is generated in the order of generation", () => {
    const { tensors, generated } = network({ ...of(["weight", [3, 4]], ["bn_scale", []], ["bias", [3]]), generated: [2, 0] });
    expect(tensors.map(({ index, size }) => [index, size])).toEqual([[0, 12], [1, 1], [2, 3]]);
    expect(generated.map(({ index }) => index)).toEqual([2, 0]);
  });

  it("gives fans to weights only, unless the metadata gives them outright", () => {
    const { tensors } = network(of(["weight", [3, 4]], ["bn_scale", [3, 4]], ["bias", [3], { fanIn: 4, fanOut: 3 }], ["weight", [3, 4], { fanIn: 40 }]));
    expect(tensors.map(({ fans }) => fans)).toEqual([{ fanIn: 4, fanOut: 3 }, null, { fanIn: 4, fanOut: 3 }, { fanIn: 40, fanOut: 3 }]);
  });
});

describe("nameOf", () => {
  it("calls a tensor by its index, its label or else its name, and its shape", () => {
    const { tensors } = mainNetwork({ targetShapes: [[3, 4], []], paramMeta: [{ name: "weight", layer: -1, label: "fc.weight" }, { name: "embedding", layer: -1 }] });
    expect(tensors.map(nameOf)).toEqual(["tensor 0 (fc.weight [3, 4])", "tensor 1 (embedding [])"]);
  });
});
