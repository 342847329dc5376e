import { measurementsJsonSchema, parseMeasurements, type InvalidInputError } from "../../src/index.js";

const measured = { tensor: 0, mean: 0, variance: 1, count: 10 };
const measurements = { format: "hyperfan-measurements", version: 1, tensors: [measured] };

function refusal(input: unknown): readonly string[] {
  try {
    parseMeasurements(input);
  } catch (error) {
    const { code, issues } = error as InvalidInputError;
    expect(code).toBe("invalid-measurements");
    return issues.map(({ pointer, code: kind, message }) => `${pointer} ${kind}: ${message}`);
  }
  return [];
}

describe("parseMeasurements", () => {
  it("gives valid measurements back, without filling anything in", () => {
    expect(parseMeasurements(measurements)).toEqual(measurements);
    const full = { ...measurements, mode: "evaluation", networks: 3, tensors: [{ ...measured, networks: 2 }] };
    expect(parseMeasurements(full)).toEqual(full);
  });

  it.each<[string, unknown, string]>([
    ["nothing", undefined, " missing: Required: an object of measurements."],
    ["another format", { ...measurements, format: "hyperfan-plan" }, '/format unknown-value: Expected "hyperfan-measurements"; got "hyperfan-plan".'],
    ["another version", { ...measurements, version: 2 }, "/version unknown-value: Expected 1; got 2."],
    ["no tensors", { ...measurements, tensors: [] }, "/tensors too-small: Expected a list of at least one measured tensor; got []."],
    ["another mode", { ...measurements, mode: "eval" }, '/mode unknown-value: Expected one of "training", "evaluation"; got "eval". Did you mean "evaluation"?'],
    ["no networks", { ...measurements, networks: 0 }, "/networks too-small: Expected a whole number of at least 1; got 0."],
    ["a misspelt key", { ...measurements, tensors: [{ ...measured, varience: 1 }] }, '/tensors/0/varience unknown-key: Unknown key "varience". Did you mean "variance"?'],
    ["a standard deviation below 0", { ...measurements, tensors: [{ ...measured, variance: -1 }] }, "/tensors/0/variance too-small: Expected a finite number of at least 0; got -1."],
    ["a mean that is none", { ...measurements, tensors: [{ ...measured, mean: NaN }] }, "/tensors/0/mean not-finite: Expected a finite number; got NaN."],
    ["no number at all", { ...measurements, tensors: [{ ...measured, count: 0 }] }, "/tensors/0/count too-small: Expected a whole number of at least 1; got 0."],
    ["a tensor before the first", { ...measurements, tensors: [{ ...measured, tensor: -1 }] }, "/tensors/0/tensor too-small: Expected a whole number of at least 0; got -1."],
    ["half a tensor", { ...measurements, tensors: [{ ...measured, tensor: 0.5 }] }, "/tensors/0/tensor not-a-whole-number: Expected a whole number of at least 0; got 0.5."],
    ["a variance that is none", { ...measurements, tensors: [{ ...measured, variance: "1" }] }, '/tensors/0/variance wrong-type: Expected a finite number of at least 0; got "1".'],
    ["a number in place of a tensor", { ...measurements, tensors: [3] }, '/tensors/0 wrong-type: Expected an object such as {"tensor": 0, "mean": 0, "variance": 0.01, "count": 1000}; got 3.'],
    ["a number in place of tensors", { ...measurements, tensors: 3 }, "/tensors wrong-type: Expected a list of measured tensors; got 3."],
    ["half a number", { ...measurements, tensors: [{ ...measured, count: 0.5 }] }, "/tensors/0/count not-a-whole-number: Expected a whole number of at least 1; got 0.5."],
    ["a tensor twice", { ...measurements, tensors: [measured, measured] }, "/tensors/1/tensor repeated: Join the two measurements of tensor 0: a tensor is measured once."],
    ["fewer numbers than networks", { ...measurements, networks: 20 }, "/tensors/0/count misfit: Expected a count of at least 20, one number per network; got 10."],
  ])("refuses %s", (_, input, problem) => {
    expect(refusal(input)).toEqual([problem]);
  });

  it("finds every problem at once", () => {
    expect(refusal({ ...measurements, version: 3, tensors: [{ ...measured, mean: "0" }, { tensor: 1 }] })).toHaveLength(5);
  });

  it("throws nothing else, even where reading throws", () => {
    const broken = Object.defineProperty({ ...measurements }, "mode", { enumerable: true, get: () => { throw new Error("broken"); } });
    expect(refusal(broken)).toEqual([" unreadable: Expected plain data; got a value with a property that cannot be read."]);
  });
});

it("the JSON Schema of measurements names what is required", () => {
  expect(measurementsJsonSchema()).toMatchObject({ title: "hyperfan measurements", required: ["format", "version", "tensors"], additionalProperties: false });
});
