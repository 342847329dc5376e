import fc from "fast-check";
import { plan, type RequestInput } from "../../src/index.js";
import { activation, anyRequest, chunkedRequest, fullRequest, generatedNames, plainHypernet, quickNames } from "./arbitraries.js";

// A hypernetwork of these is planned fast.
const quickHypernet = plainHypernet({ activation: activation({ names: quickNames }), useBias: fc.constant(true) });

// Always the same ones.
const full = fc.sample(fullRequest(), { numRuns: 500, seed: 2 });
const chunked = fc.sample(chunkedRequest(), { numRuns: 500, seed: 2 });
const both = [...full, ...chunked];

describe("random requests", () => {
  it("can all be planned", () => {
    fc.assert(fc.property(anyRequest(), (request) => plan(request).kind === request.kind), { numRuns: 100 });
    fc.assert(fc.property(anyRequest({ hypernet: quickHypernet }), (request) => plan(request).kind === request.kind), { numRuns: 500 });
  });

  it("can be planned when they are alike in a part that an option gives", () => {
    const requests = anyRequest({ hypernet: quickHypernet, inputs: fc.constant([{ dim: 3 }]), method: fc.constant("harmonic"), without: ["generated", "targetVariances", "headOverrides"] });
    fc.assert(
      fc.property(requests, (request) => {
        expect(plan(request)).toMatchObject({ method: "harmonic", input: { dim: 3 } });
        expect(request).not.toHaveProperty("generated");
        expect(request).not.toHaveProperty("headOverrides");
      }),
      { numRuns: 100 },
    );
  });

  it.each<[string, readonly RequestInput[], (request: RequestInput) => boolean]>([
    ["no metadata", both, ({ paramMeta }) => paramMeta === undefined],
    ["a choice of tensors", both, ({ generated, targetShapes }) => generated !== undefined && generated.length < targetShapes.length],
    ["a scalar", both, ({ targetShapes }) => targetShapes.some((shape) => shape.length === 0)],
    ["layers of unknown number", both, ({ paramMeta = [] }) => paramMeta.some(({ layer = -1 }) => layer === -1)],
    ["groups", both, ({ paramMeta = [] }) => paramMeta.some(({ groups = 1 }) => groups > 1)],
    ["a name without a rule", both, (request) => generatedNames(request).includes("a/b~c")],
    ["several input blocks", both, ({ inputs = [] }) => inputs.length > 1],
    ["no hidden layers", both, ({ hypernet }) => hypernet?.hiddenDims?.length === 0],
    ["three hidden layers", both, ({ hypernet }) => hypernet?.hiddenDims?.length === 3],
    ["single conventions", both, ({ conventions }) => typeof conventions === "object"],
    ["variances by name", both, ({ targetVariances }) => targetVariances !== undefined && !Array.isArray(targetVariances)],
    ["variances by tensor", both, ({ targetVariances }) => Array.isArray(targetVariances)],
    ["overrides by name", full, ({ headOverrides }) => headOverrides !== undefined && !Array.isArray(headOverrides)],
    ["overrides by tensor", full, ({ headOverrides }) => Array.isArray(headOverrides)],
    ["no head biases", full, ({ hypernet }) => hypernet?.useBias === false],
    ["a norm layer", full, ({ hypernet: { norm = "none" } = {} }) => norm !== "none"],
    ["no inputs", chunked, ({ inputs = [] }) => inputs.length === 0],
    ["chunks of one element", chunked, ({ chunking }) => chunking?.size === 1],
  ])("often have %s", (_, requests, has) => {
    expect(requests.filter(has).length).toBeGreaterThan(20);
  });

  it("shrink to a single tensor of one element", () => {
    const { counterexample } = fc.check(fc.property(fullRequest(), () => false), { seed: 1 });
    expect(counterexample).toEqual([{ kind: "hyperfan", targetShapes: [[1]], inputs: [{ dim: 1 }] }]);
  });
});
