import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A fenced code block. */
export interface Block {
  readonly file: string;
  /** Line of the opening fence, from 1. */
  readonly line: number;
  readonly language: string;
  readonly code: string;
}

/** A table, with the heading that it stands under. */
export interface Table {
  readonly heading: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export const root = join(__dirname, "..", "..");

/** Every document, by its path from the root. */
export const documents: readonly string[] = [
  "README.md",
  "CHANGELOG.md",
  ...readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md")).map((name) => `docs/${name}`),
];

export const textOf = (file: string): string => readFileSync(join(root, file), "utf8");

/** The code blocks of a document. */
export function blocksOf(file: string): readonly Block[] {
  const text = textOf(file);
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gmsu)].map(({ index, 1: language = "", 2: code = "" }) => ({
    file,
    line: text.slice(0, index).split("\n").length,
    language,
    code,
  }));
}

/** The text of a document outside its code blocks. */
export const proseOf = (file: string): string => textOf(file).replaceAll(/^```.*?^```$/gmsu, "");

/** What a pattern captures in the prose of a document, whose lines are joined; nothing if it isn't there. */
export function captured(file: string, pattern: RegExp): readonly string[] {
  return [...(pattern.exec(proseOf(file).replaceAll(/\s+/gu, " ")) ?? [])].slice(1);
}

const cellsOf = (line: string): readonly string[] => line.split("|").slice(1, -1).map((cell) => cell.trim());

/** The tables of a document. */
export function tablesOf(file: string): readonly Table[] {
  const found: Table[] = [];
  let heading = "";
  let lines: string[] = [];
  for (const line of [...proseOf(file).split("\n"), ""]) {
    if (line.startsWith("#")) heading = line.replace(/^#+ /u, "");
    if (line.startsWith("|")) lines.push(line);
    else if (lines.length > 0) {
      const [columns = "", , ...rows] = lines;
      found.push({ heading, columns: cellsOf(columns), rows: rows.map(cellsOf) });
      lines = [];
    }
  }
  return found;
}

/** The first table under a heading. */
export function tableUnder(file: string, heading: string): Table {
  const table = tablesOf(file).find((candidate) => candidate.heading === heading);
  if (table === undefined) throw new Error(`${file} has no table under "${heading}"`);
  return table;
}

/** The words of a cell that are set as code. */
export const codesIn = (cell: string): readonly string[] => [...cell.matchAll(/`([^`]+)`/gu)].map(([, code = ""]) => code);

/** The anchors of a document's headings, as GitHub makes them. */
export function anchorsOf(file: string): readonly string[] {
  const headings = [...proseOf(file).matchAll(/^#+ (.*)$/gmu)].map(([, title = ""]) => title);
  return headings.map((title) => title.toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-"));
}
