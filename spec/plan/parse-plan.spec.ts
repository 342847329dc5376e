import { parsePlan, planChunkedHyperfan, planHyperfan, type ChunkedHyperfanPlan, type HyperfanPlan, type Issue } from "../../src/index.js";
import { deepFreeze } from "../properties/deep.js";
import { chunked, full } from "../request/requests.js";

const fullPlan = planHyperfan(full);
const chunkedPlan = planChunkedHyperfan({ ...chunked, targetVariances: { weight: 2, bias: 5 } });

/** The problems for which parsePlan refuses an input. */
function issuesOf(input: unknown): readonly Issue[] {
  try {
    parsePlan(input);
  } catch (error) {
    expect(error).toMatchObject({ name: "InvalidInputError", code: "invalid-plan" });
    return (error as { readonly issues: readonly Issue[] }).issues;
  }
  throw new Error("nothing was thrown");
}

const places = (input: unknown): string[] => issuesOf(input).map(({ pointer, code }) => `${pointer} ${code}`);
const withHead = (more: Partial<HyperfanPlan["heads"][number]>): HyperfanPlan => ({ ...fullPlan, heads: [{ ...fullPlan.heads[0]!, ...more }, ...fullPlan.heads.slice(1)] });
const withChunks = (more: Partial<ChunkedHyperfanPlan["chunks"]>): ChunkedHyperfanPlan => ({ ...chunkedPlan, chunks: { ...chunkedPlan.chunks, ...more } });

describe("parsePlan", () => {
  it("gives a plan of either kind as it is, also from JSON and frozen", () => {
    for (const made of [fullPlan, chunkedPlan]) {
      expect(parsePlan(made)).toStrictEqual(made);
      expect(parsePlan(JSON.parse(JSON.stringify(made)))).toStrictEqual(made);
      expect(parsePlan(deepFreeze(structuredClone(made)))).toStrictEqual(made);
    }
  });

  it("accepts what other programs may write: normal distributions, and warnings with keys of their own", () => {
    const other = { ...withHead({ weight: { type: "normal", mean: 0, std: 0.1 } }), warnings: [{ code: "mine", message: "Mind this.", severity: 3 }] };
    expect(parsePlan(other)).toEqual(other);
  });

  it.each([
    ["nothing", undefined, " missing"],
    ["a request, as that alone", full, " wrong-type"],
    ["another format", { ...fullPlan, format: "plan" }, "/format unknown-value"],
    ["another version", { ...fullPlan, version: 2 }, "/version unknown-value"],
    ["another kind", { ...fullPlan, kind: "hyperfam" }, "/kind unknown-value"],
    ["heads in a chunked plan", { ...chunkedPlan, heads: [] }, "/heads unknown-key"],
    ["chunks in a full plan", { ...fullPlan, chunks: chunkedPlan.chunks }, "/chunks unknown-key"],
    ["no conventions", { ...fullPlan, conventions: undefined }, "/conventions missing"],
    ["a convention too few", { ...fullPlan, conventions: { ...fullPlan.conventions, lastChunk: undefined } }, "/conventions/lastChunk missing"],
    ["a distribution of unknown type", withHead({ weight: { type: "uniforn", low: 0, high: 1 } as never }), "/heads/0/weight/type unknown-value"],
    ["a distribution without an end", withHead({ weight: { type: "uniform", low: 0 } as never }), "/heads/0/weight/high missing"],
    ["a bound of NaN", withHead({ weight: { type: "uniform", low: 0, high: NaN } }), "/heads/0/weight/high not-finite"],
    ["a negative variance", withHead({ predicted: { mean: 0, variance: -1 } }), "/heads/0/predicted/variance too-small"],
    ["a warning without a code", { ...fullPlan, warnings: [{ message: "Mind this." }] }, "/warnings/0/code missing"],
    ["a key with a slip", { ...fullPlan, warning: [] }, "/warning unknown-key"],
    ["a chunk size of zero", withChunks({ size: 0 }), "/chunks/size too-small"],
    ["no runs", withChunks({ runs: [] }), "/chunks/runs too-small"],
  ])("refuses %s", (_, input: unknown, place) => {
    expect(places(input)).toContain(place);
  });

  it.each<[unknown, string]>([
    [{ ...fullPlan, heads: 3 }, "/heads: Expected a list; got 3."],
    [{ ...fullPlan, input: "x" }, '/input: Expected an object; got "x".'],
    [{ ...fullPlan, input: undefined }, "/input: Required: an object."],
    [withHead({ name: 3 as unknown as string }), "/heads/0/name: Expected a string; got 3."],
    [withHead({ rows: 3 as unknown as [number, number] }), "/heads/0/rows: Expected a list; got 3."],
  ])("says what is needed in a value's place: %#", (input, told) => {
    expect(issuesOf(input).map(({ pointer, message }) => `${pointer}: ${message}`)).toContain(told);
  });

  it("suggests the key or the name that was meant", () => {
    expect(issuesOf({ ...fullPlan, warning: [] })).toContainEqual({ pointer: "/warning", code: "unknown-key", message: 'Unknown key "warning". Did you mean "warnings"?' });
    expect(issuesOf({ ...fullPlan, kind: "hyperfam" })).toEqual([{ pointer: "/kind", code: "unknown-value", message: 'Expected one of "hyperfan", "chunked-hyperfan"; got "hyperfam". Did you mean "hyperfan"?' }]);
  });

  it("refuses heads whose rows leave a gap, overlap, or are not as many as their elements", () => {
    expect(places(withHead({ rows: [1, 12] }))).toContain("/heads/0/rows misfit");
    expect(issuesOf(withHead({ rows: [1, 13] }))).toEqual([
      { pointer: "/heads/0/rows", code: "misfit", message: "Expected the rows [0, 12]; got [1, 13]. Heads follow each other, with one row per element." },
      { pointer: "/heads/1/rows", code: "misfit", message: "Expected the rows [13, 16]; got [12, 15]. Heads follow each other, with one row per element." },
    ]);
    expect(places(withHead({ rows: [0, 11] }))).toEqual(["/heads/0/rows misfit", "/heads/1/rows misfit"]);
    expect(places(withHead({ shape: [3, 5] }))).toEqual(["/heads/0/rows misfit"]);
  });

  it("refuses runs that do not follow each other", () => {
    const [first, second] = chunkedPlan.chunks.runs;
    expect(issuesOf(withChunks({ runs: [first!, { ...second!, first: 3 }], count: 4 }))).toContainEqual({
      pointer: "/chunks/runs/1/first",
      code: "misfit",
      message: "Expected 2; got 3. Runs follow each other.",
    });
  });

  it("refuses a number of chunks that does not hold all tensors, or that the runs do not have", () => {
    const message = "Expected 3 chunks, as many as hold all tensors; got 4 in count and 3 in runs.";
    expect(issuesOf(withChunks({ count: 4 }))).toEqual([{ pointer: "/chunks/count", code: "misfit", message }]);
    expect(places(withChunks({ size: 8 }))).toEqual(["/chunks/count misfit"]);
    expect(places(withChunks({ runs: chunkedPlan.chunks.runs.slice(0, 1) }))).toEqual(["/chunks/count misfit"]);
  });

  it("calls an input unreadable whose property throws", () => {
    const trap = { ...fullPlan, get heads(): never { throw new TypeError("no"); } };
    expect(issuesOf(trap)).toEqual([{ pointer: "", code: "unreadable", message: "Expected plain data; got a value with a property that cannot be read." }]);
  });
});
