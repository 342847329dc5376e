import { nearest } from "../request/nearest.js";

/** A sentence about a word that is not among those known, with the one it was probably meant to be. */
export function unknownWord(kind: string, word: string, known: readonly string[]): string {
  const guess = nearest(word, known);
  if (guess !== undefined) return `Unknown ${kind} "${word}"; did you mean "${guess}"?`;
  return `Unknown ${kind} "${word}"; give one of ${known.join(", ")}.`;
}
