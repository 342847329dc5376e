import fc from "fast-check";
import { parsePlan, parseRequest, plan } from "../../src/index.js";
import { activation, chunkedRequest, fullRequest, plainHypernet, quickNames } from "./arbitraries.js";
import { deepFreeze, visitDeep, unwritableNumbers } from "./deep.js";

const requests = fc.oneof(fullRequest(), chunkedRequest({ hypernet: plainHypernet({ activation: activation({ names: quickNames }) }) }));
const numRuns = 200;

describe("a plan", () => {
  it("is the same after a round trip through JSON", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const made = plan(request);
        expect(JSON.parse(JSON.stringify(made))).toStrictEqual(made);
      }),
      { numRuns },
    );
  });

  it("holds no NaN, no infinity and no -0", () => {
    fc.assert(fc.property(requests, (request) => { expect(unwritableNumbers(plan(request))).toEqual([]); }), { numRuns });
  });

  it("is accepted by parsePlan as it is", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const made = plan(request);
        expect(parsePlan(JSON.parse(JSON.stringify(made)))).toStrictEqual(made);
      }),
      { numRuns },
    );
  });

  it("has the same bytes whenever it is made", () => {
    fc.assert(
      fc.property(requests, (request) => {
        expect(JSON.stringify(plan(request))).toBe(JSON.stringify(plan(structuredClone(request))));
      }),
      { numRuns },
    );
  });

  it("does not depend on the order of the request's keys", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const reversed = Object.fromEntries(Object.entries(request).reverse()) as typeof request;
        expect(JSON.stringify(plan(reversed))).toBe(JSON.stringify(plan(request)));
      }),
      { numRuns },
    );
  });

  it("shares nothing with its request that could change later", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const made = plan(request);
        const before = JSON.stringify(made);
        request.targetShapes.forEach((shape) => shape.push(7));
        request.inputs?.forEach((block) => { block.dim = 7; });
        request.hypernet?.hiddenDims?.push(7);
        expect(JSON.stringify(made)).toBe(before);
      }),
      { numRuns: 100 },
    );
  });

  it("shares nothing with later plans of the same request", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const made = plan(request);
        const before = JSON.stringify(made);
        visitDeep(made, (value) => {
          if (typeof value === "object" && value !== null) Object.keys(value).forEach((key) => { if (typeof Reflect.get(value, key) !== "object") Reflect.set(value, key, "spoilt"); });
        });
        expect(JSON.stringify(plan(request))).toBe(before);
      }),
      { numRuns: 50 },
    );
  });

  it("is made from a frozen request, which it leaves alone", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const before = JSON.stringify(request);
        plan(deepFreeze(request));
        expect(JSON.stringify(request)).toBe(before);
      }),
      { numRuns },
    );
  });

  it("of a parsed request is the plan of the request", () => {
    fc.assert(fc.property(requests, (request) => { expect(plan(parseRequest(request))).toStrictEqual(plan(request)); }), { numRuns: 100 });
  });
});

describe("a parsed request", () => {
  it("is parsed to itself", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const parsed = parseRequest(request);
        expect(parseRequest(parsed)).toStrictEqual(parsed);
      }),
      { numRuns },
    );
  });

  it("is the same after a round trip through JSON", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const parsed = parseRequest(request);
        expect(parseRequest(JSON.parse(JSON.stringify(parsed)))).toStrictEqual(parsed);
      }),
      { numRuns },
    );
  });
});
