/** Number of single-character edits between two words (Levenshtein). */
function editDistance(a: string, b: string): number {
  const row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...a].entries()) {
    let diagonal = index;
    row[0] = index + 1;
    for (let column = 1; column <= b.length; column += 1) {
      const above = row[column] ?? 0;
      row[column] = Math.min(above + 1, (row[column - 1] ?? 0) + 1, diagonal + (letter === b[column - 1] ? 0 : 1));
      diagonal = above;
    }
  }
  return row[b.length] ?? 0;
}

const LONGEST = 40;
const SHORTEST_CUT = 3;

/** The known word that `given` was probably meant to be; undefined when none is close. */
export function nearest(given: string, known: readonly string[]): string | undefined {
  if (given.length > LONGEST) return undefined;
  const squeeze = (word: string): string => word.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  // A word cut short is meant before one that differs.
  const letters = squeeze(given);
  const isCutFrom = (word: string): boolean => letters.length >= SHORTEST_CUT && squeeze(word).startsWith(letters);
  const distance = (word: string): number => (isCutFrom(word) ? 0 : editDistance(letters, squeeze(word)));
  const scored = known.map((word) => ({ word, distance: distance(word) }));
  const best = scored.reduce((least, next) => (next.distance < least.distance ? next : least), { word: "", distance: Infinity });
  return best.distance <= Math.max(1, Math.floor(best.word.length / 3)) ? best.word : undefined;
}
