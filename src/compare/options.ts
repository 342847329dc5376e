import * as z from "zod/mini";
import { need } from "../leaves.js";
import type { Mode } from "../hypernetwork/trunk.js";
import { parseOptions } from "../request/checked.js";

const LEVEL = 0.01;
const chance = need("a number above 0 and below 1");

const optionsSchema = z.strictObject(
  {
    mode: z.optional(z.enum(["training", "evaluation"])),
    level: z._default(z.number(chance).check(z.gt(0, chance), z.lt(1, chance)), LEVEL),
  },
  need('an object such as {"mode": "training", "level": 0.01}'),
);

/** How to compare. Everything has a default. */
export interface CompareOptions {
  /** Mode of the hypernetwork when it was measured. Default: the measurements', else training. */
  readonly mode?: Mode | undefined;
  /** Chance, above 0 and below 1, that anything at all disagrees when the plan is right. Default 0.01. */
  readonly level?: number | undefined;
}

export type ResolvedOptions = z.output<typeof optionsSchema>;

/** Options from unknown data, defaults filled in; throws every problem at once, with pointers into the options. */
export function resolveOptions(given: unknown): ResolvedOptions {
  return parseOptions(optionsSchema, given);
}
