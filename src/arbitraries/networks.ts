import fc, { type Arbitrary } from "fast-check";
import { anyLayer, type TargetLayer } from "./layers.js";
import { dimension } from "./numbers.js";
import { partly } from "./partly.js";
import type { MetaInput } from "./weights.js";

/** The tensors of a main network, as a request has them. */
export interface Network {
  readonly targetShapes: number[][];
  readonly paramMeta?: MetaInput[];
}

/** A network whose tensors are all described. */
export type DescribedNetwork = Required<Network>;

export interface NetworkOptions {
  readonly layer?: Arbitrary<TargetLayer>;
  /** Greatest number of layers, default 5. */
  readonly maxLayers?: number;
  /** Whether every layer has a number of its own; default false: some have -1, or none at all. */
  readonly numbered?: boolean;
}

/** Different numbers for `count` layers, in any order; not `numbered`, some are unknown. */
function layerNumbers(count: number, numbered: boolean): Arbitrary<(number | undefined)[]> {
  const length = { minLength: count, maxLength: count };
  const distinct = fc.uniqueArray(fc.nat({ max: 4 * count }), length);
  const replacements = fc.array(numbered ? fc.constant(null) : fc.constantFrom(null, -1, undefined), length);
  return fc.tuple(distinct, replacements).map(([numbers, others]) => numbers.map((number, index) => (others[index] === null ? number : others[index])));
}

function metasOf(layer: TargetLayer, number: number | undefined): MetaInput[] {
  return layer.map(({ meta }) => (number === undefined ? meta : { ...meta, layer: number }));
}

/** What more there can be of a tensor: a label, and keys that hypnettorch's dumps have and planners do not read. */
function extraKeys(count: number): Arbitrary<Partial<MetaInput>[]> {
  const extra = partly({ label: fc.boolean(), index: fc.constant(0), group: fc.constantFrom(null, 1), info: fc.constantFrom("shared", { of: [1] }) });
  return extra.map(({ label = false, ...unread }) => Array.from({ length: count }, (_, index) => ({ ...unread, ...(label ? { label: `tensor.${index}` } : {}) })));
}

/**
 * A network with metadata; with labels or without, and so with the keys of hypnettorch that planners do not read.
 *
 * @example fc.assert(fc.property(network({ layer: weightLayer() }), ({ targetShapes, paramMeta }) => targetShapes.length === paramMeta.length));
 */
export function network({ layer = anyLayer(), maxLayers = 5, numbered = false }: NetworkOptions = {}): Arbitrary<DescribedNetwork> {
  return fc.array(layer, { minLength: 1, maxLength: maxLayers }).chain((layers) => {
    const targetShapes = layers.flatMap((tensors) => tensors.map(({ shape }) => shape));
    return fc.tuple(layerNumbers(layers.length, numbered), extraKeys(targetShapes.length)).map(([numbers, extra]) => ({
      targetShapes,
      paramMeta: layers.flatMap((tensors, index) => metasOf(tensors, numbers[index])).map((meta, index) => ({ ...meta, ...extra[index] })),
    }));
  });
}

/**
 * A network without metadata: its shapes tell the roles.
 *
 * @example fc.assert(fc.property(bareNetwork({ maxTensors: 2 }), ({ targetShapes }) => targetShapes.length <= 2));
 */
export function bareNetwork({ maxTensors = 8 }: { readonly maxTensors?: number } = {}): Arbitrary<Network> {
  const shape = fc.array(dimension(), { minLength: 1, maxLength: 4 });
  return fc.array(shape, { minLength: 1, maxLength: maxTensors }).map((targetShapes) => ({ targetShapes }));
}

/**
 * A network without metadata, or four in five times with it; other names than weight and bias are from `names`.
 *
 * @example fc.assert(fc.property(anyNetwork(), ({ targetShapes }) => targetShapes.length > 0));
 */
export function anyNetwork(options: { readonly names?: readonly string[] } = {}): Arbitrary<Network> {
  return fc.oneof({ withCrossShrink: true }, { weight: 1, arbitrary: bareNetwork() }, { weight: 4, arbitrary: network({ layer: anyLayer(options) }) });
}

/**
 * A non-empty choice of a network's tensors, in any order.
 *
 * @example fc.assert(fc.property(generatedOf({ targetShapes: [[2, 3], [2]] }), (generated) => generated.length <= 2));
 */
export function generatedOf({ targetShapes }: Network): Arbitrary<number[]> {
  return fc.shuffledSubarray([...targetShapes.keys()], { minLength: 1 });
}
