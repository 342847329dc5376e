import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { parsePlan } from "../../src/index.js";
import { blocksOf, root, textOf } from "./markdown.js";

const folder = mkdtempSync(join(tmpdir(), "start-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("docs/examples/start.ts", () => {
  const { scripts } = JSON.parse(textOf("package.json")) as { readonly scripts: { readonly start: string } };
  const [, script = ""] = scripts.start.split(" ");
  const output = execFileSync(process.execPath, [require.resolve("ts-node/dist/bin.js"), script, folder], { cwd: root, encoding: "utf8" });

  it("is what npm start runs", () => {
    expect(scripts.start).toBe("ts-node docs/examples/start.ts");
  });

  it("prints what README.md shows", () => {
    const [shown] = blocksOf("README.md").filter(({ language }) => language === "text");
    const withoutSizes = (text = ""): string => text.replaceAll(/\d+ kB/gu, "… kB");
    expect(withoutSizes(output.replaceAll(folder, "plans"))).toBe(withoutSizes(shown?.code));
  });

  it.each(["resnet32", "wrn-28-10"])("writes a plan of %s", (name) => {
    expect(() => parsePlan(JSON.parse(readFileSync(join(folder, `${name}.plan.json`), "utf8")))).not.toThrow();
  });
});
