import { join } from "node:path";
import { textOf, vectorFile, type VectorFile } from "./build.js";
import { cases } from "./cases/index.js";
import { vectorsJsonSchema } from "./schema.js";

const folder = join(__dirname, "..", "..", "docs", "vectors");

export const CASES_FILE = join(folder, "cases.json");
export const SCHEMA_FILE = join(folder, "cases.schema.json");

/** The vector file that the cases make today. */
export const currentVectors = (): VectorFile => vectorFile(cases);

/** What the published files hold, by their paths. */
export const currentFiles = (): Readonly<Record<string, string>> => ({
  [CASES_FILE]: textOf(currentVectors()),
  [SCHEMA_FILE]: `${JSON.stringify(vectorsJsonSchema())}\n`,
});
