import type { Colour, Paint } from "./paint.js";
import { counted } from "./numbers.js";
import { listingOf } from "./listing.js";
import { tableLines, type Column, type Row } from "./table.js";

/** A column of a table about items. */
export interface Field<Item> extends Column {
  readonly cell: (item: Item) => string;
}

/** A table with its heading. */
export interface Section<Item> {
  readonly title: string;
  readonly noun: string;
  readonly fields: readonly Field<Item>[];
  readonly items: readonly Item[];
  /** The larger, the more an item should be seen. */
  readonly badness: (item: Item) => number;
  readonly colour: (item: Item) => Colour | undefined;
}

export const left = <Item>(title: string, cell: (item: Item) => string): Field<Item> => ({ title, align: "left", cell });
export const right = <Item>(title: string, cell: (item: Item) => string): Field<Item> => ({ title, align: "right", cell });

/** The same as texts with line breaks, one a line. */
export function* sectionTexts<Item>(section: Section<Item>, paint: Paint, all: boolean): Generator<string, void, undefined> {
  for (const line of sectionLines(section, paint, all)) yield `${line}\n`;
}

/** The lines of a section, an empty one at the end; none for no items. */
export function sectionLines<Item>({ title, noun, fields, items, badness, colour }: Section<Item>, paint: Paint, all: boolean): readonly string[] {
  if (items.length === 0) return [];
  const { shown, more } = listingOf(items, badness, all);
  const rows = shown.map((item): Row => fields.map(({ cell }) => cell(item)));
  const [titles = "", ...lines] = tableLines(fields, rows);
  const painted = lines.map((line, index) => paint(shown[index] === undefined ? undefined : colour(shown[index]), line));
  const rest = more === 0 ? [] : [`  and ${counted(more, noun)} more, none worse; --all lists them`];
  return [paint("bold", title), titles, ...painted, ...rest, ""];
}
