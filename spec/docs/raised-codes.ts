import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as ts from "typescript";
import { root } from "./markdown.js";

interface Source {
  /** Folder of src that the file is in, or its name. */
  readonly room: string;
  readonly tree: ts.SourceFile;
}

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => { visit(child, see); });
}

function sources(): readonly Source[] {
  const files = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  return files.map((file) => ({
    room: file.split(/[/\\]/u)[0] ?? "",
    tree: ts.createSourceFile(file, readFileSync(join(root, "src", file), "utf8"), ts.ScriptTarget.ES2022, true),
  }));
}

const nameOf = (node: ts.Node): string | undefined => {
  const { name } = node as { readonly name?: ts.Node };
  return name !== undefined && ts.isIdentifier(name) ? name.text : undefined;
};

/** Functions and classes that are given a code, and as which argument. `when` of the checks passes its rest on. */
function takersOf(all: readonly Source[]): ReadonlyMap<string, number> {
  const found = new Map([["when", 2]]);
  for (const { tree } of all) {
    visit(tree, (node) => {
      if (!ts.isFunctionLike(node)) return;
      const position = node.parameters.findIndex((parameter) => nameOf(parameter) === "code");
      const name = nameOf(node) ?? nameOf(node.parent);
      if (position >= 0 && name !== undefined) found.set(name, position);
    });
  }
  return found;
}

/** The parts of a file that hold codes: in the place of a property or an argument called code, and what codeOf returns. */
function placesIn(node: ts.Node, takers: ReadonlyMap<string, number>): readonly ts.Node[] {
  if (ts.isPropertyAssignment(node) && node.name.getText() === "code") return [node.initializer];
  if (ts.isVariableDeclaration(node) && nameOf(node) === "CODES" && node.initializer !== undefined) return [node.initializer];
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
    const position = takers.get(node.expression.getText()) ?? Infinity;
    return (node.arguments ?? []).slice(position, position + 1);
  }
  if (!ts.isFunctionDeclaration(node) || nameOf(node) !== "codeOf") return [];
  const returned: ts.Node[] = [];
  visit(node, (inner) => { if (ts.isReturnStatement(inner)) returned.push(inner); });
  return returned;
}

function literalsIn(node: ts.Node): readonly string[] {
  const found: string[] = [];
  visit(node, (inner) => { if (ts.isStringLiteral(inner)) found.push(inner.text); });
  return found;
}

/** The codes that each folder of src gives. */
export function raisedCodes(): ReadonlyMap<string, ReadonlySet<string>> {
  const all = sources();
  const takers = takersOf(all);
  const found = new Map<string, Set<string>>();
  for (const { room, tree } of all) {
    visit(tree, (node) => {
      for (const code of placesIn(node, takers).flatMap(literalsIn)) found.set(room, (found.get(room) ?? new Set()).add(code));
    });
  }
  return found;
}
