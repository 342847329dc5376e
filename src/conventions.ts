import * as z from "zod/mini";
import { described } from "./described.js";

/**
 * The points on which the published implementations depart from their own documentation: one field each, so that
 * every difference can be switched alone. The values of `exact` are the documented or derived rules; the presets
 * `hypnettorch` and `hypercl` repeat the two PyTorch projects as their code runs.
 */
const fields = {
  harmonicMean: described(z.enum(["harmonic", "reciprocal-sum"]), "how the fan-in and fan-out variances are joined: 2/(1/a + 1/b), or 2(1/a + 1/b)"),
  outputLayerInit: described(z.enum(["linear", "hidden"]), "variance of a chunked hypernetwork's output layer: 1/fan_in, or that of the hidden layers"),
  headSecondMoment: described(z.enum(["propagated", "input"]), "what the last hidden layer is taken to hold: its propagated second moment, or that of the input (1 behind batch norm)"),
  biasFanOut: described(z.enum(["layer", "length"]), "fan-out of a bias: that of its layer's weight, or its own length"),
  lastChunk: described(z.enum(["used", "padded"]), "what the last chunk averages over: the rows that are used, or the padding as well"),
  outBias: described(z.enum(["clipped", "reciprocal"]), "fan-out variance of a bias: max(0, c(1 - fan_in/fan_out)), or c over that"),
  biasSharing: described(z.enum(["layer", "any"]), "a weight shares its variance with a bias when its layer has one, or when any target is one-dimensional"),
  unknownLayer: described(z.enum(["adjacent", "none"]), "a bias of unknown layer belongs to the weight right before it when the lengths agree, or to none"),
};

const resolvedSchema = z.strictObject(fields);

/** Every convention, spelled out. */
export type Conventions = Readonly<z.infer<typeof resolvedSchema>>;

const EXACT: Conventions = {
  harmonicMean: "harmonic",
  outputLayerInit: "linear",
  headSecondMoment: "propagated",
  biasFanOut: "layer",
  lastChunk: "used",
  outBias: "clipped",
  biasSharing: "layer",
  unknownLayer: "adjacent",
};

const HYPNETTORCH: Conventions = {
  harmonicMean: "reciprocal-sum",
  outputLayerInit: "hidden",
  headSecondMoment: "input",
  biasFanOut: "length",
  lastChunk: "padded",
  outBias: "clipped",
  biasSharing: "layer",
  unknownLayer: "none",
};

/** The presets by name; frozen, since plans follow them. */
export const conventionPresets = Object.freeze({
  exact: Object.freeze(EXACT),
  hypnettorch: Object.freeze(HYPNETTORCH),
  hypercl: Object.freeze({ ...HYPNETTORCH, biasSharing: "any" }),
} as const satisfies Readonly<Record<string, Conventions>>);

const presetSchema = z.enum(["exact", "hypnettorch", "hypercl"]);

/** A preset's name, or single fields over a preset (`exact` unless named). */
export const conventionsSchema = z.union([presetSchema, z.extend(z.partial(resolvedSchema), { preset: z._default(presetSchema, "exact") })]);

export { resolvedSchema as resolvedConventionsSchema };

/** All fields of a request's conventions, in a fixed order; a record of its own, which a caller may change. */
export function resolveConventions(given: z.output<typeof conventionsSchema>): Conventions {
  if (typeof given === "string") return { ...conventionPresets[given] };
  const { preset, ...single } = given;
  const chosen = Object.entries(single).filter(([, value]) => (value as unknown) !== undefined);
  return { ...conventionPresets[preset], ...Object.fromEntries(chosen) };
}

/** Whether every field is as documented. */
export function isExact(conventions: Conventions): boolean {
  return Object.entries(EXACT).every(([field, value]) => conventions[field as keyof Conventions] === value);
}
