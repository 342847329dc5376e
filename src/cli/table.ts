import { printableCell } from "./printable.js";

/** How wide a line may be. */
export const LINE_WIDTH = 80;
const GAP = 2;
const INDENT = "  ";
const LEAST_NAME = 8;

export interface Column {
  readonly title: string;
  /** Text from the left, numbers from the right. */
  readonly align: "left" | "right";
}

export type Row = readonly string[];

const widthOf = (text: string): number => [...text].length;

function pad(text: string, width: number, align: Column["align"]): string {
  const space = " ".repeat(Math.max(0, width - widthOf(text)));
  return align === "left" ? text + space : space + text;
}

/** A text that is too long: its first word, which is an index, and its end, which tells more of a label than its start. */
function cut(text: string, width: number): string {
  const characters = [...text];
  if (characters.length <= width) return text;
  const index = `${text.replace(/ .*/, "")} …`;
  const start = widthOf(index) < width ? index : "…";
  return start + characters.slice(widthOf(start) - width).join("");
}

/** Of a text that no line could hold its start and its end, of which all that is ever shown is part. */
const ENOUGH = 5 * LINE_WIDTH;
const bounded = (text: string): string => (text.length <= 2 * ENOUGH ? text : text.slice(0, ENOUGH) + text.slice(-ENOUGH));
const shown = (text: string): string => printableCell(bounded(text));

/**
 * The lines of a table, its titles first. The first column holds names of any length, cut so that lines are no wider
 * than {@link LINE_WIDTH}; the others are as wide as what is in them.
 */
export function tableLines(columns: readonly Column[], rows: readonly Row[]): readonly string[] {
  const lines = [columns.map(({ title }) => title), ...rows.map((row) => row.map(shown))];
  const natural = columns.map((_, column) => lines.reduce((most, line) => Math.max(most, widthOf(line[column] ?? "")), 0));
  const others = natural.slice(1).reduce((total, width) => total + width + GAP, INDENT.length);
  const widths = natural.with(0, Math.min(natural[0] ?? 0, Math.max(LEAST_NAME, LINE_WIDTH - others)));
  return lines.map((line) => {
    const cells = columns.map(({ align }, column) => pad(cut(line[column] ?? "", widths[column] ?? 0), widths[column] ?? 0, align));
    return (INDENT + cells.join(" ".repeat(GAP))).trimEnd();
  });
}

/** A text as lines no wider than {@link LINE_WIDTH}, where its words allow it; all but the first are indented. */
export function wrapped(text: string): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").map(shown)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (widthOf(longer) <= LINE_WIDTH || line.trim() === "") line = longer;
    else {
      lines.push(line);
      line = INDENT + word;
    }
  }
  return [...lines, line];
}
