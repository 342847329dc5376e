import type { Verdict } from "./report.js";

/** From the least to the worst. */
const SEVERITY: readonly (Verdict | null | undefined)[] = ["fine", "off-intent", "vanishes", "explodes"];

/** The worst of some verdicts, those that were not given left out; "fine" for none. */
export function worstVerdict(verdicts: Iterable<Verdict | null | undefined>): Verdict {
  let worst = 0;
  for (const verdict of verdicts) worst = Math.max(worst, SEVERITY.indexOf(verdict));
  return SEVERITY[worst] ?? "fine";
}
