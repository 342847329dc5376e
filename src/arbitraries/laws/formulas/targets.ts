import type { RequestInput } from "../../../request/schema.js";
import type { MethodInput } from "../../request-parts.js";
import type { MetaInput } from "../../weights.js";
import { momentsOf } from "./activations.js";
import { fansOf, type Fans } from "./fans.js";

/** What the fan-in and the fan-out argument ask for. */
interface Pair {
  readonly byFanIn: number;
  readonly byFanOut: number;
}

const harmonicMean = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : (2 * a * b) / (a + b));

function pick({ byFanIn, byFanOut }: Pair, method: MethodInput): number {
  return { in: byFanIn, out: byFanOut, harmonic: harmonicMean(byFanIn, byFanOut) }[method];
}

/** A layer of a request: its weight, and whether a bias is generated with it. */
interface Layer extends Fans {
  readonly isShared: boolean;
  /** 1/E[φ(g)²] and 1/E[φ′(g)²] */
  readonly gains: Pair;
}

const generatedIn = ({ generated, targetShapes }: RequestInput): readonly number[] => generated ?? [...targetShapes.keys()];

/** The layer of a tensor; there is one weight of each number, as in the networks of these laws. */
function layerOf(request: RequestInput, number: number | undefined): Layer {
  const { targetShapes, paramMeta = [], mainActivation = "relu" } = request;
  const isOf = (name: string) => (meta: MetaInput | undefined): boolean => meta?.name === name && meta.layer === number;
  const weight = paramMeta.findIndex(isOf("weight"));
  const meta = paramMeta[weight] ?? { name: "weight" };
  const { second, slope } = momentsOf(meta.activation ?? mainActivation);
  return {
    ...fansOf(targetShapes[weight] ?? [], meta),
    isShared: generatedIn(request).some((index) => isOf("bias")(paramMeta[index])),
    gains: { byFanIn: 1 / second(1), byFanOut: 1 / slope },
  };
}

function fullTarget(name: string, { fanIn, fanOut, isShared, gains }: Layer): Pair {
  if (name === "bias") return { byFanIn: gains.byFanIn / 2, byFanOut: (gains.byFanOut * Math.max(0, fanOut - fanIn)) / fanOut };
  return { byFanIn: gains.byFanIn / fanIn / (isShared ? 2 : 1), byFanOut: gains.byFanOut / fanOut };
}

function chunkedTarget(name: string, { fanIn, fanOut, gains }: Layer): Pair {
  if (name === "bias") return { byFanIn: 1 / (3 * fanIn), byFanOut: 1 / (3 * fanIn) };
  return { byFanIn: gains.byFanIn / fanIn, byFanOut: gains.byFanOut / fanOut };
}

/**
 * Variance that the method asks of each generated tensor, for networks of numbered layers with one weight each.
 * Source: docs/formulas.md, "Target variances" and "Chunks".
 */
export function targetVariances(request: RequestInput): readonly number[] {
  const { kind, method = "in", paramMeta = [] } = request;
  const target = kind === "hyperfan" ? fullTarget : chunkedTarget;
  return generatedIn(request).map((index) => {
    const { name = "", layer } = paramMeta[index] ?? {};
    return pick(target(name, layerOf(request, layer)), method);
  });
}
