/** How many rows a table shows unless it is asked for all. */
export const SHOWN = 20;

/** The rows that a table shows, and how many more there are. */
export interface Listing<Item> {
  readonly shown: readonly Item[];
  readonly more: number;
}

/** Differences that rounding makes are none: what is equally bad stays in its order. */
const RESOLUTION = 1e-9;

/** Items, the worst first. */
export function ranked<Item>(items: readonly Item[], badness: (item: Item) => number): readonly Item[] {
  const scored = items.map((item) => ({ item, score: Math.round(badness(item) / RESOLUTION) }));
  // The difference of two infinities is NaN, which leaves them in their order.
  return scored.sort((a, b) => b.score - a.score).map(({ item }) => item);
}

/** All items in their order where there are few or `all` are wanted; else the worst, the worst first. */
export function listingOf<Item>(items: readonly Item[], badness: (item: Item) => number, all: boolean): Listing<Item> {
  if (all || items.length <= SHOWN) return { shown: items, more: 0 };
  return { shown: ranked(items, badness).slice(0, SHOWN), more: items.length - SHOWN };
}
