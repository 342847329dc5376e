/** How many rows a table shows unless it is asked for all. */
export const SHOWN = 20;

/** The rows that a table shows, and how many more there are. */
export interface Listing<Item> {
  readonly shown: readonly Item[];
  readonly more: number;
}

/** Differences that rounding makes are none: what is equally bad stays in its order. */
const RESOLUTION = 1e-9;

/** All items in their order where there are few or `all` are wanted; else the worst, the worst first. */
export function listingOf<Item>(items: readonly Item[], badness: (item: Item) => number, all: boolean): Listing<Item> {
  if (all || items.length <= SHOWN) return { shown: items, more: 0 };
  const ranked = items.map((item) => ({ item, badness: Math.round(badness(item) / RESOLUTION) })).sort((a, b) => (a.badness === b.badness ? 0 : b.badness - a.badness));
  return { shown: ranked.slice(0, SHOWN).map(({ item }) => item), more: items.length - SHOWN };
}
