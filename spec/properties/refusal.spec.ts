import fc from "fast-check";
import { parsePlan, parseRequest, plan, planChunkedHyperfan, planHyperfan, type Issue } from "../../src/index.js";
import {
  activation, anyRequest, chunkedRequest, chunking, fullRequest, hypernet, inputBlocks, network, plainHypernet, positive, quickNames, variance,
  weightLayer, type DecimalOptions,
} from "./arbitraries.js";
import { unwritableNumbers } from "./deep.js";
import { junk } from "./junk.js";
import { spoil, spoilt } from "./mutations.js";

interface Refusal {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly issues: readonly Issue[];
}

type Outcome = { readonly value: unknown } | { readonly refusal: Refusal };

/** What a function makes of an input, whether it returns or throws. */
function outcomeOf(make: (input: never) => unknown, input: unknown): Outcome {
  try {
    return { value: make(input as never) };
  } catch (error) {
    return { refusal: error as Refusal };
  }
}

/** Whether a JSON pointer leads to a value of `input`, or to a key that its parent does not have. */
function leadsSomewhere(input: unknown, pointer: string): boolean {
  if (pointer === "") return true;
  const keys = pointer.slice(1).split("/").map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  let parent = input;
  for (const key of keys.slice(0, -1)) {
    if (typeof parent !== "object" || parent === null || !(key in parent)) return false;
    parent = (parent as Record<string, unknown>)[key];
  }
  return typeof parent === "object" && parent !== null;
}

function expectRefusal(refusal: Refusal, code: string, input: unknown): void {
  expect(refusal).toMatchObject({ name: "InvalidInputError", code });
  expect(refusal.issues.length).toBeGreaterThan(0);
  for (const issue of refusal.issues) {
    expect(Object.keys(issue).sort()).toEqual(["code", "message", "pointer"]);
    expect(issue.pointer).toMatch(/^(\/|$)/u);
    expect(issue.code).toMatch(/^[a-z]+(-[a-z]+)*$/u);
    expect(issue.message).toMatch(/^[A-Za-z].*[.?]$/su);
    expect(leadsSomewhere(input, issue.pointer)).toBe(true);
  }
}

function expectSoundPlan(made: unknown): void {
  expect(unwritableNumbers(made)).toEqual([]);
  expect(parsePlan(JSON.parse(JSON.stringify(made)))).toStrictEqual(made);
}

/** A plan of plain numbers, or the typed error; nothing else, and nothing thrown. */
function expectPlanOrRefusal(input: unknown): void {
  const outcome = outcomeOf(plan, input);
  if ("refusal" in outcome) expectRefusal(outcome.refusal, "invalid-request", input);
  else expectSoundPlan(outcome.value);
}

const quick = plainHypernet({ activation: activation({ names: quickNames }) });
const requests = fc.oneof(fullRequest(), chunkedRequest({ hypernet: quick }));

/** A value that is no request, given to everything that takes one. */
function expectAllRefuse(value: unknown): void {
  for (const make of [plan, planHyperfan, planChunkedHyperfan, parseRequest]) {
    const outcome = outcomeOf(make, value);
    if (!("refusal" in outcome)) throw new Error("this was planned");
    expectRefusal(outcome.refusal, "invalid-request", value);
  }
}

/** A plan, or the typed error for a bad one. */
function expectParsedOrRefusal(value: unknown): void {
  const outcome = outcomeOf(parsePlan, value);
  if ("refusal" in outcome) expectRefusal(outcome.refusal, "invalid-plan", value);
}

const everything = fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withNullPrototype: true, withSparseArray: true, withObjectString: true });

describe("the planner", () => {
  it("refuses whatever is no request, by its typed error and no other", () => {
    fc.assert(fc.property(everything, expectAllRefuse), { numRuns: 150 });
    fc.assert(fc.property(fc.jsonValue(), expectAllRefuse), { numRuns: 100 });
    fc.assert(fc.property(junk(), ({ make }) => { expectAllRefuse(make()); }), { numRuns: 200 });
  });

  it("makes a plan of a spoilt request or refuses it, by its typed error and no other", () => {
    fc.assert(fc.property(spoilt(requests), (request) => { expectPlanOrRefusal(spoil(request)); }), { numRuns: 500 });
  });

  it("refuses a spoilt request for all that parseRequest refuses it for", () => {
    fc.assert(
      fc.property(spoilt(requests), (request) => {
        const parsed = outcomeOf(parseRequest, spoil(request));
        const planned = outcomeOf(plan, spoil(request));
        if ("refusal" in parsed) expect("refusal" in planned && planned.refusal.issues).toEqual(parsed.refusal.issues);
      }),
      { numRuns: 200 },
    );
  });

  it("reads a request from objects without a prototype just as well", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const bare: unknown = JSON.parse(JSON.stringify(request), (_, value: unknown) =>
          typeof value === "object" && value !== null && !Array.isArray(value) ? Object.assign(Object.create(null) as object, value) : value,
        );
        expect(parseRequest(bare)).toEqual(parseRequest(request));
      }),
      { numRuns: 100 },
    );
  });
});

