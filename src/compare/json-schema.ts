import * as z from "zod/mini";
import type { JsonSchema } from "../json-schema.js";
import { measurementsSchema } from "./measurements-schema.js";

/** JSON Schema (draft 2020-12) of measurements. What needs the plan to see is left to `compareMeasurements`. */
export function measurementsJsonSchema(): JsonSchema {
  return { ...z.toJSONSchema(measurementsSchema, { io: "input" }), title: "hyperfan measurements" };
}
