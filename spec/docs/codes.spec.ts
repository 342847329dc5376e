import { describe, expect, it } from "@jest/globals";
import { parsePlan, parseRequest, plan, planHyperfan, type RequestInput } from "../../src/index.js";
import { codesIn, tablesOf, tableUnder, type Table } from "./markdown.js";
import { raisedCodes } from "./raised-codes.js";

const FILE = "docs/plan-format.md";
const codesUnder = (heading: string, file = FILE): readonly string[] => tableUnder(file, heading).rows.flatMap(([code = ""]) => codesIn(code));

const dense: RequestInput = {
  kind: "hyperfan",
  targetShapes: [[300, 784], [300]],
  paramMeta: [{ name: "weight", layer: 1 }, { name: "bias", layer: 1 }],
  inputs: [{ name: "task", dim: 8 }],
};
const chunked: RequestInput = { ...dense, kind: "chunked-hyperfan", inputs: [{ dim: 8, variance: 1e-4 }], chunking: { size: 1000 } };

/** A request for every warning. */
const warned: Readonly<Record<string, RequestInput>> = {
  "meta-inferred": { ...dense, paramMeta: undefined },
  "bias-layer-unknown": { ...dense, paramMeta: [{ name: "weight", layer: 1 }, { name: "bias" }] },
  "layer-weights-differ": { ...dense, targetShapes: [[8, 4], [8, 8], [8]], paramMeta: [{ name: "weight", layer: 1 }, { name: "weight", layer: 1 }, { name: "bias", layer: 1 }] },
  "name-unknown": { ...chunked, paramMeta: [{ name: "weight" }, { name: "mask" }] },
  "override-incomplete": { ...dense, headOverrides: { bias: { biasMean: 1 } } },
  "override-unused": { ...dense, targetVariances: { wieght: 1 } },
  "target-variance-ignored": { ...dense, paramMeta: [{ name: "weight" }, { name: "embedding" }], headOverrides: { embedding: { biasMean: 1 } }, targetVariances: { embedding: 1 } },
  "bias-variance-clipped": { ...dense, method: "out" },
  "bounds-rounded": { ...dense, paramMeta: [{ name: "weight" }, { name: "bn_scale" }], targetVariances: { bn_scale: 1e-34 } },
  "output-ignores-input": { ...dense, paramMeta: [{ name: "embedding" }, { name: "bn_scale" }] },
  "uncentred-target": { ...chunked, paramMeta: [{ name: "weight" }, { name: "bn_scale" }] },
  "wide-scale": { ...chunked, paramMeta: [{ name: "weight" }, { name: "bn_scale" }], chunking: { size: 1000, strategy: "per-tensor-scale" } },
  "mixed-chunks": chunked,
  "chunks-alike": { ...chunked, inputs: [{ dim: 8 }] },
  "input-variance-too-large": { ...chunked, inputs: [{ dim: 8 }] },
  "chunk-variance-clipped": { ...chunked, inputs: [{ dim: 8 }] },
  "target-variance-unreachable": { ...chunked, hypernet: { activation: "sigmoid" } },
};

describe("the table of warnings", () => {
  const [codes, changes] = tablesOf(FILE).filter(({ heading }) => heading === "Warnings");
  const rowOf = (table: Table | undefined, code: string): readonly string[] => table?.rows.find(([cell = ""]) => codesIn(cell).includes(code)) ?? [];

  it("has those that requests below raise", () => {
    expect(codesUnder("Warnings").toSorted()).toEqual(Object.keys(warned).toSorted());
  });

  it.each(Object.entries(warned))("has the keys of %s", (code, request) => {
    const warning = plan(request).warnings.find((candidate) => candidate.code === code) ?? { code: "", message: "" };
    expect(["code", "message", ...codesIn(rowOf(codes, code)[1] ?? "")]).toEqual(Object.keys(warning));
  });

  it("is followed by every remedy and its keys", () => {
    const requests: readonly RequestInput[] = [
      { ...chunked, inputs: [{ dim: 8 }] },
      { ...chunked, inputs: [], chunking: { size: 1000, perCondition: true, minVariance: 0.1 } },
    ];
    const remedies = requests.flatMap((request) => plan(request).warnings.flatMap((warning) => (warning["remedies"] ?? []) as readonly { readonly change: string }[]));
    for (const remedy of remedies) expect(["change", ...codesIn(rowOf(changes, remedy.change)[1] ?? "")].toSorted()).toEqual(Object.keys(remedy).toSorted());
    expect(new Set(remedies.map(({ change }) => change))).toEqual(new Set(changes?.rows.flatMap(([change = ""]) => codesIn(change))));
  });
});

const bad = (change: object) => () => parseRequest({ ...dense, ...change });
const weights = [{ name: "weight", layer: 1 }, { name: "weight", layer: 2 }];

