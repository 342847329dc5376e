import type { Issue } from "../../errors.js";
import { shown } from "../../request/issues.js";
import { problem } from "../invalid-model.js";
import type { Entry } from "./entries.js";

const isOrdered = (entries: readonly Entry[]): boolean => entries.every(({ begin }, index) => begin >= (entries[index - 1]?.end ?? 0));

/** Files are written in the order of their data, so there is seldom anything to sort. */
const byPlace = (entries: readonly Entry[]): readonly Entry[] => (isOrdered(entries) ? entries : [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end));

function gapIssue({ name, begin }: Entry, before: Entry | undefined, end: number): Issue {
  const path = [name, "data_offsets"];
  if (begin > end) return problem(path, "hole", `No tensor has the bytes from ${end} to ${begin}, before ${shown(name)}: the format allows no holes.`);
  return problem(path, "overlap", `The tensors ${shown(before?.name)} and ${shown(name)} overlap: one ends at byte ${end}, the other begins at ${begin}.`);
}

/** What is wrong with the places of the tensors: they lie end to end, from the header to the end of the file. */
export function* coverageIssues(entries: readonly Entry[], dataBytes: number | undefined): Generator<Issue, void, undefined> {
  let before: Entry | undefined;
  for (const entry of byPlace(entries)) {
    const end = before?.end ?? 0;
    if (entry.begin !== end) yield gapIssue(entry, before, end);
    before = entry;
  }
  const end = before?.end ?? 0;
  if (dataBytes === undefined || dataBytes === end) return;
  const advice = dataBytes < end ? "the file is cut short; get it again" : "the format allows nothing behind the last tensor";
  yield problem([], "wrong-file-size", `The tensors take ${end} bytes behind the header, and the file has ${dataBytes} there: ${advice}.`);
}
