import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { blocksOf } from "../../docs/markdown.js";
import { root, scratchFolder } from "../command.js";

// What a newcomer types first: a checkout after npm ci, of which only the download of packages is left out.

const checkout = join(scratchFolder(), "hyperfan");
const left = [".git", ...readFileSync(join(root, ".gitignore"), "utf8").split("\n").filter((line) => line.endsWith("/")).map((line) => line.slice(0, -1))];

/** A copy of this checkout without what git leaves out, and with the packages that npm ci would put there. */
function checkOut(): void {
  mkdirSync(checkout);
  // With the times of files and folders, so that the package, which was built just now, is not built again.
  const names = readdirSync(root).filter((name) => !left.includes(name) && !name.startsWith(".dist-"));
  execFileSync("cp", ["-a", ...[...names, "dist"].map((name) => join(root, name)), checkout]);
  symlinkSync(join(root, "node_modules"), join(checkout, "node_modules"));
}

/** npm ci without its download; npm test is what runs this, and npm install is for packages that are published. */
const NPM = `npm() { case "$1" in ci) command npm run --silent prepare ;; test | install) ;; *) command npm "$@" ;; esac; }`;

function shell(script: string) {
  // With a cache of its own npx has seen no package yet, and offline it can fetch none.
  const env = { ...process.env, npm_config_cache: join(checkout, "..", "cache"), npm_config_offline: "true", npm_config_update_notifier: "false" };
  const { status, stdout, stderr } = spawnSync("bash", ["-euo", "pipefail", "-c", `${NPM}\n${script}`], { cwd: checkout, env, encoding: "utf8" });
  return { exitCode: status, stdout, stderr };
}

describe("README.md", () => {
  checkOut();
  const runs = blocksOf("README.md").filter(({ language }) => language === "sh").map(({ code }) => [code, shell(code)] as const);

  test.each(runs)("has commands that work in a fresh checkout: %s", (_code, { exitCode, stderr }) => {
    expect({ exitCode, stderr: exitCode === 0 ? "" : stderr }).toEqual({ exitCode: 0, stderr: "" });
  });

  test("has commands that make a plan, and print three chunks", () => {
    const [, { stdout }] = runs.find(([code]) => code.includes("--out plan.json"))!;
    expect(stdout).toMatch(/^\{"chunk":0,.*\}\n\{"chunk":1,.*\}\n\{"chunk":2,.*\}\n/);
    expect(JSON.parse(readFileSync(join(checkout, "plan.json"), "utf8"))).toMatchObject({ format: "hyperfan-plan" });
  });

  test("may rely on npm ci to build", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { readonly scripts: Readonly<Record<string, string>> };
    expect(scripts["prepare"]).toBe(scripts["build"]);
  });
});
