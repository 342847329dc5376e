import fc, { type Arbitrary } from "fast-check";
import type { RequestInput } from "../request/schema.js";
import { dimension } from "./numbers.js";
import { partly } from "./partly.js";

export type MetaInput = NonNullable<RequestInput["paramMeta"]>[number];

/** A tensor of the main network. */
export interface TargetTensor {
  readonly shape: number[];
  readonly meta: Omit<MetaInput, "layer">;
}

/** A weight with the number of outputs of its layer, which is the length of the layer's bias. */
export interface TargetWeight extends TargetTensor {
  readonly outputs: number;
}

function weight(shape: number[], outputs: number, more: Partial<MetaInput> = {}): TargetWeight {
  return { shape, meta: { name: "weight", ...more }, outputs };
}

/** Metadata of so many groups; one is what is meant where nothing is said. */
const inGroups = (groups: number): Partial<MetaInput> => (groups === 1 ? {} : { groups });

const few = dimension({ max: 3 });
const taps = (maxLength: number): Arbitrary<number[]> => fc.array(few, { minLength: 1, maxLength });

/**
 * The matrix of a dense layer, [out, in].
 *
 * @example fc.assert(fc.property(denseWeight(), ({ shape }) => shape.length === 2));
 */
export function denseWeight(): Arbitrary<TargetWeight> {
  return fc.tuple(dimension(), dimension()).map(([out, into]) => weight([out, into], out));
}

/**
 * A convolution kernel over one to three dimensions, [out, in, ...]; sometimes its metadata says so.
 *
 * @example fc.assert(fc.property(convWeight(), ({ shape, outputs }) => shape.length > 2 && shape[0] === outputs));
 */
export function convWeight(): Arbitrary<TargetWeight> {
  const said = partly({ layout: fc.constant("OIHW" as const), transposed: fc.constant(false) });
  return fc.tuple(dimension(), dimension(), taps(3), said).map(([out, into, kernel, more]) => weight([out, into, ...kernel], out, more));
}

/**
 * The kernel of a grouped convolution, [out, in/groups, ...].
 *
 * @example fc.assert(fc.property(groupedWeight(), ({ meta, outputs }) => outputs % meta.groups === 0));
 */
export function groupedWeight(): Arbitrary<TargetWeight> {
  return fc.tuple(few, few, few, taps(2)).map(([groups, out, into, kernel]) => weight([out * groups, into, ...kernel], out * groups, { groups }));
}

/**
 * The kernel of a transposed convolution, in groups or not, [in, out/groups, ...].
 *
 * @example fc.assert(fc.property(transposedWeight(), ({ meta }) => meta.transposed === true));
 */
export function transposedWeight(): Arbitrary<TargetWeight> {
  return fc
    .tuple(few, few, few, taps(2))
    .map(([groups, out, into, kernel]) => weight([into * groups, out, ...kernel], out * groups, { transposed: true, ...inGroups(groups) }));
}

/**
 * A weight with its channels last, in groups or not, [..., in/groups, out], and transposed or not, [..., out/groups, in].
 *
 * @example fc.assert(fc.property(channelsLastWeight(), ({ meta }) => meta.layout === "HWIO"));
 */
export function channelsLastWeight(): Arbitrary<TargetWeight> {
  const kernels = fc.array(few, { maxLength: 2 });
  return fc.tuple(few, dimension(), dimension(), kernels, partly({ transposed: fc.constant(true) })).map(([groups, out, into, kernel, direction]) => {
    const channels = direction.transposed === true ? [out, into * groups] : [into, out * groups];
    return weight([...kernel, ...channels], out * groups, { layout: "HWIO", ...direction, ...inGroups(groups) });
  });
}

/**
 * A depthwise kernel, [..., channels, multiplier].
 *
 * @example fc.assert(fc.property(depthwiseWeight(), ({ meta }) => meta.layout === "HWCM"));
 */
export function depthwiseWeight(): Arbitrary<TargetWeight> {
  return fc.tuple(dimension(), few, taps(2)).map(([channels, multiplier, kernel]) => weight([...kernel, channels, multiplier], channels * multiplier, { layout: "HWCM" }));
}

/**
 * Two to four layers in one matrix, such as q, k and v.
 *
 * @example fc.assert(fc.property(fusedWeight(), ({ meta, outputs }) => outputs % meta.parts === 0));
 */
export function fusedWeight(): Arbitrary<TargetWeight> {
  return fc.tuple(fc.integer({ min: 2, max: 4 }), few, dimension()).map(([parts, out, into]) => weight([out * parts, into], out * parts, { parts }));
}

/**
 * A weight whose metadata gives its fans outright, so that any shape will do.
 *
 * @example fc.assert(fc.property(weightWithFans(), ({ meta }) => meta.fanIn > 0 && meta.fanOut > 0));
 */
export function weightWithFans(): Arbitrary<TargetWeight> {
  const fan = dimension({ max: 100 });
  return fc.tuple(fc.array(dimension(), { maxLength: 3 }), fan, fan).map(([shape, fanIn, fanOut]) => weight(shape, fanOut, { fanIn, fanOut }));
}

/**
 * A weight of any kind.
 *
 * @example fc.assert(fc.property(anyWeight(), ({ meta }) => meta.name === "weight"));
 */
export function anyWeight(): Arbitrary<TargetWeight> {
  return fc.oneof(
    { withCrossShrink: true },
    denseWeight(), convWeight(), groupedWeight(), transposedWeight(), channelsLastWeight(), depthwiseWeight(), fusedWeight(), weightWithFans(),
  );
}
