import * as z from "zod/mini";
import { described } from "../described.js";
import { count, finite, index, listOf, need, nonNegative } from "../leaves.js";
import type { DeepReadonly } from "../readonly.js";

const measuredTensor = z.strictObject(
  {
    tensor: described(index, "index into the plan's targetShapes"),
    mean: described(finite, "of all numbers that were measured"),
    variance: described(nonNegative, "mean square of their deviations from that mean"),
    count: described(count, "how many numbers were measured, in all networks together"),
    networks: described(z.optional(count), "hypernetworks that they come from, in place of the networks of all tensors"),
  },
  need('an object such as {"tensor": 0, "mean": 0, "variance": 0.01, "count": 1000}'),
);

/** Schema of measurements. What needs the plan to see is checked when the two are compared. */
export const measurementsSchema = z.strictObject(
  {
    format: z.literal("hyperfan-measurements"),
    version: z.literal(1),
    mode: described(z.optional(z.enum(["training", "evaluation"])), "mode of the hypernetwork when it was measured; default training"),
    networks: described(z.optional(count), "independently drawn hypernetworks, each with inputs of its own; default 1"),
    tensors: listOf(measuredTensor, "a list of measured tensors").check(z.minLength(1, need("a list of at least one measured tensor"))),
  },
  need("an object of measurements"),
);

/** What was measured of generated tensors. */
export type Measurements = DeepReadonly<z.output<typeof measurementsSchema>>;
export type MeasuredTensor = Measurements["tensors"][number];
