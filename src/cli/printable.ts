/** Characters that forge lines, drive the terminal, or show text in another order than it has. */
const HARMFUL = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;
/** The same in JSON text, whose line breaks are between its values, and whose strings have escapes for all that is below. */
const HARMFUL_IN_JSON = /[\u007f-\u009f\p{Bidi_Control}\u2028\u2029]/gu;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** Text of one line, harmful characters by their numbers. */
export const printable = (text: string): string => text.replaceAll(HARMFUL, escaped);

/** The same text as wide as it was: for tables. */
export const printableCell = (text: string): string => text.replaceAll(HARMFUL, "?");

/** JSON of the same value. */
export const printableJson = (json: string): string => json.replaceAll(HARMFUL_IN_JSON, escaped);

/** How much of a line is shown: its start says what it is about, and its end what to do. */
const START = 1500;
const END = 500;

/** A line of a length that a person can read, whatever is quoted in it. */
export function shortened(line: string): string {
  const cut = line.length - START - END;
  return cut <= 0 ? line : `${line.slice(0, START)} … (${cut} more characters) … ${line.slice(-END)}`;
}
