import type { Measurements } from "./measurements-schema.js";
import type { ComparisonNote } from "./report.js";

/** What should be said beside the numbers of a comparison. */
export function notesOn({ networks, tensors }: Measurements): readonly ComparisonNote[] {
  if (networks !== undefined || tensors.every((tensor) => tensor.networks !== undefined)) return [];
  const message =
    "networks is not given, so all numbers are taken for those of one hypernetwork. One hypernetwork shifts all its variances together, so the intervals are wide; measure several, drawn anew with inputs of their own, and say how many.";
  return [{ code: "networks-assumed", message }];
}
