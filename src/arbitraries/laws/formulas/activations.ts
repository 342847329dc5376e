import type { ActivationInput } from "../../activations.js";

/** An activation's moments for a normal input g of mean 0; written down from docs/formulas.md, not shared with the planner. */
interface ActivationMoments {
  /** E[φ(√v·g)²] */
  readonly second: (v: number) => number;
  /** E[φ′(g)²] */
  readonly slope: number;
}

const { PI } = Math;

const twoSlopes = (negative: number): ActivationMoments => ({ second: (v) => (v + negative ** 2 * v) / 2, slope: (1 + negative ** 2) / 2 });

// Var(cos g) and Var(sin g) add up to 1; erf after Williams 1998.
const sin: ActivationMoments = { second: (v) => -Math.expm1(-2 * v) / 2, slope: (1 + Math.exp(-2)) / 2 };
const erf: ActivationMoments = { second: (v) => (2 / PI) * Math.asin((2 * v) / (1 + 2 * v)), slope: 4 / (PI * Math.sqrt(5)) };

/** The moments of one of `quickNames`. */
export function momentsOf(given: ActivationInput): ActivationMoments {
  const activation = typeof given === "string" ? { name: given } : given;
  switch (activation.name) {
    case "linear":
      return twoSlopes(1);
    case "relu":
      return twoSlopes(0);
    case "leaky_relu":
      return twoSlopes("negativeSlope" in activation ? (activation.negativeSlope ?? 0.01) : 0.01);
    case "sin":
      return sin;
    case "erf":
      return erf;
    default:
      throw new Error(`no closed form is known for ${activation.name}`);
  }
}
