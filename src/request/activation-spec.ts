import * as z from "zod/mini";
import type { Activation } from "../math/activation.js";

const PLAIN = ["relu", "linear", "tanh", "sigmoid", "selu", "gelu", "silu", "softplus", "mish", "sin", "erf"] as const;
const WITH_PARAMETER = ["leaky_relu", "elu"] as const;
const parameter = (meaning: string) => z.number({ error: `a finite number (${meaning})` }).check(z.overwrite((x) => x + 0));

/** An activation as an object, parameters filled in. */
export const activationObjectSchema = z.discriminatedUnion("name", [
  z.strictObject({ name: z.enum(PLAIN) }),
  z.strictObject({ name: z.literal("leaky_relu"), negativeSlope: z._default(parameter("slope left of zero"), 0.01) }),
  z.strictObject({ name: z.literal("elu"), alpha: z._default(parameter("minus the limit at minus infinity"), 1) }),
]);

/** An activation by name, or as an object where it has a parameter. */
export const activationSchema = z.union([z.enum([...PLAIN, ...WITH_PARAMETER]), activationObjectSchema]);

export type ActivationSpec = z.output<typeof activationSchema>;

const DEFAULT_PARAMETERS = {
  leaky_relu: { name: "leaky_relu", negativeSlope: 0.01 },
  elu: { name: "elu", alpha: 1 },
} as const;

/** The activation that a specification names, parameters filled in (negativeSlope 0.01, alpha 1). */
export function toActivation(spec: ActivationSpec): Activation {
  if (typeof spec !== "string") return spec;
  return spec === "leaky_relu" || spec === "elu" ? { ...DEFAULT_PARAMETERS[spec] } : { name: spec };
}
