import * as z from "zod/mini";
import { count, need, wholeFrom } from "../leaves.js";
import { parseOptions } from "../request/checked.js";

const LARGEST_SEED = 2 ** 32 - 1;
const seed = need(`a whole number from 0 to ${String(LARGEST_SEED)}`);

const optionsSchema = z.strictObject(
  {
    seed: z._default(z.int(seed).check(z.minimum(0, seed), z.maximum(LARGEST_SEED, seed)), 0),
    draws: z._default(wholeFrom(2), 1000),
    mode: z._default(z.enum(["training", "evaluation"]), "training"),
    maxRows: z._default(count, 64),
    maxChunks: z._default(count, 4),
    batch: z.optional(count),
    onProgress: z.optional(z.custom<(progress: Progress) => void>((value) => typeof value === "function", need("a function"))),
  },
  need('an object such as {"seed": 1, "draws": 1000}'),
);

/** How far a simulation has come. */
export interface Progress {
  /** Draws that are done. */
  readonly done: number;
  readonly draws: number;
}

/** How to simulate. Everything has a default. */
export interface SimulateOptions {
  /** From 0 to 2³² − 1; the same seed gives the same numbers. Default 0. */
  readonly seed?: number | undefined;
  /** Hypernetworks to draw, each with new weights, inputs, noise and dropout masks; at least 2. Default 1000. */
  readonly draws?: number | undefined;
  /** Whether dropout and noise are on and batch norm normalises over the batch. Default "training". */
  readonly mode?: "training" | "evaluation" | undefined;
  /** Rows of an output head, or of the output layer of chunks, to draw at most. Default 64. */
  readonly maxRows?: number | undefined;
  /** Chunks of a run to draw at most. Default 4. */
  readonly maxChunks?: number | undefined;
  /** Inputs that each draw is run on. Default 64 where batch norm normalises over them, which takes at least 2; else 1. */
  readonly batch?: number | undefined;
  /** Called after every draw. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** Options with their defaults; `batch` has one by plan. */
export type ResolvedOptions = z.output<typeof optionsSchema>;

/** Options from unknown data, defaults filled in; throws every problem at once, with pointers into the options. */
export function resolveOptions(given: unknown): ResolvedOptions {
  return parseOptions(optionsSchema, given);
}
