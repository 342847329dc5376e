import { solveIncreasing } from "../math/solve.js";
import { memoised } from "../remembered.js";
import { serial, type Node } from "../hypernetwork/node.js";
import { signalOf } from "../hypernetwork/signal.js";

/** The variance of a chunked hypernetwork's output as a function of the second moment of its whole input. */
export interface OutputVariance {
  /** Var(v) for an input second moment. */
  readonly of: (inputSecondMoment: number) => number;
  /** The input second moment for a Var(v), and whether it exists; else that of the nearest reachable variance. */
  readonly inverse: (variance: number) => { readonly inputSecondMoment: number; readonly reachable: boolean };
  /** What `inverse` reaches, for an activation that saturates or has a floor; null where it reaches everything. */
  readonly range: { readonly low: number; readonly high: number } | null;
}

/** As much input as is ever asked for: far beyond any saturation, and safe to multiply. */
const MOST_INPUT = 1e290;
/** Inputs of which the variance is kept, once known: every fourth power of 2, to narrow down where another is. */
const markAt = (index: number): number => (index === MARKS ? MOST_INPUT : 2 ** (4 * index - 1072));
const MARKS = 509;
/** How much of the way to its limit a saturating output is driven; the last hundredth would take a huge input. */
const REACH = 0.99;

/** Var(v) = slope · q_0. */
function proportional(slope: number): OutputVariance {
  return { of: (q) => slope * q, inverse: (variance) => ({ inputSecondMoment: variance / slope, reachable: true }), range: null };
}

/** Var(v) = gain · q_L(q_0). Proportional networks are inverted by division, others numerically. */
export function outputVariance(layers: readonly Node[], gain: number): OutputVariance {
  const trunk = serial(layers);
  const of = (inputSecondMoment: number): number => gain * trunk.forward(signalOf(1, inputSecondMoment)).secondMoment;
  if (trunk.proportional) return proportional(of(1));
  const low = of(0);
  const high = low + REACH * (Math.min(of(MOST_INPUT), Number.MAX_VALUE) - low);
  const kept = memoised((input: number) => of(input));
  const inputFor = (variance: number): number => {
    let [below, above] = [0, MARKS];
    while (above - below > 1) {
      const middle = Math.floor((below + above) / 2);
      if (kept(markAt(middle)) < variance) below = middle;
      else above = middle;
    }
    const [least, most] = [below === 0 ? 0 : markAt(below), markAt(above)];
    return solveIncreasing((input) => (input === least || input === most ? kept(input) : of(input)), variance, least, most);
  };
  return {
    of,
    inverse: (variance) => {
      if (variance <= low) return { inputSecondMoment: 0, reachable: variance === low };
      return variance > high ? { inputSecondMoment: inputFor(high), reachable: false } : { inputSecondMoment: inputFor(variance), reachable: true };
    },
    range: { low, high },
  };
}

/** The output variance that the reference implementations assume, whatever the network: that of the input. */
export function assumedByReference(gain: number): OutputVariance {
  return proportional(gain);
}
