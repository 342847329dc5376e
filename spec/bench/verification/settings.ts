import { activationNames, type ActivationName } from "../../../src/math/index.js";
import type { RequestInput } from "../../../src/index.js";

type Hypernet = NonNullable<RequestInput["hypernet"]>;

/** One combination of everything that is varied but for the method, which only scales what one hypernetwork generates. */
export interface Setting {
  readonly activation: ActivationName;
  readonly hiddenInit: "matched" | "kaiming" | "xavier";
  readonly norm: "none" | "batch";
  readonly depth: number;
  readonly kind: "hyperfan" | "chunked-hyperfan";
}

export const METHODS = ["in", "out", "harmonic"] as const;
export type Method = (typeof METHODS)[number];

export const DEPTHS = [0, 1, 2, 3] as const;
const HIDDEN_INITS = ["matched", "kaiming", "xavier"] as const;
/** A chunked hypernetwork has no norm. */
const KINDS = [
  { kind: "hyperfan", norm: "none" },
  { kind: "hyperfan", norm: "batch" },
  { kind: "chunked-hyperfan", norm: "none" },
] as const;

/** Every combination, in a fixed order. */
export function allSettings(): readonly Setting[] {
  return activationNames.flatMap((activation) =>
    DEPTHS.flatMap((depth) => HIDDEN_INITS.flatMap((hiddenInit) => KINDS.map((kind) => ({ activation, depth, hiddenInit, ...kind })))),
  );
}

export function hypernetOf({ activation, hiddenInit, norm, depth }: Setting, width: number): Hypernet {
  return { hiddenDims: Array<number>(depth).fill(width), activation, hiddenInit, norm };
}
