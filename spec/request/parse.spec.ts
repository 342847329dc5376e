import { parseRequest, planChunkedHyperfan, planHyperfan } from "../../src/index.js";
import { deepFreeze } from "../properties/deep.js";
import { issuesOf } from "./issues-of.js";
import { chunked, full } from "./requests.js";

const places = (input: unknown): string[] => issuesOf(input).map(({ pointer, code }) => `${pointer} ${code}`);

describe("parseRequest", () => {
  it("finds every problem at once", () => {
    const request = { kind: "hyperfan", targetShapes: [[0], [1.5]], inputs: [{ dim: 0 }, { dim: 8, variance: -1 }], method: "inn", sed: 1 };
    expect(places(request).sort()).toEqual([
      "/inputs/0/dim too-small",
      "/inputs/1/variance too-small",
      "/method unknown-value",
      "/sed unknown-key",
      "/targetShapes/0/0 too-small",
      "/targetShapes/1/0 not-a-whole-number",
    ]);
  });

  it("still checks valid fields against each other when another field is wrong", () => {
    expect(places({ ...full, method: "inn", paramMeta: [{ name: "weight" }] })).toEqual(["/method unknown-value", "/paramMeta wrong-length"]);
    expect(places({ ...full, method: "inn", generated: [7], inputs: [] })).toEqual(["/method unknown-value", "/generated/0 out-of-range", "/inputs missing"]);
    expect(places({ ...full, sed: 1, paramMeta: [{ name: "gate" }, { name: "bias" }] })).toEqual(["/sed unknown-key", "/paramMeta/0/name unknown-name"]);
  });

  it("checks nothing against a field that is wrong itself", () => {
    expect(places({ ...full, targetShapes: [[0, 4]], paramMeta: [{ name: "weight" }, { name: "bias" }] })).toEqual(["/targetShapes/0/0 too-small"]);
    expect(places({ ...full, kind: "hyperfam", chunking: { size: 5 }, inputs: [] })).toEqual(["/kind unknown-value"]);
  });

  it("says of metadata of the wrong length that alone, not what each tensor would lack", () => {
    expect(places({ ...full, paramMeta: [{ name: "gate" }] })).toEqual(["/paramMeta wrong-length"]);
  });

  it("points at a reserved key also when something else is wrong", () => {
    expect(places({ ...full, method: "inn", targetVariances: JSON.parse('{"__proto__": 1}') as unknown })).toEqual(["/method unknown-value", "/targetVariances/__proto__ reserved-name"]);
  });

  it("says of a plan that it is one, and nothing of its keys", () => {
    expect(issuesOf(planHyperfan(full))).toEqual([{ pointer: "", code: "wrong-type", message: 'Expected a request; got data of the format "hyperfan-plan". Give the request that it was made of.' }]);
  });

  it("calls an input unreadable whose property throws", () => {
    const trap = { ...full, get inputs(): never { throw new TypeError("no"); } };
    expect(issuesOf(trap)).toEqual([{ pointer: "", code: "unreadable", message: "Expected plain data; got a value with a property that cannot be read." }]);
    expect(() => parseRequest(trap)).toThrow(expect.objectContaining({ name: "InvalidInputError", code: "invalid-request" }));
  });

  it("takes an input that is good when it is read again", () => {
    let reads = 0;
    const shifty = { ...full, get kind() { return reads++ === 0 ? "hyperfam" : "hyperfan"; } };
    expect(parseRequest(shifty)).toEqual(parseRequest(full));
  });

  it("survives a cycle, and names the key that makes it", () => {
    const cyclic: Record<string, unknown> = { ...full };
    cyclic["self"] = cyclic;
    expect(places(cyclic)).toEqual(["/self unknown-key"]);
  });

  it("gives a request of its own: what is done to it later leaves the input alone, and the other way round", () => {
    const input = structuredClone(full);
    const request = parseRequest(input);
    input.targetShapes[0]?.push(9);
    expect(request.targetShapes).toEqual([[3, 4], [3]]);
    request.targetShapes.pop();
    expect(input.targetShapes).toHaveLength(2);
  });

  it("reads a frozen input", () => {
    expect(parseRequest(deepFreeze(structuredClone(full)))).toEqual(parseRequest(full));
  });

  it("prints nothing", () => {
    const spies = (["log", "warn", "error", "info"] as const).map((method) => jest.spyOn(console, method).mockImplementation(() => undefined));
    issuesOf({ ...full, sed: 1 });
    parseRequest(full);
    for (const spy of spies) {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    }
  });
});

describe("a planner of one kind", () => {
  it("refuses a request of the other kind", () => {
    const wrong = (given: string, needed: string): object => ({
      code: "invalid-request",
      issues: [{ pointer: "/kind", code: "wrong-kind", message: `Expected "${needed}"; got "${given}". Call the planner of that kind, or plan, which takes both.` }],
    });
    expect(() => planHyperfan(chunked)).toThrow(expect.objectContaining(wrong("chunked-hyperfan", "hyperfan")));
    expect(() => planChunkedHyperfan(full)).toThrow(expect.objectContaining(wrong("hyperfan", "chunked-hyperfan")));
  });

  it("tells the request's own problems first", () => {
    expect(() => planHyperfan({ ...chunked, inputs: [] })).toThrow(expect.objectContaining({ issues: [expect.objectContaining({ pointer: "/inputs" })] }));
  });
});
