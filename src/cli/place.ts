/** Line and column, both from 1, in characters as an editor counts them. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

const isLowSurrogate = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;
const isHighSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdbff;

/** Where in a text a position is. Nothing is copied: lines may be as long as texts. */
export function placeOf(text: string, at: number): Place {
  let [line, start] = [1, 0];
  for (let end = text.indexOf("\n"); end !== -1 && end < at; end = text.indexOf("\n", start)) {
    line += 1;
    start = end + 1;
  }
  let column = 1;
  for (let index = start; index < at; index += 1) {
    // The second half of a character is none of its own.
    if (!isLowSurrogate(text.charCodeAt(index)) || !isHighSurrogate(text.charCodeAt(index - 1))) column += 1;
  }
  return { line, column };
}
