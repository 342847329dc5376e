/** The entry of a list that is known to have it; an index that is out of range is a mistake of this library, and no zero. */
export function entryAt<Entry>(list: readonly Entry[], index: number): Entry {
  const entry = list[index];
  if (entry === undefined) throw new RangeError(`no entry ${String(index)} in a list of ${String(list.length)}`);
  return entry;
}
