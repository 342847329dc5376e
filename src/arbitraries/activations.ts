import fc, { type Arbitrary } from "fast-check";
import type { RequestInput } from "../request/schema.js";
import { activationNames, type ActivationName } from "../math/activation.js";
import { mean } from "./numbers.js";
import { partly } from "./partly.js";

export type ActivationInput = NonNullable<RequestInput["mainActivation"]>;

type Objects = Readonly<Partial<Record<ActivationName, Arbitrary<ActivationInput>>>>;

const withParameter: Objects = {
  leaky_relu: partly({ name: fc.constant("leaky_relu" as const), negativeSlope: mean({ exponents: [-3, 0] }) }, ["name"]),
  elu: partly({ name: fc.constant("elu" as const), alpha: mean({ exponents: [-2, 0] }) }, ["name"]),
};

function activationOf(name: ActivationName): Arbitrary<ActivationInput> {
  return fc.oneof({ withCrossShrink: true }, fc.constant(name), withParameter[name] ?? fc.constant<ActivationInput>({ name }));
}

/**
 * An activation by one of the `names` (default all), as a name or an object, with or without its parameter.
 *
 * @example fc.assert(fc.property(activation({ names: ["tanh"] }), (given) => given === "tanh" || given.name === "tanh"));
 */
export function activation({ names = activationNames }: { readonly names?: readonly ActivationName[] } = {}): Arbitrary<ActivationInput> {
  return fc.oneof({ withCrossShrink: true }, ...names.map(activationOf));
}

/** Activations whose moments are closed forms, also those of two chunks: requests with these are planned fast. */
export const quickNames = ["relu", "linear", "leaky_relu", "sin", "erf"] as const satisfies readonly ActivationName[];

/** Activations whose second moment is proportional to the variance of their input. */
export const homogeneousNames = ["relu", "linear", "leaky_relu"] as const satisfies readonly ActivationName[];