describe("parsePlan", () => {
  it("reads what is a plan, and refuses whatever is none by its typed error and no other", () => {
    fc.assert(fc.property(everything, expectParsedOrRefusal), { numRuns: 100 });
    fc.assert(fc.property(junk(), ({ make }) => { expectParsedOrRefusal(make()); }), { numRuns: 200 });
    fc.assert(fc.property(requests, expectParsedOrRefusal), { numRuns: 50 });
    fc.assert(fc.property(spoilt(requests.map((request) => plan(request))), (made) => { expectParsedOrRefusal(spoil(made)); }), { numRuns: 300 });
  });
});

describe("numbers at the ends of what a double holds", () => {
  const decades: DecimalOptions = { exponents: [-300, 300] };
  const inputs = inputBlocks({ ...decades, maxDim: 3 });

  it("give a full plan of finite numbers or the typed error", () => {
    fc.assert(fc.property(fullRequest({ inputs, hypernet: hypernet() }), expectPlanOrRefusal), { numRuns: 300 });
  });

  it("give a chunked plan of finite numbers or the typed error", () => {
    const chunks = chunking({ minVariance: variance(decades) });
    fc.assert(fc.property(chunkedRequest({ inputs, chunking: chunks, hypernet: quick }), expectPlanOrRefusal), { numRuns: 500 });
  });

  it("do so with layers and chunks of up to 2^53 entries, and dropout of nearly everything", () => {
    const large = fc.oneof(fc.constantFrom(1, 2 ** 26, 2 ** 52, Number.MAX_SAFE_INTEGER), fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }));
    const layers = { hiddenDims: fc.array(large, { maxLength: 3 }), dropout: fc.constantFrom(0, 1e-300, 0.999, 1 - 2 ** -53) };
    const chunks = chunking({ size: large, embeddingDim: large, minVariance: variance(decades), minShare: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }) });
    const wide = plainHypernet({ ...layers, activation: activation({ names: quickNames }) });
    fc.assert(fc.property(chunkedRequest({ inputs, chunking: chunks, hypernet: wide }), expectPlanOrRefusal), { numRuns: 500 });
    fc.assert(fc.property(fullRequest({ inputs, hypernet: hypernet(layers) }), expectPlanOrRefusal), { numRuns: 300 });
  });

  it("do so as target variances, fans and parameters too", () => {
    const extreme = positive(decades);
    fc.assert(
      fc.property(anyRequest({ hypernet: quick, network: network({ layer: weightLayer() }), without: ["targetVariances", "headOverrides"] }), fc.infiniteStream(extreme), (request, numbers) => {
        const next = (): number => numbers.next().value;
        expectPlanOrRefusal({
          ...request,
          paramMeta: request.paramMeta?.map((meta) => ({ ...meta, fanIn: next(), fanOut: next() })),
          mainActivation: { name: "elu", alpha: next() },
          hypernet: { ...request.hypernet, activation: { name: "leaky_relu", negativeSlope: next() } },
        });
        expectPlanOrRefusal({ ...request, targetVariances: (request.generated ?? request.targetShapes).map(next) });
      }),
      { numRuns: 300 },
    );
  });

  it("do so as means and variances of overridden heads too", () => {
    const extreme = positive(decades);
    fc.assert(
      fc.property(fullRequest({ without: ["headOverrides"] }), fc.infiniteStream(extreme), (request, numbers) => {
        const next = (): number => numbers.next().value;
        const headOverrides = (request.generated ?? request.targetShapes).map(() => ({ weightMean: next(), weightVariance: next(), biasMean: -next(), biasVariance: next() }));
        expectPlanOrRefusal({ ...request, headOverrides });
      }),
      { numRuns: 200 },
    );
  });
});
