import { pointer, readable, refuse, type Issue } from "../errors.js";
import { checked } from "../request/checked.js";
import { measurementsSchema, type Measurements } from "./measurements-schema.js";

function misfits({ tensors, networks: common = 1 }: Measurements): readonly Issue[] {
  const seen = new Set<number>();
  return tensors.flatMap(({ tensor, count, networks = common }, position): readonly Issue[] => {
    const repeated = seen.has(tensor);
    seen.add(tensor);
    const again = { pointer: pointer("tensors", position, "tensor"), code: "repeated", message: `Join the two measurements of tensor ${tensor}: a tensor is measured once.` };
    const few = { pointer: pointer("tensors", position, "count"), code: "misfit", message: `Expected a count of at least ${networks}, one number per network; got ${count}.` };
    return [...(repeated ? [again] : []), ...(count < networks ? [few] : [])];
  });
}

function read(input: unknown): Measurements {
  const measurements = checked("invalid-measurements", measurementsSchema, input);
  refuse("invalid-measurements", misfits(measurements));
  return measurements;
}

/**
 * Measurements from unknown data, such as a file that a training program wrote.
 *
 * @throws {InvalidInputError} code "invalid-measurements", with every problem that was found; nothing else, whatever the
 * input.
 */
export function parseMeasurements(input: unknown): Measurements {
  return readable("invalid-measurements", input, () => read(input));
}
