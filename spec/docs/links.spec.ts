import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { anchorsOf, documents, proseOf, root, textOf } from "./markdown.js";

const linksOf = (file: string): readonly string[] =>
  [...proseOf(file).matchAll(/\]\(([^)\s]+)\)/gu)].map(([, target = ""]) => target).filter((target) => !/^https?:/u.test(target));

/** A link whose file or heading does not exist, else nothing. */
function broken(file: string, link: string): readonly string[] {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? file : normalize(join(dirname(file), path));
  if (!existsSync(join(root, target))) return [`${link}: no such file`];
  return anchor === undefined || anchorsOf(target).includes(anchor) ? [] : [`${link}: no such heading`];
}

describe("links", () => {
  it.each(documents)("in %s lead somewhere", (file) => {
    expect(linksOf(file).flatMap((link) => broken(file, link))).toEqual([]);
  });

  it("in comments of the source name headings that exist", () => {
    const source = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => readFileSync(join(root, "src", name), "utf8"));
    const named = source.flatMap((text) => [...text.matchAll(/docs\/formulas\.md, "([^"]+)"/gu)].map(([, title = ""]) => title));
    expect(named).not.toEqual([]);
    expect(textOf("docs/formulas.md").split("\n")).toEqual(expect.arrayContaining(named.map((title) => `## ${title}`)));
  });
});
