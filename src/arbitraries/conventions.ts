import fc, { type Arbitrary } from "fast-check";
import { conventionPresets, type Conventions } from "../conventions.js";
import type { RequestInput } from "../request/schema.js";
import { partly } from "./partly.js";

/** Every value of every convention, that of the preset `exact` first. */
export const conventionValues = {
  harmonicMean: ["harmonic", "reciprocal-sum"],
  outputLayerInit: ["linear", "hidden"],
  headSecondMoment: ["propagated", "input"],
  biasFanOut: ["layer", "length"],
  lastChunk: ["used", "padded"],
  outBias: ["clipped", "reciprocal"],
  biasSharing: ["layer", "any"],
  unknownLayer: ["adjacent", "none"],
} as const satisfies { readonly [Field in keyof Conventions]: readonly Conventions[Field][] };

export type ConventionsInput = NonNullable<RequestInput["conventions"]>;
type SingleFields = Exclude<ConventionsInput, string>;

/**
 * A preset's name, or single fields over a preset.
 *
 * @example fc.assert(fc.property(conventions(), (given) => allConventions(given).lastChunk !== undefined));
 */
export function conventions(): Arbitrary<ConventionsInput> {
  const preset = fc.constantFrom("exact" as const, "hypnettorch" as const, "hypercl" as const);
  const fields: [string, Arbitrary<string>][] = Object.entries(conventionValues).map(([field, values]) => [field, fc.constantFrom<string>(...values)]);
  return fc.oneof({ withCrossShrink: true }, preset, partly({ preset, ...Object.fromEntries(fields) }) as Arbitrary<SingleFields>);
}

/**
 * All fields of a request's conventions.
 *
 * @example allConventions({ preset: "hypercl", lastChunk: "used" }).biasSharing === "any";
 */
export function allConventions(given: ConventionsInput = "exact"): Conventions {
  if (typeof given === "string") return conventionPresets[given];
  const { preset = "exact", ...single } = given;
  return { ...conventionPresets[preset], ...(single as Partial<Conventions>) };
}
