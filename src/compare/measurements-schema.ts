import * as z from "zod";
import type { DeepReadonly } from "../readonly.js";

// As in a request, every leaf carries as its error what is needed in its place.
const need = (expectation: string) => ({ error: expectation });
const plain = (x: number): number => x + 0;

const count = z.int(need("a whole number of at least 1")).min(1, need("a whole number of at least 1"));
const index = z.int(need("a whole number of at least 0")).min(0, need("a whole number of at least 0")).overwrite(plain);
const finite = z.number(need("a finite number")).overwrite(plain);
const nonNegative = z.number(need("a finite number of at least 0")).min(0, need("a finite number of at least 0")).overwrite(plain);

const measuredTensor = z.strictObject(
  {
    tensor: index.describe("index into the plan's targetShapes"),
    mean: finite.describe("of all numbers that were measured"),
    variance: nonNegative.describe("mean square of their deviations from that mean"),
    count: count.describe("how many numbers were measured, in all networks together"),
    networks: count.optional().describe("hypernetworks that they come from, in place of the networks of all tensors"),
  },
  need('an object such as {"tensor": 0, "mean": 0, "variance": 0.01, "count": 1000}'),
);

/** Schema of measurements. What needs the plan to see is checked when the two are compared. */
export const measurementsSchema = z.strictObject(
  {
    format: z.literal("hyperfan-measurements"),
    version: z.literal(1),
    mode: z.enum(["training", "evaluation"]).optional().describe("mode of the hypernetwork when it was measured; default training"),
    networks: count.optional().describe("independently drawn hypernetworks, each with inputs of its own; default 1"),
    tensors: z.array(measuredTensor, need("a list of measured tensors")).min(1, need("a list of at least one measured tensor")),
  },
  need("an object of measurements"),
);

/** What was measured of generated tensors. */
export type Measurements = DeepReadonly<z.output<typeof measurementsSchema>>;
export type MeasuredTensor = Measurements["tensors"][number];
