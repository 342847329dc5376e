import * as z from "zod";
import { checked } from "../request/checked.js";

const need = (expectation: string) => ({ error: expectation });
const atLeast = (least: number) => z.int(need(`a whole number of at least ${String(least)}`)).min(least, need(`a whole number of at least ${String(least)}`));

const LARGEST_SEED = 2 ** 32 - 1;
const seed = need(`a whole number from 0 to ${String(LARGEST_SEED)}`);

const optionsSchema = z.strictObject(
  {
    seed: z.int(seed).min(0, seed).max(LARGEST_SEED, seed).default(0),
    draws: atLeast(2).default(1000),
    mode: z.enum(["training", "evaluation"]).default("training"),
    maxRows: atLeast(1).default(64),
    maxChunks: atLeast(1).default(4),
    batch: atLeast(1).optional(),
    onProgress: z.custom<(progress: Progress) => void>((value) => typeof value === "function", need("a function")).optional(),
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
  return checked("invalid-request", optionsSchema, given);
}
