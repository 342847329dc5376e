import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import * as limits from "../../src/shapes/limits.js";

const docs = readFileSync(join(__dirname, "..", "..", "docs", "models.md"), "utf8");
const table = docs.slice(docs.indexOf("## Limits"), docs.indexOf("## How roles are inferred"));
/** Those of machines and file systems go without saying. */
const documented = Object.entries(limits).filter(([name]) => !["MAX_TEXT_BYTES", "MAX_FILE_NAME"].includes(name));

describe("the documentation has the limit", () => {
  test.each(documented)("%s", (_name, limit) => { expect(table).toMatch(new RegExp(String.raw`[ |/]${limit.toLocaleString("en")}[ ;]`)); });
});
