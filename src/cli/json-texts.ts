import { printableJson } from "./printable.js";

/** How JSON is laid out: a step of indentation, and the same within the items of lists. Without one, all is on one line. */
export interface Layout {
  readonly step: string;
  readonly stepInItems: string;
}

export const INDENTED: Layout = { step: "  ", stepInItems: "  " };
export const COMPACT: Layout = { step: "", stepInItems: "" };
export const ITEM_PER_LINE: Layout = { step: "  ", stepInItems: "" };

/** Objects down to here are walked, so that the lists in them are; whatever is in an item of a list is one text. */
const WALKED_DEPTH = 2;

function whole(value: unknown, step: string, margin: string): string {
  const json = printableJson(JSON.stringify(value ?? null, null, step));
  return step === "" ? json : json.replaceAll("\n", `\n${margin}`);
}

function* textsOf(value: unknown, { step, stepInItems }: Layout, margin: string, depth: number): Generator<string, void, undefined> {
  if (typeof value !== "object" || value === null) return yield whole(value, "", margin);
  const isList = Array.isArray(value);
  const inner = margin + step;
  const newLine = step === "" ? "" : `\n${inner}`;
  yield isList ? "[" : "{";
  let separator = "";
  for (const [key, member] of isList ? value.entries() : Object.entries(value)) {
    if (member === undefined && !isList) continue;
    yield `${separator}${newLine}${isList ? "" : `${whole(key, "", inner)}:${step === "" ? "" : " "}`}`;
    if (isList || (depth >= WALKED_DEPTH && !Array.isArray(member))) yield whole(member, isList ? stepInItems : step, inner);
    else yield* textsOf(member, { step, stepInItems }, inner, depth + 1);
    separator = ",";
  }
  yield `${separator === "" || step === "" ? "" : `\n${margin}`}${isList ? "]" : "}"}`;
}

/**
 * The JSON of a value piece by piece, a line break at its end: what JSON.stringify makes of it, but for characters that
 * harm a terminal, which are escaped. All at once may be longer than any string can be.
 */
export function* jsonTexts(value: unknown, layout: Layout = INDENTED): Generator<string, void, undefined> {
  yield* textsOf(value, layout, "", 0);
  yield "\n";
}