/** Something that raises every error. */
const refused: Readonly<Record<string, () => unknown>> = {
  missing: bad({ kind: undefined }),
  "wrong-type": bad({ method: 1, inputs: "task" }),
  "unknown-value": bad({ method: "fan-in" }),
  "unknown-key": bad({ hypernet: { activations: "relu" } }),
  "not-a-whole-number": bad({ inputs: [{ dim: 1.5 }] }),
  "not-finite": bad({ inputs: [{ dim: 8, mean: NaN }] }),
  "too-small": bad({ inputs: [{ dim: 0 }] }),
  "too-large": bad({ inputs: [{ dim: 2 ** 60 }] }),
  "wrong-length": bad({ paramMeta: [] }),
  "out-of-range": bad({ generated: [2] }),
  repeated: bad({ generated: [0, 0] }),
  indivisible: bad({ paramMeta: [{ name: "weight", groups: 7 }, { name: "bias" }] }),
  "reserved-name": bad({ paramMeta: [{ name: "weight" }, { name: "__proto__" }] }),
  "unknown-name": bad({ paramMeta: [{ name: "weight" }, { name: "mask" }] }),
  "no-fan": bad({ paramMeta: weights }),
  "bias-needed": bad({ paramMeta: [{ name: "weight" }, { name: "bn_scale" }], hypernet: { useBias: false } }),
  "not-for-kind": bad({ chunking: { size: 10 } }),
  "wrong-kind": () => planHyperfan(chunked),
  "zero-second-moment": () => plan({ ...dense, inputs: [{ dim: 8, variance: 0 }] }),
  "zero-in-reciprocal": () => plan({ ...dense, method: "harmonic", conventions: "hypnettorch" }),
  underflow: () => plan({ ...dense, inputs: [{ dim: 8, variance: 1e300 }], targetVariances: { weight: 1e-300 } }),
  overflow: () => plan({ ...dense, inputs: [{ dim: 8, variance: 1e-300 }], targetVariances: { weight: 1e300 } }),
  misfit: () => {
    const { heads, ...rest } = planHyperfan(dense);
    return parsePlan({ ...rest, heads: heads.toReversed() });
  },
  "more-problems": bad({ generated: Array.from({ length: 102 }, () => -1) }),
  unreadable: () => {
    const broken = Object.defineProperty({ ...dense }, "kind", { enumerable: true, get: () => { throw new Error("broken"); } });
    return parseRequest(broken);
  },
};

function codesRaisedBy(attempt: () => unknown): readonly string[] {
  try {
    attempt();
  } catch (error) {
    return (error as { readonly issues: readonly { readonly code: string }[] }).issues.map(({ code }) => code);
  }
  return [];
}

describe("the table of errors", () => {
  it("has those that attempts below raise, and one for whatever else a value may have", () => {
    expect(codesUnder("Errors").toSorted()).toEqual([...Object.keys(refused), "invalid"].toSorted());
  });

  it.each(Object.entries(refused))("has %s because something raises it", (code, attempt) => {
    expect(codesRaisedBy(attempt)).toContain(code);
  });
});

/** The folders of src that give codes, and the tables that have them. */
const ROOMS: readonly (readonly [rooms: readonly string[], file: string, headings: readonly string[]])[] = [
  [["request", "plan", "kinds", "errors.ts", "leaves.ts"], FILE, ["Errors", "Warnings"]],
  [["shapes"], "docs/codes.md", ["Models"]],
  [["compare"], "docs/codes.md", ["Measurements", "Comparisons", "Notes of comparisons"]],
  [["simulate"], "docs/codes.md", ["Simulations"]],
  [["advise"], "docs/codes.md", ["Advice"]],
  [["check"], "docs/codes.md", ["Checks", "Notes of checks"]],
];

describe("codes of the source", () => {
  const raised = raisedCodes();
  const ofErrors = codesUnder("Errors", "docs/codes.md");
  // Zod's, of a problem that stands for many.
  const others = [...ofErrors, "custom"];
  const raisedIn = (rooms: readonly string[]): readonly string[] => rooms.flatMap((room) => [...(raised.get(room) ?? [])]);

  it.each(ROOMS)("in %j are in the tables of %s, and these have no others", (rooms, file, headings) => {
    const documented = headings.flatMap((heading) => codesUnder(heading, file));
    const found = [...new Set(raisedIn(rooms))].filter((code) => !others.includes(code));
    expect(found.toSorted()).toEqual(documented.toSorted());
  });

  it("are those of errors wherever an error is made", () => {
    const known = [...raised.values()].flatMap((codes) => [...codes]).filter((code) => code.startsWith("invalid-"));
    expect([...new Set(known)].toSorted()).toEqual(ofErrors.toSorted());
  });

  it("are given by no other folder", () => {
    const documented = ROOMS.flatMap(([rooms]) => rooms);
    const elsewhere = [...raised].filter(([room]) => !documented.includes(room)).map(([room, codes]) => [room, [...codes].filter((code) => !others.includes(code))] as const);
    expect(elsewhere.filter(([, codes]) => codes.length > 0)).toEqual([]);
  });
});
