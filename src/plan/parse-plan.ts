import { InvalidInputError, readable, refuse } from "../errors.js";
import { kindOf } from "../kinds/index.js";
import { checked } from "../request/checked.js";
import { planSchema, type Plan } from "./schema.js";

/** A request has shapes and no format. Said at once: the list of all keys that a plan has and a request has not helps nobody. */
function refuseRequest(input: unknown): void {
  if (typeof input !== "object" || input === null || !("targetShapes" in input) || "format" in input) return;
  const message = "Expected a plan; got a request. Plan it first, and give what comes of it.";
  throw new InvalidInputError("invalid-plan", [{ pointer: "", code: "wrong-type", message }]);
}

function read(input: unknown): Plan {
  refuseRequest(input);
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
