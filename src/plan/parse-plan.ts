import { readable, refuse } from "../errors.js";
import { kindOf } from "../kinds/index.js";
import { checked } from "../request/checked.js";
import { planSchema, type Plan } from "./schema.js";

function read(input: unknown): Plan {
  const plan = checked("invalid-plan", planSchema, input);
  refuse("invalid-plan", kindOf(plan).misfits(plan));
  return plan;
}

/**
 * A plan from unknown data, such as a file that this library or another program wrote.
 *
 * @throws {InvalidInputError} code "invalid-plan", with every problem that was found; nothing else, whatever the input.
 */
export function parsePlan(input: unknown): Plan {
  return readable("invalid-plan", input, () => read(input));
}
