/**
 * Letters to add, leave out or replace, and neighbours to swap, between two words (optimal string alignment); Infinity
 * where there are more than `most`.
 */
function editDistance(a: string, b: string, most: number): number {
  let before = new Uint8Array(b.length + 1);
  let above = Uint8Array.from(before, (_, column) => column);
  let current = new Uint8Array(b.length + 1);
  for (let row = 1; row <= a.length; row += 1) {
    current[0] = row;
    let least = row;
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (above[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const swapped = isSwap ? (before[column - 2] ?? 0) + 1 : replaced;
      const edits = Math.min(replaced, swapped, (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1);
      current[column] = edits;
      least = Math.min(least, edits);
    }
    // The least of a row grows by no more than 1 with the next, so no swap leads back.
    if (least > most) return Infinity;
    [before, above, current] = [above, current, before];
  }
  return above[b.length] ?? 0;
}

const LONGEST = 40;
const MOST_KNOWN = 100;
const SHORTEST_CUT = 3;

const squeeze = (word: string): string => word.toLowerCase().replaceAll(/[^a-z0-9]/g, "");

/**
 * Finds the known word that a given one was probably meant to be; undefined when none is close. Long words are no
 * slips, and nobody means one of hundreds: what takes long is not looked at.
 */
export function guesser(known: readonly string[]): (given: string) => string | undefined {
  const short = known.filter(({ length }) => length <= LONGEST).slice(0, MOST_KNOWN);
  const words = short.map((word) => ({ word, letters: squeeze(word), edits: Math.max(1, Math.floor(word.length / 3)) }));
  return (given) => {
    if (given.length > LONGEST) return undefined;
    const wanted = squeeze(given);
    // A word cut short is meant before one that differs.
    const isCutFrom = (letters: string): boolean => wanted.length >= SHORTEST_CUT && letters.startsWith(wanted);
    let best: string | undefined;
    let least = Infinity;
    for (const { word, letters, edits } of words) {
      // There are at least as many edits as letters more or fewer.
      const isFar = !isCutFrom(letters) && Math.abs(letters.length - wanted.length) > edits;
      const distance = isFar ? Infinity : isCutFrom(letters) ? 0 : editDistance(wanted, letters, edits);
      if (distance > edits || distance >= least) continue;
      best = word;
      least = distance;
    }
    return best;
  };
}

/** As {@link guesser}, for one word. */
export const nearest = (given: string, known: readonly string[]): string | undefined => guesser(known)(given);
