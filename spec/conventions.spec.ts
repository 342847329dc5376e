import { conventionPresets, conventionsSchema, isExact, resolveConventions, type Conventions } from "../src/conventions.js";

/** The table of docs/reference-differences.md: field, value of exact, of hypnettorch, of hypercl. */
const TABLE: readonly (readonly [keyof Conventions, string, string, string])[] = [
  ["harmonicMean", "harmonic", "reciprocal-sum", "reciprocal-sum"],
  ["outputLayerInit", "linear", "hidden", "hidden"],
  ["headSecondMoment", "propagated", "input", "input"],
  ["biasFanOut", "layer", "length", "length"],
  ["lastChunk", "used", "padded", "padded"],
  ["outBias", "clipped", "clipped", "clipped"],
  ["biasSharing", "layer", "layer", "any"],
  ["unknownLayer", "adjacent", "none", "none"],
];

const resolve = (given: unknown): Conventions => resolveConventions(conventionsSchema.parse(given));

describe("the presets", () => {
  it.each(TABLE)("say of %s: %s, %s and %s", (field, exact, hypnettorch, hypercl) => {
    expect(conventionPresets.exact[field]).toBe(exact);
    expect(conventionPresets.hypnettorch[field]).toBe(hypnettorch);
    expect(conventionPresets.hypercl[field]).toBe(hypercl);
  });

  it("say nothing else", () => {
    const fields = TABLE.map(([field]) => field);
    for (const preset of Object.values(conventionPresets)) expect(Object.keys(preset)).toEqual(fields);
    expect(Object.keys(conventionPresets)).toEqual(["exact", "hypnettorch", "hypercl"]);
  });
});

describe("conventions of a request", () => {
  it("are those of a preset by its name", () => {
    expect(resolve("hypercl")).toEqual(conventionPresets.hypercl);
  });

  it("are single fields over a preset, over exact when none is named", () => {
    expect(resolve({ preset: "hypnettorch", lastChunk: "used" })).toEqual({ ...conventionPresets.hypnettorch, lastChunk: "used" });
    expect(resolve({ outBias: "reciprocal" })).toEqual({ ...conventionPresets.exact, outBias: "reciprocal" });
    expect(resolve({})).toEqual(conventionPresets.exact);
  });

  it("take a field that is undefined for one that is left out", () => {
    expect(resolve({ preset: "hypercl", biasSharing: undefined })).toEqual(conventionPresets.hypercl);
  });

  it("come with their fields in one order, however the request orders them", () => {
    expect(Object.keys(resolve({ unknownLayer: "none", harmonicMean: "harmonic" }))).toEqual(TABLE.map(([field]) => field));
  });

  it("are a record of their own: changing it changes no preset", () => {
    Object.assign(resolve("exact"), { lastChunk: "padded" });
    expect(conventionPresets.exact.lastChunk).toBe("used");
  });
});

describe("isExact", () => {
  it("tells whether every field is as documented, by whatever name", () => {
    expect(isExact(resolve("exact"))).toBe(true);
    expect(isExact(resolve({ preset: "exact", lastChunk: "used" }))).toBe(true);
    expect(isExact(resolve("hypercl"))).toBe(false);
  });

  it.each(TABLE)("is false for another value of %s alone", (field, exact) => {
    const other = field === "outBias" ? "reciprocal" : conventionPresets.hypercl[field];
    expect(other).not.toBe(exact);
    expect(isExact({ ...conventionPresets.exact, [field]: other })).toBe(false);
  });
});
