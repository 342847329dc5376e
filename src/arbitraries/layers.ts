import fc, { type Arbitrary } from "fast-check";
import { activation, type ActivationInput } from "./activations.js";
import { dimension } from "./numbers.js";
import { anyWeight, type TargetTensor, type TargetWeight } from "./weights.js";

/** The tensors of one layer. */
export type TargetLayer = readonly TargetTensor[];

export interface WeightLayerOptions {
  readonly weight?: Arbitrary<TargetWeight>;
  /** Whether the layer has a bias, default either. */
  readonly bias?: Arbitrary<boolean>;
  /** The activation around this layer in place of the network's, default any or none. */
  readonly activation?: Arbitrary<ActivationInput | undefined>;
}

/**
 * A weight, followed by its bias if it has one.
 *
 * @example fc.assert(fc.property(weightLayer({ bias: fc.constant(true) }), (layer) => layer.length === 2));
 */
export function weightLayer(options: WeightLayerOptions = {}): Arbitrary<TargetLayer> {
  const { weight = anyWeight(), bias = fc.boolean(), activation: around = fc.option(activation(), { nil: undefined }) } = options;
  return fc.tuple(weight, bias, around).map(([{ shape, meta, outputs }, hasBias, own]) => [
    { shape, meta: own === undefined ? meta : { ...meta, activation: own } },
    ...(hasBias ? [{ shape: [outputs], meta: { name: "bias" } }] : []),
  ]);
}

/** Names that the head bias generates, by a rule of their own. */
export const ruledNames = ["bn_scale", "bn_shift", "cm_scale", "cm_shift", "embedding"] as const;

/** Names without a rule: a plain one, some with escapes in a JSON pointer, some that every object inherits, and none. */
export const customNames = ["gate", "a/b~c", "toString", "hasOwnProperty", ""] as const;

/**
 * A tensor of one of `names` (default those with a rule), of up to two dimensions; scalars included.
 *
 * @example fc.assert(fc.property(namedLayer({ names: ["gate"] }), ([tensor]) => tensor.meta.name === "gate"));
 */
export function namedLayer({ names = ruledNames }: { readonly names?: readonly string[] } = {}): Arbitrary<TargetLayer> {
  return fc.tuple(fc.constantFrom(...names), fc.array(dimension(), { maxLength: 2 })).map(([name, shape]) => [{ shape, meta: { name } }]);
}

/**
 * Any of these: three in four a weight and maybe its bias, else a tensor of one of `names`.
 *
 * @example fc.assert(fc.property(anyLayer(), (layer) => layer.length > 0));
 */
export function anyLayer(options: { readonly names?: readonly string[] } = {}): Arbitrary<TargetLayer> {
  return fc.oneof({ withCrossShrink: true }, { weight: 3, arbitrary: weightLayer() }, { weight: 1, arbitrary: namedLayer(options) });
}
