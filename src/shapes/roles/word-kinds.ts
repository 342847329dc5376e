import { memoised, remembered } from "../../remembered.js";

/** Words that match the same patterns are of one kind. */
export interface WordKind {
  /** Counted from 0. */
  readonly number: number;
  readonly matches: ReadonlySet<RegExp>;
}

/** One pattern for all that have the same flags: most words match none, which this tells at once. */
function joined(patterns: readonly RegExp[]): readonly RegExp[] {
  const flags = new Set(patterns.map((pattern) => pattern.flags));
  return [...flags].map((each) => new RegExp(patterns.filter((pattern) => pattern.flags === each).map(({ source }) => `(?:${source})`).join("|"), each));
}

/** Makes readers, one for each model, that tell the kinds of its words. A reader tries every word once. */
export function kindReaders(patterns: readonly RegExp[]): () => (word: string) => WordKind {
  const any = joined(patterns);
  const matchesOf = (word: string): readonly RegExp[] => (any.some((pattern) => pattern.test(word)) ? patterns.filter((pattern) => pattern.test(word)) : []);
  return () => {
    const byMatches = new Map<string, WordKind>();
    return memoised((word: string): WordKind => {
      const matches = matchesOf(word);
      return remembered(byMatches, matches.join("\n"), () => ({ number: byMatches.size, matches: new Set(matches) }));
    });
  };
}
