import { describe, expect, test } from "@jest/globals";
import { SUBCOMMANDS } from "../../src/cli/subcommands.js";
import { planJsonSchema, requestJsonSchema } from "../../src/index.js";
import { hyperfan, printed } from "./command.js";

const { usage } = SUBCOMMANDS.find(({ name }) => name === "schema")!.operands;
const names = usage.split("|");

describe("hyperfan schema", () => {
  test.each([["request", requestJsonSchema], ["plan", planJsonSchema]])("prints the JSON Schema of a %s", async (name, schema) => {
    expect(await hyperfan(["schema", name])).toEqual({ exitCode: 0, stdout: printed(schema()), stderr: "" });
  });

  test.each(names)("knows the schema that its usage names: %s", async (name) => {
    const { exitCode, stdout, stderr } = await hyperfan(["schema", name]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({ $schema: "https://json-schema.org/draft/2020-12/schema" });
  });

  test("prints what measurements may hold", async () => {
    const { exitCode, stdout } = await hyperfan(["schema", "measurements"]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ title: "hyperfan measurements", required: ["format", "version", "tensors"] });
  });

  test.each([
    ["without a name", [], `An argument is missing; give ${usage}.`],
    ["of something almost right", ["requst"], 'Unknown schema "requst"; did you mean "request"?'],
    ["of something else", ["everything"], `Unknown schema "everything"; give one of ${names.join(", ")}.`],
    ["of two things", ["request", "plan"], 'Unexpected argument "plan"; remove it.'],
  ])("is bad usage %s", async (_how, args, message) => {
    expect(await hyperfan(["schema", ...args])).toEqual({ exitCode: 2, stdout: "", stderr: `error: ${message}\nSee hyperfan schema --help.\n` });
  });
});
