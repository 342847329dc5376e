import fc, { type Arbitrary } from "fast-check";
import type { RequestInput } from "../request/schema.js";
import { activation, type ActivationInput } from "./activations.js";
import { conventions, type ConventionsInput } from "./conventions.js";
import type { HypernetInput } from "./hypernets.js";
import type { InputBlockInput } from "./inputs.js";
import { ruledNames } from "./layers.js";
import { generatedOf, type Network } from "./networks.js";
import { givenKeys, partly } from "./partly.js";

export type MethodInput = NonNullable<RequestInput["method"]>;

/** What requests of either kind are made of. An option left out takes everything that its part can be. */
export interface RequestOptions {
  readonly network?: Arbitrary<Network>;
  readonly inputs?: Arbitrary<InputBlockInput[]>;
  readonly hypernet?: Arbitrary<HypernetInput>;
  readonly method?: Arbitrary<MethodInput>;
  readonly mainActivation?: Arbitrary<ActivationInput>;
  readonly conventions?: Arbitrary<ConventionsInput>;
  /** Keys that no request has. */
  readonly without?: readonly ("generated" | "targetVariances" | "headOverrides")[];
}

/**
 * Any method.
 *
 * @example fc.assert(fc.property(method(), (given) => ["in", "out", "harmonic"].includes(given)));
 */
export function method(): Arbitrary<MethodInput> {
  return fc.constantFrom("in", "out", "harmonic");
}

/** The keys that requests of both kinds have and that are drawn alike. */
export type CommonParts = Pick<RequestInput, "targetShapes" | "paramMeta" | "generated" | "method" | "mainActivation" | "conventions">;

/** A network with a method, activation and conventions for it; keys may be left out unless their option is given. */
export function commonParts(networks: Arbitrary<Network>, options: RequestOptions): Arbitrary<CommonParts> {
  const fields = {
    method: options.method ?? method(),
    mainActivation: options.mainActivation ?? activation(),
    conventions: options.conventions ?? conventions(),
  };
  const without = (options.without ?? []).filter((key) => key === "generated");
  return networks.chain((network) =>
    partly({ ...fields, generated: generatedOf(network) }, givenKeys(fields, options), without).map((parts) => ({ ...network, ...parts })),
  );
}

/**
 * Name of each tensor that a request generates, in order.
 *
 * @example generatedNames({ targetShapes: [[2, 3], [2]], generated: [1] }).join() === "bias";
 */
export function generatedNames({ targetShapes, paramMeta, generated }: Pick<RequestInput, "targetShapes" | "paramMeta" | "generated">): string[] {
  const names = targetShapes.map((shape, index) => paramMeta?.[index]?.name ?? (shape.length > 1 ? "weight" : "bias"));
  return generated?.map((index) => names[index] ?? "") ?? names;
}

/** Whether a method computes the variance of tensors of this name. */
export function isComputed(name: string): boolean {
  return name === "weight" || name === "bias";
}

/** Whether nothing but the caller can tell what a tensor of this name should have. */
export function hasNoRule(name: string): boolean {
  return !isComputed(name) && !(ruledNames as readonly string[]).includes(name);
}
