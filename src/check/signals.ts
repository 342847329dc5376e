import { bounded } from "./bounded.js";
import type { LayerGains } from "./gains.js";
import type { LayerSignals, Signal, SignalVerdict } from "./report.js";
import { PRODUCT_LIMIT } from "./thresholds.js";

/**
 * Whether a product of gains is too large or too small, beside the ratio of the widths at both ends of the way.
 *
 * A network that keeps activations changes gradients by the ratio of the fans, and the other way round. That ratio
 * telescopes to the widths at both ends, however deep the network is, and does no harm (He et al. 2015, section 2.2):
 * what lies between 1 and it, up to the limit, is fine.
 */
function signalVerdict(product: number, widthRatio: number): SignalVerdict {
  if (product > PRODUCT_LIMIT * Math.max(1, widthRatio)) return "explodes";
  return product < Math.min(1, widthRatio) / PRODUCT_LIMIT ? "vanishes" : "fine";
}

const alone = (gain: number | null): Signal => ({ gain, product: null, verdict: null });
const judged = (gain: number | null, product: number, widthRatio = 1): Signal => ({ gain, product, verdict: signalVerdict(product, widthRatio) });

function products(factors: readonly number[]): readonly number[] {
  let product = 1;
  return factors.map((factor) => (product = bounded(product * factor)));
}

const productsFromTheEnd = (factors: readonly number[]): readonly number[] => products(factors.toReversed()).toReversed();

/** The largest ratio that two widths of a network can have. */
function largestRatio(gains: readonly LayerGains[]): number {
  const fans = gains.flatMap(({ fanIn, fanOut }) => [fanIn, fanOut]);
  return fans.reduce((a, b) => Math.max(a, b), 0) / fans.reduce((a, b) => Math.min(a, b), Infinity);
}

/** Gains and their products through all layers, both ways. With `reset`, gains stand alone: see {@link gainsAlong}. */
export function layerSignals(gains: readonly LayerGains[], reset: boolean): readonly LayerSignals[] {
  if (reset) return gains.map(({ forward, backward }) => ({ forward: alone(forward), backward: alone(backward) }));
  const most = largestRatio(gains);
  // Where layers do not follow each other in a row, fans do not telescope.
  const possible = (ratio: number): number => Math.min(Math.max(ratio, 1 / most), most);
  const before = products(gains.map(({ fanIn, fanOut }) => fanIn / fanOut)).map(possible);
  const behind = productsFromTheEnd(gains.map(({ fanIn, fanOut }) => fanOut / fanIn)).map(possible);
  const gradients = productsFromTheEnd(gains.map(({ backward }) => backward));
  return gains.map(({ forward, reached, backward }, index) => ({
    forward: judged(forward, reached, before[index]),
    backward: judged(backward, gradients[index] ?? 0, behind[index]),
  }));
}
